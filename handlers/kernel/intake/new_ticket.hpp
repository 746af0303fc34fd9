#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/reply.hpp"

#include <string>

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

/// The form New ticket for `user`: the common fields, those of the chosen kind of ticket, what the chosen
/// inbox asks, and who will see it.
slack::Modal new_ticket_form(const Desk& desk, const NewTicketDraft& draft, std::string_view user,
                             const store::Unit& unit);

/// The draft as it stands in a form that somebody fills in (its condition changed).
NewTicketDraft draft_of(const Desk& desk, const slack::ViewState& view, const std::string& user,
                        const store::Unit& unit);

/// The submission of that form.
Result<slack::Reply> submit_new_ticket(const Desk& desk, const slack::ViewSubmission& submission,
                                       const Act& act, store::Unit& unit);

/// The form of a process that is no ticket: `/desk improvement new`.
slack::Modal new_record_form(const Process& process, const Attributes& values);
Result<slack::Reply> submit_new_record(const Desk& desk, const Process& process,
                                       const slack::ViewSubmission& submission, const Act& act,
                                       store::Unit& unit);

}  // namespace deskbell::kernel
