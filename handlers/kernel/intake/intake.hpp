#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/say.hpp"

#include <optional>
#include <string>

namespace deskbell::kernel {

/// What every door hands over.
struct NewRecord {
    const Process* process = nullptr;  ///< null: the process that takes untyped tickets
    Attributes values;                 ///< title, details and the process's own fields
    std::string requester;             ///< for whom
    std::string inbox;                 ///< key; "" for processes without inboxes
    std::string via;                   ///< "/ticket", "the form", "a message" ... for people to read
    std::string channel, root_ts;      ///< thread it was raised in; empty for none
    std::string form{};                ///< version of the questions that a form has shown; "" for none
    bool is_private = false;
    bool is_again = false;       ///< the person insisted: skip the search for a twin
    bool is_incomplete = false;  ///< nobody could be asked for the required fields; see unfinished.hpp
};

/// The record's required fields were never asked for: "yes".
inline constexpr std::string_view kDetailsMissing = "details_missing";

/// The answer to chat.getPermalink for a new record: followed by the record's id.
inline constexpr std::string_view kOriginThen = "origin:";

/// The record that the wish led to: a new one, or one that was there already.
struct Raised {
    enum class How {
        created,
        same_thread,  ///< the thread has it
        twin,         ///< the same person raised the same words two minutes ago
    };
    Record record;
    How how = How::created;
};

/// Where all doors end: checks, stores, posts the card for the agents and the receipt for the requester.
/// A thread has one ticket at most: the second wish gets the first one's record.
/// Errors: invalid_input with the field, unavailable without an inbox.
Result<Raised> raise(const Desk& desk, NewRecord wish, const Act& act, store::Unit& unit);

/// What is said to `user` instead of a second ticket of the same thread. A private one is not named to
/// others.
std::string has_ticket(const Desk& desk, const Record& record, std::string_view user,
                       const store::Unit& unit);

/// True when `user` may hear of the record that a door led to: a private one may be somebody else's.
bool may_be_named(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit);

/// The form whose questions the wish answers: the one that was shown, else the default one of its inbox.
std::optional<FormDefinition> form_of(const Desk& desk, const NewRecord& wish, const store::Unit& unit);

/// The words of a message as a title (its first line) and, when there is more, details.
Attributes title_and_details(std::string_view text);

/// "REQ-1 is with IT help. First answer by …": what the person who raised it reads at once.
Saying welcome(const Desk& desk, const Record& record, const store::Unit& unit);
/// The same in place of the form.
slack::Modal welcome_modal(const Desk& desk, const Record& record, const store::Unit& unit);

/// The process that takes tickets which come as plain text.
const Process* untyped_process(const Desk& desk);

/// Ticket processes in the order of the form.
std::vector<const Process*> door_processes(const Desk& desk);

}  // namespace deskbell::kernel
