#include "slack/local/api.hpp"
#include "slack/local/args.hpp"
#include "slack/local/shapes.hpp"
#include "slack/local/views.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace deskbell::slack::local {

namespace {

Json answer(const Workspace& ws, const View& view)
{
    Json out = success();
    out["view"] = view_json(ws, view);
    return out;
}

/// The view argument, checked for its content, type and external id; `changing` is the view that may own that
/// id.
Json definition_refusal(Workspace& ws, const Nested& given, const std::string& type, const View* changing)
{
    if (given.is_broken)
        return invalid_arguments({{"must be valid JSON", "/view"}});
    if (Json refused = view_refusal(given.value); !refused.is_null())
        return refused;
    if (text_of(*given.value, "type") != type)
        return invalid_arguments({{"unsupported type: " + text_of(*given.value, "type"), "/view/type"}});
    const View* owner = find_external_view(ws, text_of(*given.value, "external_id"));
    return owner && owner != changing ? refusal("duplicate_external_id") : Json();
}

Json open(Workspace& ws, const Json& args, Instant now)
{
    const Nested given = nested(args, "view");
    if (Json refused = definition_refusal(ws, given, "modal", nullptr); !refused.is_null())
        return refused;
    Trigger trigger;
    if (const auto error = ws.use_trigger(arg(args, "trigger_id"), now, trigger); !error.empty())
        return refusal(error);
    return answer(ws, open_view(ws, trigger.user, given.value, now));
}

Json push(Workspace& ws, const Json& args, Instant now)
{
    const Nested given = nested(args, "view");
    if (Json refused = definition_refusal(ws, given, "modal", nullptr); !refused.is_null())
        return refused;
    Trigger trigger;
    if (const auto error = ws.use_trigger(arg(args, "trigger_id"), now, trigger); !error.empty())
        return refusal(error);
    if (trigger.view_id.empty() || ws.stacks[trigger.user].empty())
        return refusal("not_found");
    if (ws.stacks[trigger.user].size() >= Workspace::kStackMax)
        return refusal("push_limit_reached");
    return answer(ws, push_view(ws, trigger.user, given.value, now));
}

Json update(Workspace& ws, const Json& args, Instant now)
{
    View* view = arg(args, "view_id").empty() ? find_external_view(ws, arg(args, "external_id"))
                                              : find_view(ws, arg(args, "view_id"));
    if (!view)
        return refusal("not_found");
    const Nested given = nested(args, "view");
    if (Json refused = definition_refusal(ws, given, text_of(*view->definition, "type"), view);
        !refused.is_null())
        return refused;
    const std::string hash = arg(args, "hash");
    if (!hash.empty() && hash != view->hash)
        return refusal("hash_conflict");
    replace_view(ws, *view, given.value, now);
    return answer(ws, *view);
}

Json publish(Workspace& ws, const Json& args, Instant now)
{
    const std::string user = arg(args, "user_id");
    const auto home = ws.homes.find(user);
    const Nested given = nested(args, "view");
    if (Json refused =
            definition_refusal(ws, given, "home", home == ws.homes.end() ? nullptr : &home->second);
        !refused.is_null())
        return refused;
    if (!ws.person(user))
        return invalid_arguments({{"invalid `user_id`", ""}});
    const std::string hash = arg(args, "hash");
    if (!hash.empty() && home != ws.homes.end() && hash != home->second.hash)
        return refusal("hash_conflict");
    return answer(ws, publish_home(ws, user, given.value, now));
}

}  // namespace

std::span<const Method> view_methods()
{
    static constexpr std::array rows{
        Method{"views.open", open, kTier4, true},
        Method{"views.push", push, kTier4, true},
        Method{"views.update", update, kTier4, true},
        Method{"views.publish", publish, kTier4, true},
    };
    return rows;
}

}  // namespace deskbell::slack::local
