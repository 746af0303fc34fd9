#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/say.hpp"

#include <string>
#include <string_view>

/// Who speaks to the requester: the agent by name and picture, or the team where its inbox hides who is in
/// it.
namespace deskbell::kernel {

/// True for an agent whom the requester does not learn: the inbox answers as a team.
bool is_hidden_from_requester(const Desk& desk, const Record& record, std::string_view user,
                              const store::Unit& unit);
/// The person for the requester's eyes: an agent of an inbox that hides its agents is the team. mrkdwn.
std::string shown_to_requester(const Desk& desk, const Record& record, const std::string& user,
                               const store::Unit& unit);

/// The line above an agent's words on the requester's side: who answers.
std::string label_of_answer(const Desk& desk, const Record& record, const std::string& agent,
                            const store::Unit& unit);
/// The line above public words in the agents' thread: who wrote them, and that the requester reads them.
std::string label_for_agents(const std::string& author, bool is_answer, const store::Unit& unit);

/// The message stands under the agent's own name and picture, or under the team's name. The line above the
/// words stays: a workspace that does not allow this loses nothing.
void speak_as(const Desk& desk, const Record& record, const std::string& agent, const store::Unit& unit,
              Saying& saying);

}  // namespace deskbell::kernel
