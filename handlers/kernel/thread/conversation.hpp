#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/say.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

/// A message in a channel or direct message: a new ticket, a reply on either side, or nothing of ours.
Result<void> on_message(const Desk& desk, const slack::MessageEvent& event, store::Unit& unit);

/// A public answer by an agent: kept, posted to the requester, and shown in the agents' thread as sent.
/// The first one is the first response. `source` is the agent's own message when it was typed in the thread.
Result<void> reply(const Desk& desk, Record& record, const std::string& text, const Act& act,
                   store::Unit& unit, const slack::MessageInfo* source = nullptr);

/// For agents only; it never leaves the agents' side.
Result<void> note(const Desk& desk, Record& record, const std::string& text, const Act& act,
                  store::Unit& unit, const slack::MessageInfo* source = nullptr);

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
/// The words of an agent's ">>" message, which goes to the requester.
std::string public_words(const std::string& text);

/// In same-channel mode the agents read and answer in the requester's own thread, where there is one in a
/// channel.
bool is_one_thread(const Desk& desk, const Record& record, const store::Unit& unit);

/// The line above an agent's words on the requester's side: who answers.
std::string label_of_answer(const Desk& desk, const Record& record, const std::string& agent,
                            const store::Unit& unit);
/// The line above public words in the agents' thread: who wrote them, and that the requester reads them.
std::string label_for_agents(const std::string& author, bool is_answer, const store::Unit& unit);
/// Words as they are shown on the other side, under such a line.
Saying copied_words(const std::string& text, const std::string& label);

/// A line of the program in the requester's thread. After a resolution it carries the two buttons.
void tell_requester(const Desk& desk, const Record& record, const std::string& mrkdwn, const Act& act,
                    store::Unit& unit);

/// A line of the program in the agents' thread.
void tell_agents(const Record& record, const std::string& mrkdwn, std::string_view once, store::Unit& unit);

/// The message row under which the requester's side goes on: the original message, else our receipt.
std::int64_t requester_thread(const Record& record, const store::Unit& unit);

}  // namespace deskbell::kernel
