#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/say.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// A message in a channel or direct message: a new ticket, a reply on either side, or nothing of ours.
Result<void> on_message(const Desk& desk, const slack::MessageEvent& event, store::Unit& unit);

/// A public answer by an agent: kept, posted to the requester, and shown in the agents' thread as sent.
/// The first one is the first response. `source` is the agent's own message when it was typed in the thread.
Result<void> reply(const Desk& desk, Record& record, const std::string& text, const Act& act,
                   store::Unit& unit, const slack::MessageInfo* source = nullptr);

/// An answer that goes out.
struct AgentsWords {
    std::string text;        ///< with a line for each file
    std::int64_t typed = 0;  ///< row of the message in which it was typed; 0 for one from a form
    bool is_there = false;   ///< it was typed where the requester reads
    std::vector<slack::FileInfo> files = {};  ///< that were attached to it
};
/// The half of `reply` that shows it and counts it, without what follows for the record's state.
void give_answer(const Desk& desk, Record& record, const AgentsWords& said, const Act& act, store::Unit& unit);

/// For agents only; it never leaves the agents' side.
Result<void> note(const Desk& desk, Record& record, const std::string& text, const Act& act,
                  store::Unit& unit, const slack::MessageInfo* source = nullptr);

/// The same for words that stand in the agents' thread already; `typed` is the row of their message.
Result<void> keep_note(const Desk& desk, Record& record, const std::string& text, std::int64_t typed,
                       const Act& act, store::Unit& unit);

/// Words of the requester: kept, and copied to the agents' thread. Wakes a ticket that waits for the
/// requester.
Result<void> requester_says(const Desk& desk, Record& record, const std::string& text, const Act& act,
                            store::Unit& unit, const slack::MessageInfo* source = nullptr);

/// A question of somebody who is to approve the record: public, as an answer is.
Result<void> approver_asks(const Desk& desk, Record& record, const std::string& text, const Act& act,
                           store::Unit& unit, const slack::MessageInfo* source = nullptr);

/// A person wrote it: no bot, no notice of Slack, not ourselves.
bool is_personal(const Desk& desk, const slack::MessageInfo& message);

/// The text with a line for each file, so that none is dropped silently.
std::string with_files(std::string text, const slack::MessageInfo* source);
/// Whether a message in the agents' thread is an answer: it begins with ">>", or the inbox says that plain
/// words are, and it does not begin with the sign of a note. Where agents answer in the requester's own thread,
/// the agents' holds notes.
bool is_for_requester(const Desk& desk, const Record& record, std::string_view text, const store::Unit& unit);
/// The words of an agent's ">>" message, which goes to the requester.
std::string public_words(const std::string& text);

/// In same-channel mode the agents read and answer in the requester's own thread, where there is one in a
/// channel.
bool is_one_thread(const Desk& desk, const Record& record, const store::Unit& unit);

/// Words as they are shown on the other side, under such a line.
Saying copied_words(const std::string& text, const std::string& label);

/// A message of somebody belongs to the record from now on; returns its row, 0 for words from a form.
std::int64_t take_in(const Record& record, const slack::MessageInfo* source, store::Unit& unit);

/// A line of the program in the requester's thread. After a resolution it carries the two buttons.
void tell_requester(const Desk& desk, const Record& record, const std::string& mrkdwn, const Act& act,
                    store::Unit& unit);

/// A line of the program in the agents' thread.
void tell_agents(const Record& record, const std::string& mrkdwn, std::string_view once, store::Unit& unit);

/// The message row under which the requester's side goes on: the original message, else our receipt.
std::int64_t requester_thread(const Record& record, const store::Unit& unit);
/// Where that is: a channel, or the person for a direct message.
std::string requester_channel(const Record& record, const store::Unit& unit);

/// So that nothing is posted twice for the record's newest event.
std::string event_key(const Record& record, std::string_view what);

}  // namespace deskbell::kernel
