#pragma once
#include "handlers/kernel/desk.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// What the form New ticket starts with, and what it carries to its submission.
struct NewTicketDraft {
    Attributes values;         ///< by field name; typed values when it is drawn anew
    std::string channel;       ///< where it was opened from; decides the default inbox
    std::string root_ts;       ///< thread of the message shortcut
    std::string requester;     ///< default of "Who is it for?"
    std::string unfinished{};  ///< id of the request that the form finishes; "" for a new one
    std::string form{};        ///< version of the inbox's questions that were shown; "" for none
};

// What the form asks besides the fields of a kind of ticket: names of its inputs.
inline constexpr std::string_view kTypeInput = "type";
inline constexpr std::string_view kForInput = "requested_for";
inline constexpr std::string_view kFormInput = "form_key";

// Fields that every ticket form has, whatever the kind of ticket.
inline constexpr Field kTitleField{
    .name = "title", .label = "What do you need?", .at_creation = Asked::required, .max_length = 150};
inline constexpr Field kDetailsField{.name = "details", .label = "Details", .type = FieldType::long_text};
inline constexpr Field kForField{.name = kForInput, .label = "Who is it for?", .type = FieldType::user};
inline constexpr Field kPrivateField{
    .name = "private",
    .label = "Private",
    .type = FieldType::yes_no,
    .help = "Only you and the agents of the inbox see it; the conversation stays in direct messages."};

/// What was entered under that name, or "".
std::string entered(const Attributes& values, std::string_view name);

/// The chosen kind of ticket, the first one of the form while nothing is chosen.
const Process* chosen_process(const Desk& desk, const Attributes& values);
/// The chosen inbox; the one that takes requests from where the form was opened while nothing is chosen.
const InboxSettings* chosen_inbox(const Desk& desk, const NewTicketDraft& draft);
/// The forms with which the chosen inbox takes the chosen kind of ticket, the chosen one first.
std::vector<const FormDefinition*> chosen_forms(const Desk& desk, const NewTicketDraft& draft);

/// The draft as it stands in a form that somebody fills in (its condition changed).
NewTicketDraft draft_of(const Desk& desk, const slack::ViewState& view, const std::string& user,
                        const store::Unit& unit);

/// Agents are asked more.
bool is_agent_of(const Desk& desk, const InboxSettings* inbox, std::string_view user,
                 const store::Unit& unit);

}  // namespace deskbell::kernel
