// What a history showed, written as the frame that Slack would have sent.
#include "slack/wire/frame.hpp"

#include <catch2/catch.hpp>

using namespace deskbell::slack;

namespace {

Envelope again(const Payload& payload)
{
    Envelope found;
    found.id = "history:1";
    found.type = "events_api";
    found.payload = payload;
    const Frame frame = parse_frame(event_frame(found));
    REQUIRE(std::holds_alternative<Envelope>(frame));
    CHECK(std::get<Envelope>(frame).id == "history:1");
    return std::get<Envelope>(frame);
}

MessageEvent found(MessageEvent::Kind kind, const std::string& json)
{
    MessageEvent out;
    out.kind = kind;
    out.message = parse_message(json, "C1");
    return out;
}

}  // namespace

TEST_CASE("a message of a history reads as the same message when it is a frame", "[wire][frame]")
{
    const auto kind = GENERATE(MessageEvent::Kind::posted, MessageEvent::Kind::changed);
    const MessageEvent before = found(
        kind,
        R"({"type":"message","subtype":"file_share","user":"U1","team":"T1","ts":"1700000002.000100",)"
        R"("thread_ts":"1700000001.000100","text":"\"Größe\" &lt;2&gt;\n🔥","edited":{"user":"U1","ts":"9.0"},)"
        R"("files":[{"id":"F1","name":"a.png","permalink":"https://x/a"}]})");
    const Envelope read = again(before);
    REQUIRE(std::holds_alternative<MessageEvent>(read.payload));
    const auto& after = std::get<MessageEvent>(read.payload);
    CHECK(after.kind == kind);
    CHECK(after.message.channel == "C1");
    CHECK(after.message.channel_type == "channel");
    CHECK(after.message.subtype == "file_share");
    CHECK(after.message.user == "U1");
    CHECK(after.message.team == "T1");
    CHECK(after.message.text == before.message.text);
    CHECK(after.message.ts == "1700000002.000100");
    CHECK(after.message.thread_ts == "1700000001.000100");
    CHECK(after.message.is_edited);
    REQUIRE(after.message.files.size() == 1);
    CHECK(after.message.files[0].id == "F1");
    CHECK(after.message.files[0].name == "a.png");
    CHECK(after.message.files[0].permalink == "https://x/a");
}

TEST_CASE("a deletion and a reaction of a history read the same when they are frames", "[wire][frame]")
{
    const Envelope gone = again(found(MessageEvent::Kind::deleted, R"({"ts":"1700000002.000100"})"));
    REQUIRE(std::holds_alternative<MessageEvent>(gone.payload));
    CHECK(std::get<MessageEvent>(gone.payload).kind == MessageEvent::Kind::deleted);
    CHECK(std::get<MessageEvent>(gone.payload).message.channel == "C1");
    CHECK(std::get<MessageEvent>(gone.payload).message.ts == "1700000002.000100");

    const Envelope sign =
        again(ReactionEvent{true, "U1", "ticket", "C1", "1700000002.000100", "U2", "1700000003.000100"});
    REQUIRE(std::holds_alternative<ReactionEvent>(sign.payload));
    const auto& reaction = std::get<ReactionEvent>(sign.payload);
    CHECK(reaction.added);
    CHECK(reaction.user == "U1");
    CHECK(reaction.name == "ticket");
    CHECK(reaction.channel == "C1");
    CHECK(reaction.ts == "1700000002.000100");
    CHECK(reaction.item_user == "U2");
    CHECK(reaction.event_ts == "1700000003.000100");
}

TEST_CASE("what is in no history has no such frame", "[wire][frame]")
{
    Envelope click;
    click.payload = BlockAction{};
    CHECK(event_frame(click).empty());
}
