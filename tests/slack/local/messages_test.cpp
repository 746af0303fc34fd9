#include "slack/local/messages.hpp"

#include "slack/local/acts.hpp"
#include "tests/slack/local/fixture.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace deskbell::slack::local;

namespace {

Json act(Office& office, const char* kind, Json request)
{
    const Person* who = office.ws.person(request.value("as", "U0ANA"));
    return plain_act(kind)(office.ws, *who, request, office.now);
}

std::string typed(Office& office, const std::string& text, const std::string& thread_ts = {})
{
    Json request = {{"channel", "C0HELPIT"}, {"text", text}};
    if (!thread_ts.empty())
        request["thread_ts"] = thread_ts;
    return act(office, "post", request).at("ts");
}

}  // namespace

TEST_CASE("a person's message reaches the app with escaped text and rich text", "[local][messages]")
{
    Office office;
    typed(office, "is 1 < 2 & @ben in #general?");
    const auto events = office.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0]["type"] == "message");
    CHECK(events[0]["user"] == "U0ANA");
    CHECK(events[0]["channel_type"] == "channel");
    CHECK(events[0]["text"] == "is 1 &lt; 2 &amp; <@U0BEN> in <#C0GENERAL|general>?");
    CHECK(events[0]["blocks"][0]["elements"][0]["elements"][1] ==
          Json{{"type", "user"}, {"user_id", "U0BEN"}});
    CHECK(events[0]["event_ts"] == events[0]["ts"]);
}

TEST_CASE("a mention of the bot comes twice: as message and as app_mention", "[local][messages]")
{
    Office office;
    typed(office, "hello @deskbell");
    const auto events = office.events();
    REQUIRE(events.size() == 2);
    CHECK(events[1]["type"] == "app_mention");
    CHECK(events[0]["ts"] == events[1]["ts"]);
}

TEST_CASE("the app hears nothing of channels that it is not in", "[local][messages]")
{
    Office office;
    CHECK(act(office, "post", {{"channel", "C0GENERAL"}, {"text", "secret"}})["ok"] == true);
    const std::string dm = act(office, "open_dm", {{"user", "U0BEN"}})["channel"];
    CHECK(act(office, "post", {{"channel", dm}, {"text", "secret"}})["ok"] == true);
    CHECK(office.events().empty());
}

TEST_CASE("only the events that the app subscribed to are sent", "[local][messages]")
{
    Office office;
    office.ws.subscriptions = {"reaction_added"};
    const std::string ts = typed(office, "hello");
    act(office, "react", {{"channel", "C0HELPIT"}, {"ts", ts}, {"name", "ticket"}});
    const auto events = office.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0]["reaction"] == "ticket");
    CHECK(events[0]["item"]["ts"] == ts);
    CHECK(events[0]["item_user"] == "U0ANA");
}

TEST_CASE("times are unique and grow, even within one microsecond and when the clock steps back",
          "[local][messages]")
{
    Office office;
    const std::string first = typed(office, "a");
    const std::string second = typed(office, "b");
    office.now -= std::chrono::hours{1};
    const std::string third = typed(office, "c");
    CHECK(first < second);
    CHECK(second < third);
    CHECK(first.size() == second.size());
}

TEST_CASE("a reply to a reply belongs to the root, and the root counts it", "[local][messages]")
{
    Office office;
    const std::string root = typed(office, "root");
    const std::string reply = typed(office, "reply", root);
    const std::string deeper = typed(office, "deeper", reply);
    CHECK(office.ws.channel("C0HELPIT")->find(deeper)->thread_ts == root);
    const Json thread = office.call("conversations.replies", {{"channel", "C0HELPIT"}, {"ts", deeper}});
    REQUIRE(thread["messages"].size() == 3);
    CHECK(thread["messages"][0]["reply_count"] == 2);
    CHECK(thread["messages"][0]["latest_reply"] == deeper);
    CHECK(thread["messages"][1]["parent_user_id"] == "U0ANA");
}

TEST_CASE("a reply of the bot to a message that is gone lands at top level, as in Slack", "[local][messages]")
{
    Office office;
    const std::string root = typed(office, "soon gone");
    act(office, "delete", {{"channel", "C0HELPIT"}, {"ts", root}});
    const Json made =
        office.call("chat.postMessage", {{"channel", "C0HELPIT"}, {"text", "answer"}, {"thread_ts", root}});
    CHECK(made["ok"] == true);
    CHECK_FALSE(made["message"].contains("thread_ts"));
}

