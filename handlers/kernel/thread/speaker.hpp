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

/// How people are called in what somebody reads of a record: where its inbox hides its agents, only its
/// agents, the owners of its process and auditors read who they are.
class Names {
public:
    static Names for_agents(const Record& record, const store::Unit& unit);
    /// For the requester and whoever reads along with them.
    static Names for_requester(const Settings& settings, const Record& record, const store::Unit& unit);
    /// For one person; "" is the agents' channel.
    static Names for_reader(const Desk& desk, const Record& record, std::string_view reader,
                            const store::Unit& unit);

    /// The name, or the team's; mrkdwn.
    std::string operator()(const std::string& user) const;
    /// A value that may be a user id or several with commas: the team's name stands for who is hidden.
    std::string in_list(const std::string& users) const;

private:
    Names(const InboxSettings* hiding, const Record& record, std::string_view reader,
          const store::Unit& unit);
    bool hides(std::string_view user) const;

    const InboxSettings* hiding_;  ///< the inbox, when this reader does not learn who its agents are
    const Record& record_;
    std::string reader_;
    const store::Unit& unit_;
};

/// True for those who read the agents' names whatever the inbox says.
bool learns_agents(const Desk& desk, const Record& record, std::string_view reader, const store::Unit& unit);

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
