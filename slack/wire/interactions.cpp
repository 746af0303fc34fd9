#include "slack/wire/reading.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace deskbell::slack {

namespace {

Actor read_actor(const Json& payload)
{
    Actor actor;
    actor.user = payload.at("user").text("id");
    actor.user_team = payload.at("user").text("team_id");
    actor.team = payload.at("team").text("id");  // null for an app that is installed in a whole organisation
    actor.app = payload.text("api_app_id");
    actor.trigger = payload.text("trigger_id");
    actor.response_url = payload.text("response_url");
    return actor;
}

ViewState read_view(const Json& view)
{
    ViewState state;
    state.id = view.text("id");
    state.hash = view.text("hash");
    state.callback_id = view.text("callback_id");
    state.private_metadata = view.text("private_metadata");
    state.external_id = view.text("external_id");
    state.root_id = view.text("root_view_id");
    state.type = view.text("type");
    state.values = read_values(view.at("state"));
    for (const Json& block : view.at("blocks").items())
        if (block.text("type") == "input")
            state.inputs.push_back(block.text("block_id"));
    return state;
}

std::optional<ViewState> view_of(const Json& payload)
{
    const Json view = payload.at("view");
    return view.is_object() ? std::optional{read_view(view)} : std::nullopt;
}

// The first that is not empty: the same fact stands in different places, depending on the surface.
std::string first_of(std::initializer_list<std::string> candidates)
{
    const auto* it = std::ranges::find_if(candidates, [](const std::string& s) { return !s.empty(); });
    return it == candidates.end() ? std::string{} : *it;
}

Payload read_block_actions(const Json& payload)
{
    const Json action = payload.find("/actions/0");
    if (!action.is_object())
        return UnknownPayload{"block_actions", "no action in it"};
    const Json container = payload.at("container"), message = payload.at("message");

    BlockAction out;
    out.actor = read_actor(payload);
    out.action_id = action.text("action_id");
    out.block_id = action.text("block_id");
    out.action_ts = action.text("action_ts");
    out.value = read_value(action);
    out.channel = first_of({payload.at("channel").text("id"), container.text("channel_id")});
    // Of an ephemeral message only the container knows the time.
    out.message_ts = first_of({container.text("message_ts"), message.text("ts")});
    out.thread_ts = first_of({container.text("thread_ts"), message.text("thread_ts")});
    out.is_ephemeral = container.flag("is_ephemeral") || message.flag("is_ephemeral");
    out.view = view_of(payload);
    if (!out.view)
        out.values = read_values(payload.at("state"));
    return out;
}

Payload read_submission(const Json& payload)
{
    return ViewSubmission{read_actor(payload), read_view(payload.at("view"))};
}

Payload read_closed(const Json& payload)
{
    return ViewClosed{read_actor(payload), read_view(payload.at("view")), payload.flag("is_cleared")};
}

Payload read_global_shortcut(const Json& payload)
{
    return GlobalShortcut{read_actor(payload), payload.text("callback_id"), payload.text("action_ts")};
}

Payload read_message_shortcut(const Json& payload)
{
    MessageShortcut out{read_actor(payload), payload.text("callback_id"), payload.text("action_ts"),
                        read_message(payload.at("message"))};
    out.message.channel = payload.at("channel").text("id");
    if (out.message.ts.empty())
        out.message.ts = payload.text("message_ts");
    return out;
}

Payload read_suggestion(const Json& payload)
{
    return Suggestion{read_actor(payload), payload.text("action_id"), payload.text("block_id"),
                      payload.text("value"), view_of(payload)};
}

struct Kind {
    std::string_view type;
    Payload (*read)(const Json& payload);
};
constexpr std::array kKinds{
    Kind{"block_actions", read_block_actions},
    Kind{"view_submission", read_submission},
    Kind{"view_closed", read_closed},
    Kind{"shortcut", read_global_shortcut},
    Kind{"message_action", read_message_shortcut},
    Kind{"block_suggestion", read_suggestion},
};

}  // namespace

Payload read_command(const Json& payload)
{
    SlashCommand out;
    out.command = payload.text("command");
    if (out.command.empty())
        return UnknownPayload{"slash_commands", "no command in it"};
    out.actor.user = payload.text("user_id");
    out.actor.team = payload.text("team_id");
    out.actor.user_team = out.actor.team;  // only members of the workspace can use commands
    out.actor.app = payload.text("api_app_id");
    out.actor.trigger = payload.text("trigger_id");
    out.actor.response_url = payload.text("response_url");
    out.text = payload.text("text");
    out.channel = payload.text("channel_id");
    out.channel_name = payload.text("channel_name");
    return out;
}

Payload read_interaction(const Json& payload)
{
    const std::string type = payload.text("type");
    const auto* kind = std::ranges::find(kKinds, type, &Kind::type);
    if (kind == kKinds.end())
        return UnknownPayload{type, "no such interaction is known"};
    return kind->read(payload);
}

}  // namespace deskbell::slack
