#include "handlers/kernel/thread/speaker.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::size_t kNameMost = 80;  // of a message's author, as Slack's own display names

const InboxSettings* inbox_of(const Desk& desk, const Record& record)
{
    return desk.settings().inbox(record.at(attr::kInbox));
}

}  // namespace

bool is_hidden_from_requester(const Desk& desk, const Record& record, std::string_view user,
                              const store::Unit& unit)
{
    const InboxSettings* inbox = inbox_of(desk, record);
    return inbox != nullptr && inbox->hides_agents && user != record.at(attr::kRequester) &&
           (user == record.at(attr::kAssignee) || is_agent(desk, inbox->key, user, unit));
}

std::string shown_to_requester(const Desk& desk, const Record& record, const std::string& user,
                               const store::Unit& unit)
{
    return is_hidden_from_requester(desk, record, user, unit) ? slack::escaped(inbox_of(desk, record)->name)
                                                              : shown(unit, user);
}

std::string label_of_answer(const Desk& desk, const Record& record, const std::string& agent,
                            const store::Unit& unit)
{
    const InboxSettings* inbox = inbox_of(desk, record);
    const std::string team = inbox == nullptr ? "the agents" : slack::escaped(inbox->name);
    const std::string who = inbox != nullptr && inbox->hides_agents
                                ? "*" + team + "*"
                                : "*" + shown(unit, agent) + "* (" + team + ")";
    return who + " answers · " + desk.number_of(record);
}

std::string label_for_agents(const std::string& author, bool is_answer, const store::Unit& unit)
{
    return is_answer ? ":speech_balloon: *" + shown(unit, author) + "* replied · visible to the requester"
                     : ":bust_in_silhouette: *" + shown(unit, author) + "* writes · visible to the requester";
}

void speak_as(const Desk& desk, const Record& record, const std::string& agent, const store::Unit& unit,
              Saying& saying)
{
    const InboxSettings* inbox = inbox_of(desk, record);
    if (inbox != nullptr && inbox->hides_agents) {
        saying.author = shortened(inbox->name, kNameMost);
        return;
    }
    const auto person = unit.directory.person(agent);
    if (!person || person->name.empty())
        return;
    saying.author = shortened(person->name, kNameMost);
    if (person->picture.starts_with("https://") || person->picture.starts_with("http://127.0.0.1"))
        saying.picture = person->picture;
}

}  // namespace deskbell::kernel
