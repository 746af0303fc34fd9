#include "slack/local/api.hpp"
#include "slack/local/args.hpp"
#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace deskbell::slack::local {

namespace {

Json api_test(Workspace&, const Json& args, Instant)
{
    const std::string error = arg(args, "error");
    Json out = error.empty() ? success() : refusal(error);
    out["args"] = args;
    return out;
}

Json auth_test(Workspace& ws, const Json&, Instant)
{
    Json out = success();
    out["url"] = ws.base_url + "/";
    out["team"] = ws.team_name;
    out["user"] = ws.app.name;
    out["team_id"] = ws.team_id;
    out["user_id"] = ws.app.user_id;
    out["bot_id"] = ws.app.bot_id;
    out["is_enterprise_install"] = false;
    return out;
}

Json team_info(Workspace& ws, const Json&, Instant)
{
    Json out = success();
    out["team"] = {{"id", ws.team_id},
                   {"name", ws.team_name},
                   {"domain", ws.team_domain},
                   {"url", ws.base_url + "/"},
                   {"email_domain", ws.team_domain + ".example"},
                   {"icon", {{"image_default", true}}}};
    return out;
}

Json bots_info(Workspace& ws, const Json& args, Instant)
{
    const std::string id = arg(args, "bot");
    if (!id.empty() && id != ws.app.bot_id)
        return refusal("bot_not_found");
    Json out = success();
    out["bot"] = {{"id", ws.app.bot_id},    {"deleted", false},        {"name", ws.app.name},
                  {"updated", 0},           {"app_id", ws.app.app_id}, {"user_id", ws.app.user_id},
                  {"icons", Json::object()}};
    return out;
}

Json users_info(Workspace& ws, const Json& args, Instant now)
{
    const Person* p = ws.person(arg(args, "user"));
    if (!p)
        return refusal("user_not_found");
    Json out = success();
    out["user"] = person_json(ws, *p, now);
    return out;
}

Json users_list(Workspace& ws, const Json& args, Instant now)
{
    std::vector<const Person*> own;  // people from outside are in no list
    for (const Person& p : ws.people)
        if (!p.is_external())
            own.push_back(&p);
    const Page page = page_of(own.size(), args, 1000, 1000);
    if (!page.error.empty())
        return refusal(page.error);
    Json out = success();
    out["members"] = Json::array();
    for (std::size_t i = page.from; i < page.to; ++i) out["members"].push_back(person_json(ws, *own[i], now));
    out["cache_ts"] = unix_of(now);
    out["response_metadata"] = {{"next_cursor", page.next_cursor}};
    return out;
}

Json lookup_by_email(Workspace& ws, const Json& args, Instant now)
{
    const std::string email = arg(args, "email");
    const auto it = std::ranges::find_if(
        ws.people, [&](const Person& p) { return !p.is_bot && !p.is_external() && p.email == email; });
    if (it == ws.people.end())
        return refusal("users_not_found");
    Json out = success();
    out["user"] = person_json(ws, *it, now);
    return out;
}

Json profile_get(Workspace& ws, const Json& args, Instant)
{
    const std::string id = arg(args, "user");
    const Person* p = ws.person(id.empty() ? ws.app.user_id : id);
    if (!p)
        return refusal("user_not_found");
    Json out = success();
    out["profile"] = profile_json(ws, *p);
    return out;
}

Json usergroups_list(Workspace&, const Json&, Instant)
{
    Json out = success();
    out["usergroups"] = Json::array();
    return out;
}

Json usergroups_users_list(Workspace&, const Json&, Instant)
{
    return refusal("no_such_subteam");  // the workspace has no groups, so every id is unknown
}

}  // namespace

std::span<const Method> people_methods()
{
    static constexpr std::array rows{
        Method{"api.test", api_test, 0, true},
        Method{"auth.test", auth_test, 0, true},
        Method{"team.info", team_info, kTier3, true, "team:read"},
        Method{"bots.info", bots_info, kTier3},
        Method{"users.info", users_info, kTier4, false, "users:read"},
        Method{"users.list", users_list, kTier2, false, "users:read"},
        Method{"users.lookupByEmail", lookup_by_email, kTier3, false, "users:read.email"},
        Method{"users.profile.get", profile_get, kTier4, false, "users.profile:read"},
        Method{"usergroups.list", usergroups_list, kTier2, false, "usergroups:read"},
        Method{"usergroups.users.list", usergroups_users_list, kTier2, false, "usergroups:read"},
    };
    return rows;
}

}  // namespace deskbell::slack::local
