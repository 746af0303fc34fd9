#include "slack/wire/reply.hpp"

#include "slack/wire/json.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "slack/wire/text_object.hpp"

#include <utility>

namespace deskbell::slack {

namespace {

/// Longer texts are split by Slack into several messages. Source:
/// docs.slack.dev/reference/methods/chat.postMessage
constexpr std::size_t kMessageTextMax = 4000;
/// Room in an ack for all but the payload's list: the envelope id and the names of the members.
constexpr std::size_t kAckFrameRoom = 500;

Reply with_view(const Modal& modal, std::string_view method)
{
    Reply reply;
    reply.view = modal.json();
    reply.view_method = method;
    return reply;
}

Reply with_ack(const JsonObject& payload)
{
    Reply reply;
    reply.ack = payload.str();
    return reply;
}

}  // namespace

Reply Reply::message(std::string_view text, const Blocks& blocks)
{
    JsonObject payload;
    payload.text("response_type", "ephemeral").text("text", shortened_mrkdwn(text, kMessageTextMax));
    if (!blocks.empty())
        payload.raw("blocks", blocks.json());
    return with_ack(payload);
}

Reply Reply::open(const Modal& modal) { return with_view(modal, "views.open"); }

Reply Reply::push(const Modal& modal) { return with_view(modal, "views.push"); }

Reply Reply::update(const Modal& modal, std::string view_id, std::string view_hash)
{
    Reply reply = with_view(modal, "views.update");
    reply.view_id = std::move(view_id);
    reply.view_hash = std::move(view_hash);
    return reply;
}

Reply Reply::replace(const Modal& modal)
{
    return with_ack(JsonObject().text("response_action", "update").raw("view", modal.json()));
}

Reply Reply::clear() { return with_ack(JsonObject().text("response_action", "clear")); }

Reply Reply::errors(const std::map<std::string, std::string>& by_block_id)
{
    JsonObject errors;
    for (const auto& [block_id, sentence] : by_block_id)
        errors.text(block_id, sentence);
    return with_ack(JsonObject().text("response_action", "errors").raw("errors", errors.str()));
}

Reply Reply::options(const std::vector<Choice>& choices)
{
    std::vector<std::string> options;
    std::size_t bytes = kAckFrameRoom;
    for (const Choice& choice : choices) {
        std::string option = option_object(choice);
        bytes += option.size() + 1;
        if (options.size() == kOptionsMax || bytes >= kAckBytesBelow)
            break;  // the person types on and sees fewer; an ack that is too large would show nothing at all
        options.push_back(std::move(option));
    }
    return with_ack(JsonObject().raw("options", json_array(options)));
}

std::string encode(const Reply& reply)
{
    return JsonObject()
        .text("ack", reply.ack)
        .text("view", reply.view)
        .text("view_method", reply.view_method)
        .text("view_id", reply.view_id)
        .text("view_hash", reply.view_hash)
        .str();
}

Reply decode_reply(std::string_view text)
{
    const Json stored = Json::parse(text).value_or(Json{});
    Reply reply;
    reply.ack = stored.text("ack");
    reply.view = stored.text("view");
    reply.view_method = stored.text("view_method");
    reply.view_id = stored.text("view_id");
    reply.view_hash = stored.text("view_hash");
    return reply;
}

std::string ack_frame(std::string_view envelope_id, std::string_view payload, bool accepts_payload,
                      bool* left_out)
{
    const std::string id = "{\"envelope_id\":" + json_text(envelope_id);
    std::string full = id + ",\"payload\":" + std::string(payload) + "}";
    const bool goes_along = accepts_payload && !payload.empty() && full.size() < kAckBytesBelow;
    if (left_out)
        *left_out = !payload.empty() && !goes_along;
    return goes_along ? full : id + "}";
}

}  // namespace deskbell::slack
