#include "slack/local/acts.hpp"
#include "slack/local/args.hpp"
#include "slack/local/channels.hpp"
#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

/// What administrators do to people and channels.
namespace deskbell::slack::local {

namespace {

constexpr std::size_t kPeopleMax = 500;
constexpr const char* kOtherTeam = "T0OUTSIDE";  ///< the workspace of everybody who is invited from outside

Person* person_named(Workspace& ws, const Json& request)
{
    const auto it = std::ranges::find(ws.people, arg(request, "user"), &Person::id);
    return it == ws.people.end() || it->is_bot ? nullptr : &*it;
}

void tell_of_person(Workspace& ws, const char* type, const Person& who, Instant now)
{
    ws.emit({{"type", type}, {"user", person_json(ws, who, now)}, {"cache_ts", unix_of(now)}}, now);
}

/// Whoever is deactivated is in no channel any more, and no member_left_channel tells of it.
Json set_deleted(Workspace& ws, const Json& request, bool is_deleted, Instant now)
{
    Person* who = person_named(ws, request);
    if (!who)
        return act_refusal("user_not_found");
    who->is_deleted = is_deleted;
    who->updated = unix_of(now);
    if (is_deleted)
        for (auto& [id, c] : ws.channels)
            if (c.kind != ChannelKind::im)
                std::erase(c.members, who->id);
    tell_of_person(ws, "user_change", *who, now);
    ws.touch_all();
    return {{"ok", true}};
}

Json do_deactivate(Workspace& ws, const Person&, const Json& request, Instant now)
{
    return set_deleted(ws, request, true, now);
}

Json do_reactivate(Workspace& ws, const Person&, const Json& request, Instant now)
{
    return set_deleted(ws, request, false, now);
}

/// Somebody new, with the id that Slack would give them; null when there are too many.
Person* add_person(Workspace& ws, const Json& request, const char* title, Instant now)
{
    const std::string name = arg(request, "name");
    if (name.empty() || ws.people.size() >= kPeopleMax)
        return nullptr;
    Person made;
    made.id = ws.next_id('U');
    made.name = made.real_name = name;
    made.title = title;
    made.tz = "Europe/Berlin";
    made.color = "8a5a2b";
    made.email = made.id + "@" + ws.team_domain + ".example";
    made.updated = unix_of(now);
    ws.people.push_back(std::move(made));
    return &ws.people.back();
}

Json do_add_person(Workspace& ws, const Person&, const Json& request, Instant now)
{
    const Person* made = add_person(ws, request, "New here", now);
    if (!made)
        return act_refusal("invalid_name");
    tell_of_person(ws, "team_join", *made, now);
    ws.touch_all();
    return {{"ok", true}, {"user", made->id}};
}

/// Slack Connect: somebody of another organisation comes into the channel, and it becomes a shared one.
Json do_invite_outsider(Workspace& ws, const Person& by, const Json& request, Instant now)
{
    Channel* c = ws.channel(arg(request, "channel"));
    if (!c || !c->has(by.id) || c->kind == ChannelKind::im)
        return act_refusal("channel_not_found");
    const std::string inviter = by.id;  // `by` moves when the list of people grows
    Person* made = add_person(ws, request, "From another company", now);
    if (!made)
        return act_refusal("invalid_name");
    made->team = kOtherTeam;
    join(ws, *c, made->id, inviter, now);
    return {{"ok", true}, {"user", made->id}};
}

Json archive_act(Workspace& ws, const Person& who, const Json& request, bool is_archived, Instant now)
{
    Channel* c = ws.channel(arg(request, "channel"));
    if (!c || !c->has(who.id) || c->kind == ChannelKind::im)
        return act_refusal("channel_not_found");
    set_archived(ws, *c, is_archived, who.id, now);
    return {{"ok", true}};
}

Json do_archive(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    return archive_act(ws, who, request, true, now);
}

Json do_unarchive(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    return archive_act(ws, who, request, false, now);
}

Json do_remove(Workspace& ws, const Person& who, const Json& request, Instant now)
{
    Channel* c = ws.channel(arg(request, "channel"));
    const std::string user = arg(request, "user");
    if (!c || !c->has(who.id) || !c->has(user) || c->kind == ChannelKind::im)
        return act_refusal("channel_not_found");
    leave(ws, *c, user, now);
    return {{"ok", true}};
}

constexpr std::array kRows{
    PlainActRow{"deactivate", do_deactivate}, PlainActRow{"reactivate", do_reactivate},
    PlainActRow{"add_person", do_add_person}, PlainActRow{"invite_outsider", do_invite_outsider},
    PlainActRow{"archive", do_archive},       PlainActRow{"unarchive", do_unarchive},
    PlainActRow{"remove", do_remove},
};

}  // namespace

std::span<const PlainActRow> office_acts() { return kRows; }

}  // namespace deskbell::slack::local