TEST_CASE("a deleted root with replies stays as a tombstone and is told as a change", "[local][messages]")
{
    Office office;
    const std::string root = typed(office, "root");
    typed(office, "reply", root);
    office.events();
    act(office, "delete", {{"channel", "C0HELPIT"}, {"ts", root}});
    const auto events = office.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0]["subtype"] == "message_changed");
    CHECK(events[0]["message"]["subtype"] == "tombstone");
    CHECK(events[0]["previous_message"]["text"] == "root");
}

TEST_CASE("edits and deletions carry the message as it was", "[local][messages]")
{
    Office office;
    const std::string ts = typed(office, "first");
    office.events();
    act(office, "edit", {{"channel", "C0HELPIT"}, {"ts", ts}, {"text", "second"}});
    act(office, "delete", {{"channel", "C0HELPIT"}, {"ts", ts}});
    const auto events = office.events();
    REQUIRE(events.size() == 2);
    CHECK(events[0]["subtype"] == "message_changed");
    CHECK(events[0]["message"]["text"] == "second");
    CHECK(events[0]["message"]["edited"]["user"] == "U0ANA");
    CHECK(events[0]["previous_message"]["text"] == "first");
    CHECK(events[1]["subtype"] == "message_deleted");
    CHECK(events[1]["deleted_ts"] == ts);
    CHECK(events[1]["previous_message"]["text"] == "second");
}

TEST_CASE("people change only what is theirs", "[local][messages]")
{
    Office office;
    const std::string ts = typed(office, "mine");
    CHECK(
        act(office, "edit", {{"as", "U0BEN"}, {"channel", "C0HELPIT"}, {"ts", ts}, {"text", "x"}})["error"] ==
        "cant_update_message");
    CHECK(act(office, "delete", {{"as", "U0BEN"}, {"channel", "C0HELPIT"}, {"ts", ts}})["error"] ==
          "cant_delete_message");
    CHECK(act(office, "post", {{"channel", "C0TRIAGEIT"}, {"text", "x"}})["error"] == "not_in_channel");
}

TEST_CASE("joining, being invited and leaving are told", "[local][messages]")
{
    Office office;
    const std::string made = act(office, "create_channel", {{"name", "new-room"}})["channel"];
    act(office, "invite", {{"channel", made}, {"user", "U0DESKBELL"}});
    auto events = office.events();
    REQUIRE(events.size() == 3);  // channel_created, the "joined" line, member_joined_channel
    CHECK(events[0]["type"] == "channel_created");
    CHECK(events[1]["subtype"] == "channel_join");
    CHECK(events[2]["type"] == "member_joined_channel");
    CHECK(events[2]["user"] == "U0DESKBELL");
    CHECK(events[2]["inviter"] == "U0ANA");
    act(office, "leave", {{"channel", made}});
    events = office.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0]["type"] == "member_left_channel");
    CHECK(act(office, "create_channel", {{"name", "New Room"}})["error"] == "invalid_name_specials");
    CHECK(act(office, "create_channel", {{"name", "new-room"}})["error"] == "name_taken");
}

TEST_CASE("a file that a person shares is in the message and can be asked for", "[local][messages]")
{
    Office office;
    act(office, "post",
        {{"channel", "C0HELPIT"},
         {"text", ""},
         {"files", Json::array({{{"name", "log.txt"}, {"content", "abc"}}})}});
    const auto events = office.events();
    REQUIRE(events.size() == 2);
    CHECK(events[0]["subtype"] == "file_share");
    CHECK(events[1]["type"] == "file_shared");
    const std::string id = events[0]["files"][0]["id"];
    CHECK(office.call("files.info", {{"file", id}})["file"]["size"] == 3);
}

TEST_CASE("a channel forgets its oldest messages beyond the bound", "[local][messages]")
{
    Office office;
    Channel& channel = *office.ws.channel("C0HELPIT");
    Draft draft;
    draft.user = "U0ANA";
    draft.text = "x";
    for (std::size_t i = 0; i < Channel::kMessagesMax + 3; ++i) {
        post(office.ws, channel, draft, office.now);
        office.ws.events.clear();
    }
    CHECK(channel.messages.size() == Channel::kMessagesMax);
}
