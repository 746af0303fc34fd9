#include "slack/wire/frame.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::slack;

namespace {

Payload event(const std::string& inner)
{
    return parse_payload("events_api",
                         R"({"type":"event_callback","token":"old","team_id":"T0DESK","api_app_id":"A0DESK",
        "event_id":"Ev1","event_time":1764579600,"authorizations":[{"team_id":"T0DESK","user_id":"U0BOT","is_bot":true}],
        "is_ext_shared_channel":false,"event":)" +
                             inner + "}");
}

template <class T>
T event_of(const std::string& inner)
{
    const Payload payload = event(inner);
    REQUIRE(std::holds_alternative<T>(payload));
    return std::get<T>(payload);
}

}  // namespace

TEST_CASE("a message of a person is posted in its channel", "[wire][events]")
{
    const auto e = event_of<MessageEvent>(
        R"({"type":"message","client_msg_id":"c-1","channel":"C0HELP","channel_type":"channel",
        "user":"U0ANA","team":"T0DESK","text":"مرحبا &amp; hallo 🦕","ts":"1764579600.000100","event_ts":"1764579600.000100",
        "blocks":[{"type":"rich_text","elements":[]}]})");
    CHECK(e.kind == MessageEvent::Kind::posted);
    CHECK(e.team == "T0DESK");
    CHECK(e.message.channel == "C0HELP");
    CHECK(e.message.channel_type == "channel");
    CHECK(e.message.user == "U0ANA");
    CHECK(e.message.team == "T0DESK");
    CHECK(e.message.text == "مرحبا &amp; hallo 🦕");
    CHECK(e.message.root_ts() == "1764579600.000100");
    CHECK_FALSE(e.message.is_edited);
}

TEST_CASE("the author's own workspace wins over the one it was shared with", "[wire][events]")
{
    const auto e =
        event_of<MessageEvent>(R"({"type":"message","channel":"C1","user":"U9","ts":"1.2","team":"T0DESK",
        "user_team":"T0OTHER","source_team":"T0OTHER"})");
    CHECK(e.message.team == "T0OTHER");
}

TEST_CASE("a reply belongs to the thread of its root", "[wire][events]")
{
    const auto e =
        event_of<MessageEvent>(R"({"type":"message","channel":"D1","channel_type":"im","user":"U0ANA",
        "text":"mehr","ts":"1764579700.000100","thread_ts":"1764579600.000100","parent_user_id":"U0BOT"})");
    CHECK(e.message.root_ts() == "1764579600.000100");
    CHECK(e.message.channel_type == "im");
}

TEST_CASE("a message of a bot names the bot", "[wire][events]")
{
    const auto e =
        event_of<MessageEvent>(R"({"type":"message","subtype":"bot_message","bot_id":"B0CI","username":"ci",
        "text":"failed","channel":"C1","ts":"1.2"})");
    CHECK(e.message.bot_id == "B0CI");
    CHECK(e.message.subtype == "bot_message");
    CHECK(e.message.user.empty());
}

TEST_CASE("a shared file comes with its link", "[wire][events]")
{
    const auto e = event_of<MessageEvent>(
        R"({"type":"message","subtype":"file_share","text":"","user":"U0ANA","upload":true,
        "channel":"C1","ts":"1.2","files":[{"id":"F1","name":"Bild.png","permalink":"https://acme.slack.com/files/F1","size":7},
        {"id":"F2","file_access":"check_file_info"}]})");
    REQUIRE(e.message.files.size() == 2);
    CHECK(e.message.files[0].id == "F1");
    CHECK(e.message.files[0].permalink == "https://acme.slack.com/files/F1");
    CHECK(e.message.files[1].name.empty());
}

TEST_CASE("an edit brings the new and the old text", "[wire][events]")
{
    const auto e =
        event_of<MessageEvent>(R"({"type":"message","subtype":"message_changed","hidden":true,"channel":"C1",
        "channel_type":"group","ts":"1764579800.000100","event_ts":"1764579800.000100",
        "message":{"type":"message","user":"U0ANA","text":"neu","ts":"1764579600.000100","edited":{"user":"U0ANA","ts":"1.3"}},
        "previous_message":{"type":"message","user":"U0ANA","text":"alt","ts":"1764579600.000100"}})");
    CHECK(e.kind == MessageEvent::Kind::changed);
    CHECK(e.message.text == "neu");
    CHECK(e.message.is_edited);
    CHECK(e.message.ts == "1764579600.000100");
    CHECK(e.message.channel == "C1");
    CHECK(e.message.channel_type == "group");
    CHECK(e.previous.text == "alt");
    CHECK(e.previous.channel == "C1");
}

TEST_CASE("an edit without a time of its own is about the previous message", "[wire][events]")
{
    const auto e =
        event_of<MessageEvent>(R"({"type":"message","subtype":"message_changed","channel":"C1","ts":"9.9",
        "message":{"user":"U1","text":"neu"},"previous_message":{"user":"U1","text":"alt","ts":"1.5"}})");
    CHECK(e.message.ts == "1.5");
}

TEST_CASE("a deletion names the message that is gone", "[wire][events]")
{
    const auto e =
        event_of<MessageEvent>(R"({"type":"message","subtype":"message_deleted","hidden":true,"channel":"C1",
        "deleted_ts":"1764579600.000100","ts":"1764579900.1","previous_message":{"user":"U0ANA","text":"weg","ts":"1764579600.000100"}})");
    CHECK(e.kind == MessageEvent::Kind::deleted);
    CHECK(e.message.ts == "1764579600.000100");
    CHECK(e.message.channel == "C1");
    CHECK(e.message.user.empty());
    CHECK(e.previous.text == "weg");
}

