#include "bot/delivery.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace deskbell::bot {

namespace {

/// Methods that work on a posted message, and what they call its ts.
struct Targeting {
    std::string_view method;
    const char* argument;
};
constexpr std::array kTargeting{
    Targeting{"chat.update", "ts"},           Targeting{"chat.delete", "ts"},
    Targeting{"reactions.add", "timestamp"},  Targeting{"reactions.remove", "timestamp"},
    Targeting{"pins.add", "timestamp"},       Targeting{"pins.remove", "timestamp"},
    Targeting{"chat.getPermalink", "message_ts"},
};

/// Notes of ours among the arguments, not Slack's business.
constexpr std::string_view kOursPrefix = "fallback_";

bool is_user(std::string_view id) { return id.starts_with('U') || id.starts_with('W'); }

const Targeting* targeting(std::string_view method)
{
    const auto it = std::ranges::find(kTargeting, method, &Targeting::method);
    return it == kTargeting.end() ? nullptr : it;
}

}  // namespace

Delivery look_up(store::Outgoing row, bool is_interrupted, const store::Unit& unit)
{
    Delivery delivery;
    delivery.is_interrupted = is_interrupted;
    if (row.message != 0)
        delivery.message = unit.messages.find(row.message);
    if (row.thread != 0)
        delivery.thread = unit.messages.find(row.thread);
    if (is_user(row.channel))
        if (const auto person = unit.directory.person(row.channel))
            delivery.dm_channel = person->dm_channel;
    delivery.row = std::move(row);
    return delivery;
}

std::string metadata_key_of(const store::Outgoing& row)
{
    return row.dedupe_key.empty() ? "o" + std::to_string(row.id) : row.dedupe_key;
}

std::string channel_of(const Delivery& delivery)
{
    if (delivery.message && targeting(delivery.row.method))
        return delivery.message->channel;
    if (delivery.thread && !delivery.thread->ts.empty())
        return delivery.thread->channel;  // a thread lives where its root is, whatever the row says
    return delivery.dm_channel.empty() ? delivery.row.channel : delivery.dm_channel;
}

std::string user_to_open(const Delivery& delivery)
{
    const std::string channel = channel_of(delivery);
    return is_user(channel) ? channel : std::string();
}

std::string thread_of(const Delivery& delivery)
{
    if (delivery.thread)
        return delivery.thread->ts;
    const auto it = delivery.row.arguments.find("thread_ts");
    return it == delivery.row.arguments.end() ? std::string() : it->second;
}

slack::Call call_for(const Delivery& delivery, const std::string& channel)
{
    slack::Call call(delivery.row.method, {});
    for (const auto& [name, value] : delivery.row.arguments)
        if (!name.starts_with(kOursPrefix))
            call.arguments[name] = value;
    if (!channel.empty())
        call.arguments["channel"] = channel;
    if (const Targeting* target = targeting(call.method); target && delivery.message)
        call.arguments[target->argument] = delivery.message->ts;
    if (const std::string thread = thread_of(delivery); !thread.empty())
        call.arguments["thread_ts"] = thread;
    if (call.method == "chat.postMessage") {
        call.arguments["metadata"] = slack::metadata(metadata_key_of(delivery.row));
        call.arguments["unfurl_links"] = "false";
        call.arguments["unfurl_media"] = "false";
    }
    return call;
}

std::string private_answer(const Attributes& arguments)
{
    nlohmann::json body{{"response_type", "ephemeral"}, {"replace_original", false}};
    if (const auto text = arguments.find("text"); text != arguments.end())
        body["text"] = text->second;
    if (const auto blocks = arguments.find("blocks"); blocks != arguments.end()) {
        auto parsed = nlohmann::json::parse(blocks->second, nullptr, false);
        if (!parsed.is_discarded())
            body["blocks"] = std::move(parsed);
    }
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace deskbell::bot
