#include "slack/wire/reply.hpp"

#include "tests/slack/wire/block_rules.hpp"

#include <catch2/catch.hpp>

#include "handlers/domain/text.hpp"
#include "slack/wire/call.hpp"
#include "slack/wire/json.hpp"

using namespace deskbell;
using namespace deskbell::slack;

namespace {

Modal small_modal()
{
    Modal modal;
    modal.callback_id = "c";
    modal.title = "T";
    modal.blocks.section("Hello");
    return modal;
}

bool same(const Reply& a, const Reply& b)
{
    return a.ack == b.ack && a.view == b.view && a.view_method == b.view_method && a.view_id == b.view_id &&
           a.view_hash == b.view_hash;
}

}  // namespace

TEST_CASE("a message answers only the person", "[wire][reply]")
{
    CHECK(Reply::message("Done.").ack == R"({"response_type":"ephemeral","text":"Done."})");
    const Reply with_blocks = Reply::message("REQ-1", Blocks{}.section("*REQ-1*"));
    CHECK(
        with_blocks.ack ==
        R"({"response_type":"ephemeral","text":"REQ-1","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*REQ-1*","verbatim":true}}]})");
    CHECK(with_blocks.view.empty());
}

TEST_CASE("the text of a message stays one message", "[wire][reply]")
{
    const std::string text = text_at(Reply::message(std::string(4001, 'x')).ack, "/text");
    CHECK(utf16_length(text) == 4000);
    CHECK(utf16_length(text_at(Reply::message(std::string(4000, 'x')).ack, "/text")) == 4000);
}

TEST_CASE("a view is opened, pushed or updated by a call, not by the ack", "[wire][reply]")
{
    const Reply open = Reply::open(small_modal());
    CHECK(open.view == small_modal().json());
    CHECK(open.view_method == "views.open");
    CHECK(open.ack.empty());
    CHECK(Reply::push(small_modal()).view_method == "views.push");
    const Reply update = Reply::update(small_modal(), "V1", "1.h");
    CHECK(update.view_method == "views.update");
    CHECK(update.view_id == "V1");
    CHECK(update.view_hash == "1.h");
}

TEST_CASE("a submission is answered by a response action", "[wire][reply][pitfall-43]")
{
    CHECK(Reply::replace(small_modal()).ack ==
          R"({"response_action":"update","view":)" + small_modal().json() + "}");
    CHECK(Reply::clear().ack == R"({"response_action":"clear"})");
    CHECK(
        Reply::errors({{"title", "Please give a \"title\"."}, {"due", "In the past."}}).ack ==
        R"({"response_action":"errors","errors":{"due":"In the past.","title":"Please give a \"title\"."}})");
    CHECK(Reply::nothing().ack.empty());
}

TEST_CASE("options are what an external menu shows", "[wire][reply]")
{
    CHECK(Reply::options({{"srv-1", "VPN"}}).ack ==
          R"({"options":[{"text":{"type":"plain_text","text":"VPN","emoji":true},"value":"srv-1"}]})");
    CHECK(Reply::options({}).ack == R"({"options":[]})");
    CHECK(Reply::options({{"", "refused"}}).ack == R"({"options":[]})");
}

TEST_CASE("options never make an ack that Slack would drop", "[wire][reply]")
{
    std::string label, value;
    for (int i = 0; i < 75; ++i)
        label += "€";
    value.assign(75, '"');
    const Reply reply = Reply::options(std::vector<Choice>(150, Choice{value, label}));
    bool left_out = true;
    const std::string frame = ack_frame(std::string(64, 'e'), reply.ack, true, &left_out);
    CHECK_FALSE(left_out);
    CHECK(frame.size() < kAckBytesBelow);
    CHECK(text_at(reply.ack, "/options/20/value") == value);
    CHECK(text_at(Reply::options(std::vector<Choice>(150, Choice{"v", "l"})).ack, "/options/99/value") ==
          "v");
    CHECK(text_at(Reply::options(std::vector<Choice>(150, Choice{"v", "l"})).ack, "/options/100/value")
              .empty());
}

TEST_CASE("a stored reply reads back as it was", "[wire][reply]")
{
    for (const Reply& reply :
         {Reply::nothing(), Reply::message("Grüße \"🦕\" & <b>\n", Blocks{}.section("x")),
          Reply::open(small_modal()), Reply::update(small_modal(), "V1", "1.h"), Reply::clear(),
          Reply::errors({{"a", "b"}})})
        CHECK(same(decode_reply(encode(reply)), reply));
}

TEST_CASE("what is no stored reply reads as none", "[wire][reply]")
{
    const std::string text = GENERATE(as<std::string>{}, "", "{", "[]", "null", "{}", R"({"ack":{"a":1}})");
    CHECK(same(decode_reply(text), Reply::nothing()));
}

TEST_CASE("an ack is the bytes that Slack expects", "[wire][ack][pitfall-45]")
{
    CHECK(ack_frame("dbdd0ef3-1", "", true) == R"({"envelope_id":"dbdd0ef3-1"})");
    CHECK(ack_frame("dbdd0ef3-1", R"({"text":"hi"})", true) ==
          R"({"envelope_id":"dbdd0ef3-1","payload":{"text":"hi"}})");
}

TEST_CASE("an envelope id is only ever a text", "[wire][ack]")
{
    const std::string id = "e\",\"payload\":{\"x\":1},\"y\":\"\\\n\xFF";
    const auto frame = Json::parse(ack_frame(id, "", true));
    REQUIRE(frame);
    CHECK(frame->members().size() == 1);
    CHECK(frame->text("envelope_id") == "e\",\"payload\":{\"x\":1},\"y\":\"\\\n\uFFFD");
}

TEST_CASE("a payload stays behind when the envelope does not accept one", "[wire][ack][pitfall-44]")
{
    bool left_out = false;
    CHECK(ack_frame("e", R"({"text":"hi"})", false, &left_out) == R"({"envelope_id":"e"})");
    CHECK(left_out);
    CHECK(ack_frame("e", "", false, &left_out) == R"({"envelope_id":"e"})");
    CHECK_FALSE(left_out);
}

TEST_CASE("a payload stays behind from 20,480 bytes of the whole frame on", "[wire][ack][pitfall-41]")
{
    const std::size_t around = ack_frame("e", R"({"text":""})", true).size();
    const auto payload = [&](std::size_t frame_size) {
        return R"({"text":")" + std::string(frame_size - around, 'x') + "\"}";
    };
    bool left_out = true;
    CHECK(ack_frame("e", payload(kAckBytesBelow - 1), true, &left_out).size() == kAckBytesBelow - 1);
    CHECK_FALSE(left_out);
    CHECK(ack_frame("e", payload(kAckBytesBelow), true, &left_out) == R"({"envelope_id":"e"})");
    CHECK(left_out);
}