TEST_CASE("a deleted root with replies is a deletion, although it comes as a change", "[wire][events]")
{
    const auto e =
        event_of<MessageEvent>(R"({"type":"message","subtype":"message_changed","channel":"C1","ts":"9.9",
        "message":{"subtype":"tombstone","text":"This message was deleted.","user":"USLACKBOT","hidden":true,"ts":"1.5","thread_ts":"1.5"},
        "previous_message":{"user":"U0ANA","text":"weg","ts":"1.5","thread_ts":"1.5"}})");
    CHECK(e.kind == MessageEvent::Kind::deleted);
    CHECK(e.message.ts == "1.5");
    CHECK(e.message.text.empty());
    CHECK(e.previous.text == "weg");
}

TEST_CASE("a mention reads as the message that it is", "[wire][events]")
{
    const auto e = event_of<MessageEvent>(
        R"({"type":"app_mention","user":"U0ANA","text":"<@U0BOT> hilf","ts":"1764579600.000100",
        "team":"T0DESK","channel":"C0HELP","event_ts":"1764579600.000100"})");
    CHECK(e.kind == MessageEvent::Kind::posted);
    CHECK(e.message.text == "<@U0BOT> hilf");
}

TEST_CASE("a reaction names the message, without its skin tone", "[wire][events]")
{
    const auto e = event_of<ReactionEvent>(
        R"({"type":"reaction_added","user":"U0ANA","reaction":"raised_hands::skin-tone-3",
        "item":{"type":"message","channel":"C1","ts":"1764579600.000100"},"item_user":"U0BEN","event_ts":"1764579700.000200"})");
    CHECK(e.added);
    CHECK(e.name == "raised_hands");
    CHECK(e.channel == "C1");
    CHECK(e.ts == "1764579600.000100");
    CHECK(e.item_user == "U0BEN");
    CHECK(e.event_ts == "1764579700.000200");
    CHECK_FALSE(event_of<ReactionEvent>(R"({"type":"reaction_removed","user":"U1","reaction":"ticket",
        "item":{"type":"message","channel":"C1","ts":"1.2"},"event_ts":"1.3"})")
                    .added);
}

TEST_CASE("a reaction on anything but a message is none of ours", "[wire][events]")
{
    CHECK(std::holds_alternative<UnknownPayload>(event(
        R"({"type":"reaction_added","user":"U1","reaction":"eyes","item":{"type":"file","file":"F1"}})")));
}

TEST_CASE("joining and leaving are told apart", "[wire][events]")
{
    const auto joined = event_of<MembershipEvent>(
        R"({"type":"member_joined_channel","user":"U0BOT","channel":"C1","channel_type":"C","team":"T1","inviter":"U0ANA"})");
    CHECK(joined.joined);
    CHECK(joined.user == "U0BOT");
    CHECK(joined.inviter == "U0ANA");
    CHECK_FALSE(
        event_of<MembershipEvent>(R"({"type":"member_left_channel","user":"U0BOT","channel":"C1"})").joined);
}

TEST_CASE("opening the app tells which tab", "[wire][events]")
{
    const auto e = event_of<HomeOpened>(
        R"({"type":"app_home_opened","user":"U0ANA","channel":"D1","tab":"home","event_ts":"1.2"})");
    CHECK(e.user == "U0ANA");
    CHECK(e.tab == "home");
    CHECK(e.channel == "D1");
}

TEST_CASE("a person has the first name that is set", "[wire][events]")
{
    const auto named =
        event_of<PersonChanged>(R"({"type":"user_change","user":{"id":"U0ANA","name":"ana","deleted":true,
        "real_name":"Ana Lima","tz":"Europe/Lisbon","is_bot":false,"profile":{"display_name":"ana","real_name":"Ana Lima"}}})");
    CHECK(named.id == "U0ANA");
    CHECK(named.name == "Ana Lima");
    CHECK(named.timezone == "Europe/Lisbon");
    CHECK(named.is_deleted);
    const auto bare =
        event_of<PersonChanged>(R"({"type":"team_join","user":{"id":"U0BOT","name":"ci","is_bot":true}})");
    CHECK(bare.name == "ci");
    CHECK(bare.is_bot);
    CHECK_FALSE(bare.is_deleted);
}

TEST_CASE("what the operator should hear of comes with its channel", "[wire][events]")
{
    CHECK(event_of<WorkspaceEvent>(R"({"type":"channel_archive","channel":"C1","user":"U1"})").channel ==
          "C1");
    CHECK(event_of<WorkspaceEvent>(
              R"({"type":"channel_rename","channel":{"id":"C1","name":"new","created":1}})")
              .channel == "C1");
    const auto moved = event_of<WorkspaceEvent>(
        R"({"type":"channel_id_changed","old_channel_id":"G1","new_channel_id":"C2","event_ts":"1.2"})");
    CHECK(moved.channel == "G1");
    CHECK(moved.new_channel == "C2");
    CHECK(event_of<WorkspaceEvent>(R"({"type":"app_uninstalled"})").type == "app_uninstalled");
    CHECK(event_of<WorkspaceEvent>(R"({"type":"tokens_revoked","tokens":{"oauth":[],"bot":["U0BOT"]}})")
              .channel.empty());
}

TEST_CASE("a rate limit comes without an inner event", "[wire][events][pitfall-49]")
{
    const Payload payload =
        parse_payload("events_api", R"({"type":"app_rate_limited","token":"old","team_id":"T0DESK",
        "minute_rate_limited":1764579600,"api_app_id":"A0DESK"})");
    REQUIRE(std::holds_alternative<WorkspaceEvent>(payload));
    CHECK(std::get<WorkspaceEvent>(payload).type == "app_rate_limited");
}
