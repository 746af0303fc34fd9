#include "bot/delivery.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::bot;

namespace {

Delivery post_to(const std::string& channel)
{
    Delivery delivery;
    delivery.row.id = 7;
    delivery.row.method = "chat.postMessage";
    delivery.row.channel = channel;
    delivery.row.arguments = {{"text", "hello"}};
    return delivery;
}

store::Message message(const std::string& channel, const std::string& ts)
{
    store::Message out;
    out.channel = channel;
    out.ts = ts;
    return out;
}

}  // namespace

TEST_CASE("a post carries its mark and unfurls nothing", "[bot]")
{
    const slack::Call call = call_for(post_to("C1"), "C1");
    CHECK(call.arguments.at("channel") == "C1");
    CHECK(call.arguments.at("unfurl_links") == "false");
    CHECK(call.arguments.at("unfurl_media") == "false");
    CHECK(slack::metadata_key("{\"metadata\":" + call.arguments.at("metadata") + "}") == "o7");
    CHECK_FALSE(call.arguments.contains("thread_ts"));
}

TEST_CASE("the mark is the dedupe key where there is one", "[bot]")
{
    Delivery delivery = post_to("C1");
    delivery.row.dedupe_key = "card:42";
    CHECK(metadata_key_of(delivery.row) == "card:42");
}

TEST_CASE("a direct message is opened once and then known", "[bot]")
{
    Delivery delivery = post_to("U1");
    CHECK(user_to_open(delivery) == "U1");
    delivery.dm_channel = "D1";
    CHECK(user_to_open(delivery).empty());
    CHECK(channel_of(delivery) == "D1");
}

TEST_CASE("a reply goes to its thread, where the root is", "[bot]")
{
    Delivery delivery = post_to("U1");
    delivery.thread = message("D9", "1700000000.000100");
    CHECK(channel_of(delivery) == "D9");
    CHECK(user_to_open(delivery).empty());
    CHECK(call_for(delivery, "D9").arguments.at("thread_ts") == "1700000000.000100");
}

TEST_CASE("an update names the message that it changes, by Slack's word for the method", "[bot]")
{
    Delivery delivery;
    delivery.row.method = "chat.update";
    delivery.row.arguments = {{"text", "new"}};
    delivery.message = message("C2", "1700000000.000200");
    CHECK(channel_of(delivery) == "C2");
    const slack::Call update = call_for(delivery, "C2");
    CHECK(update.arguments.at("ts") == "1700000000.000200");
    CHECK_FALSE(update.arguments.contains("metadata"));
    delivery.row.method = "reactions.add";
    CHECK(call_for(delivery, "C2").arguments.at("timestamp") == "1700000000.000200");
}

TEST_CASE("our own notes among the arguments never reach Slack", "[bot]")
{
    Delivery delivery = post_to("C1");
    delivery.row.method = "chat.postEphemeral";
    delivery.row.arguments["fallback_response_url"] = "https://hooks.slack.com/actions/secret";
    CHECK_FALSE(call_for(delivery, "C1").arguments.contains("fallback_response_url"));
}

TEST_CASE("a private answer holds text and blocks and replaces nothing", "[bot]")
{
    const std::string json = private_answer({{"text", "a \"b\""}, {"blocks", "[{\"type\":\"divider\"}]"}});
    CHECK(slack::text_at(json, "/text") == "a \"b\"");
    CHECK(slack::text_at(json, "/response_type") == "ephemeral");
    CHECK(slack::text_at(json, "/replace_original") == "false");
    CHECK(slack::text_at(json, "/blocks/0/type") == "divider");
}
