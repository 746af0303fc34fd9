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

const InboxSettings* hiding_inbox(const Settings& settings, const Record& record)
{
    const InboxSettings* inbox = settings.inbox(record.at(attr::kInbox));
    return inbox != nullptr && inbox->hides_agents ? inbox : nullptr;
}

bool is_agent_of(const InboxSettings& inbox, const Record& record, std::string_view user,
                 const store::Unit& unit)
{
    return !user.empty() && user != record.at(attr::kRequester) &&
           (user == record.at(attr::kAssignee) || unit.directory.is_member(inbox.agent_channel, user));
}

}  // namespace

bool is_hidden_from_requester(const Desk& desk, const Record& record, std::string_view user,
                              const store::Unit& unit)
{
    const InboxSettings* inbox = hiding_inbox(desk.settings(), record);
    return inbox != nullptr && is_agent_of(*inbox, record, user, unit);
}

std::string shown_to_requester(const Desk& desk, const Record& record, const std::string& user,
                               const store::Unit& unit)
{
    return Names::for_requester(desk.settings(), record, unit)(user);
}

bool learns_agents(const Desk& desk, const Record& record, std::string_view reader, const store::Unit& unit)
{
    return (roles_of(desk, record, reader, unit) & (kAgent | kOwner)) != 0 ||
           has_role(desk, "auditor", reader, unit);
}

Names::Names(const InboxSettings* hiding, const Record& record, std::string_view reader,
             const store::Unit& unit)
    : hiding_(hiding), record_(record), reader_(reader), unit_(unit)
{
}

Names Names::for_agents(const Record& record, const store::Unit& unit)
{
    return Names(nullptr, record, "", unit);
}

Names Names::for_requester(const Settings& settings, const Record& record, const store::Unit& unit)
{
    return Names(hiding_inbox(settings, record), record, "", unit);
}

Names Names::for_reader(const Desk& desk, const Record& record, std::string_view reader,
                        const store::Unit& unit)
{
    const InboxSettings* inbox = hiding_inbox(desk.settings(), record);
    const bool learns = inbox == nullptr || reader.empty() || learns_agents(desk, record, reader, unit);
    return Names(learns ? nullptr : inbox, record, reader, unit);
}

bool Names::hides(std::string_view user) const
{
    return hiding_ != nullptr && user != reader_ && is_agent_of(*hiding_, record_, user, unit_);
}

std::string Names::operator()(const std::string& user) const
{
    return hides(user) ? slack::escaped(hiding_->name) : shown(unit_, user);
}

std::string Names::in_list(const std::string& users) const
{
    if (hiding_ == nullptr)
        return users;
    std::vector<std::string> out = split(users, ',');
    for (std::string& user : out)
        if (hides(user))
            user = hiding_->name;
    return joined(out, ",");
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
