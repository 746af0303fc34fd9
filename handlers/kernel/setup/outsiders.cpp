#include "handlers/kernel/setup/outsiders.hpp"

#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

void on_person(const Desk& desk, const store::Person& person, store::Unit& unit)
{
    if (!person.is_external)
        return;
    for (const std::string& channel : unit.directory.channels_of(person.id)) {
        unit.directory.leave(channel, person.id);
        warn_of_outsider(desk, channel, person.id, unit);
    }
}

/// Somebody whom we know already; of others users.info tells.
void on_membership(const Desk& desk, const slack::MembershipEvent& event, store::Unit& unit)
{
    if (event.joined && is_outsider(unit, event.user))
        warn_of_outsider(desk, event.channel, event.user, unit);
}

}  // namespace

bool is_outsider(const store::Unit& unit, std::string_view user)
{
    const auto person = unit.directory.person(user);
    return person && person->is_external;
}

void warn_of_outsider(const Desk& desk, const std::string& channel, std::string_view user, store::Unit& unit)
{
    if (desk.settings().inbox_of_agent_channel(channel) == nullptr)
        return;
    Saying saying;
    saying.text =
        shown(unit, user) +
        " is of another organisation and reads everything here, notes as well. They are no agent: their "
        "words and buttons do nothing. If they should not read, remove them from the channel.";
    saying.blocks.section(":rotating_light: " + saying.text);
    post(unit, {0, 0, "notice", channel, "", 0}, saying, 0, "outsider:" + channel + ":" + std::string(user));
}

store::Person person_told(const Desk& desk, const slack::CallResult& told, std::string_view id)
{
    store::Person out = person_from(told, id);
    const std::string team = told.at("/user/team_id");
    out.is_external = out.is_external || (!team.empty() && team != desk.self().team);
    return out;
}

void meet_outsider(const Desk& desk, const slack::MessageInfo& message, store::Unit& unit)
{
    if (message.team.empty() || message.team == desk.self().team || unit.directory.person(message.user))
        return;
    get_to_know(unit, message.user);  // before the row below, which says nothing but this
    store::Person outsider;
    outsider.id = message.user;
    outsider.is_external = true;
    unit.directory.save(outsider);
}

extern const Feature kOutsiders;
const Feature kOutsiders{.key = "outsiders", .on_membership = on_membership, .on_person = on_person};

}  // namespace deskbell::kernel
