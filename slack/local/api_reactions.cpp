#include "slack/local/api.hpp"
#include "slack/local/args.hpp"
#include "slack/local/messages.hpp"
#include "slack/local/shapes.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace deskbell::slack::local {

namespace {

constexpr std::size_t kPinsMax = 100;
constexpr std::size_t kBookmarksMax = 100;

/// The message that "channel" and "timestamp" name, or Slack's error.
struct Target {
    Channel* channel = nullptr;
    Message* message = nullptr;
    std::string error;
};

Target target_of(Workspace& ws, const Json& args)
{
    Target out;
    const std::string ts = arg(args, "timestamp");
    out.channel = visible_channel(ws, arg(args, "channel"));
    if (!out.channel)
        out.error = "channel_not_found";
    else if (ts.empty())
        out.error = "no_item_specified";
    else if (out.message = out.channel->find(ts); !out.message)
        out.error = "message_not_found";
    return out;
}

std::string emoji_name(const Json& args)
{
    std::string name = arg(args, "name");
    std::erase(name, ':');
    return name;
}

Json react_call(Workspace& ws, const Json& args, Instant now, bool add)
{
    const Target target = target_of(ws, args);
    const std::string name = emoji_name(args);
    if (!target.error.empty())
        return refusal(target.error);
    if (name.empty() || name.find_first_of(" <>&") != std::string::npos)
        return refusal("invalid_name");
    if (!ws.bot_is_in(*target.channel))
        return refusal("not_in_channel");
    if (target.channel->is_archived)
        return refusal("is_archived");
    if (!react(ws, *target.channel, *target.message, ws.app.user_id, name, add, now))
        return refusal(add ? "already_reacted" : "no_reaction");
    return success();
}

Json reactions_add(Workspace& ws, const Json& args, Instant now) { return react_call(ws, args, now, true); }

Json reactions_remove(Workspace& ws, const Json& args, Instant now)
{
    return react_call(ws, args, now, false);
}

Json reactions_get(Workspace& ws, const Json& args, Instant)
{
    const Target target = target_of(ws, args);
    if (!target.error.empty())
        return refusal(target.error);
    Json out = success();
    out["type"] = "message";
    out["channel"] = target.channel->id;
    out["message"] = message_json(ws, *target.channel, *target.message, false);
    out["message"]["permalink"] = permalink(ws, *target.channel, *target.message);
    return out;
}

Json pins_add(Workspace& ws, const Json& args, Instant)
{
    const Target target = target_of(ws, args);
    if (!target.error.empty())
        return refusal(target.error);
    auto& pins = target.channel->pins;
    if (!ws.bot_is_in(*target.channel))
        return refusal("not_in_channel");
    if (std::ranges::find(pins, target.message->ts) != pins.end())
        return refusal("already_pinned");
    if (pins.size() >= kPinsMax)
        return refusal("too_many_pins");
    pins.push_back(target.message->ts);
    ws.touch(*target.channel);
    return success();
}

Json bookmarks_add(Workspace& ws, const Json& args, Instant now)
{
    Channel* c = visible_channel(ws, arg(args, "channel_id"));
    if (!c)
        return refusal("channel_not_found");
    if (arg(args, "title").empty())
        return refusal("missing_argument");
    if (arg(args, "type") != "link")
        return refusal("invalid_bookmark_type");
    if (!arg(args, "link").starts_with("http"))
        return refusal("invalid_link");
    if (c->bookmarks.size() >= kBookmarksMax)
        return refusal("too_many_bookmarks");
    Json made = {{"id", ws.next_id('B')},        {"channel_id", c->id},         {"title", arg(args, "title")},
                 {"link", arg(args, "link")},    {"emoji", arg(args, "emoji")}, {"type", "link"},
                 {"date_created", unix_of(now)}, {"app_id", ws.app.app_id}};
    c->bookmarks.push_back(doc(made));
    ws.touch(*c);
    Json out = success();
    out["bookmark"] = std::move(made);
    return out;
}

}  // namespace

std::span<const Method> reaction_methods()
{
    static constexpr std::array rows{
        Method{"reactions.add", reactions_add, kTier3, true, "reactions:write"},
        Method{"reactions.remove", reactions_remove, kTier2, true, "reactions:write"},
        Method{"reactions.get", reactions_get, kTier3, false, "reactions:read"},
        Method{"pins.add", pins_add, kTier2, true, "pins:write"},
        Method{"bookmarks.add", bookmarks_add, kTier2, true, "bookmarks:write"},
    };
    return rows;
}

}  // namespace deskbell::slack::local
