#include "slack/wire/frame.hpp"
#include "slack/wire/json.hpp"

namespace deskbell::slack {

namespace {

std::string files_of(const MessageInfo& message)
{
    std::vector<std::string> out;
    for (const FileInfo& file : message.files)
        out.push_back(JsonObject()
                          .text("id", file.id)
                          .text("name", file.name)
                          .text("permalink", file.permalink)
                          .text("url_private_download", file.download)
                          .raw("size", std::to_string(file.size))
                          .raw("is_public", file.is_public ? "true" : "false")
                          .raw("is_external", file.is_external ? "true" : "false")
                          .str());
    return out.empty() ? "" : json_array(out);
}

/// A message as it stands alone, or within a message about it.
JsonObject object_of(const MessageInfo& message)
{
    JsonObject out;
    out.text("type", "message").text("subtype", message.subtype).text("user", message.user);
    out.text("team", message.team).text("bot_id", message.bot_id).text("text", message.text);
    out.text("ts", message.ts).text("thread_ts", message.thread_ts).raw("files", files_of(message));
    if (message.is_edited)
        out.raw("edited", JsonObject().text("user", message.user).text("ts", message.ts).str());
    return out;
}

std::string event_of(const MessageEvent& event)
{
    const MessageInfo& message = event.message;
    JsonObject out = event.kind == MessageEvent::Kind::posted ? object_of(message) : JsonObject();
    if (event.kind == MessageEvent::Kind::changed)
        out.text("type", "message")
            .text("subtype", "message_changed")
            .raw("message", object_of(message).str());
    if (event.kind == MessageEvent::Kind::deleted)
        out.text("type", "message").text("subtype", "message_deleted").text("deleted_ts", message.ts);
    return out.text("channel", message.channel).text("channel_type", message.channel_type).str();
}

std::string event_of(const ReactionEvent& event)
{
    const std::string item =
        JsonObject().text("type", "message").text("channel", event.channel).text("ts", event.ts).str();
    return JsonObject()
        .text("type", event.added ? "reaction_added" : "reaction_removed")
        .text("user", event.user)
        .text("reaction", event.name)
        .text("item_user", event.item_user)
        .text("event_ts", event.event_ts)
        .raw("item", item)
        .str();
}

}  // namespace

std::string event_frame(const Envelope& envelope)
{
    std::string event;
    if (const auto* message = std::get_if<MessageEvent>(&envelope.payload))
        event = event_of(*message);
    else if (const auto* reaction = std::get_if<ReactionEvent>(&envelope.payload))
        event = event_of(*reaction);
    else
        return "";
    const std::string payload = JsonObject().text("type", "event_callback").raw("event", event).str();
    return JsonObject()
        .text("envelope_id", envelope.id)
        .text("type", "events_api")
        .raw("payload", payload)
        .str();
}

}  // namespace deskbell::slack
