#include "slack/local/acts.hpp"

#include "slack/local/messages.hpp"
#include "slack/local/response_url.hpp"
#include "slack/local/views.hpp"
#include "tests/slack/local/fixture.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace deskbell::slack;
using namespace deskbell::slack::local;

namespace {

/// A workspace with one connected app, which the test answers for.
struct Stage {
    Stage()
        : hub(io.get_executor(), "A0DESKBELL", HubTimes()),
          acts(
              office.ws, hub, [this] { return office.now; }, [] {})
    {
        ServerRequest request;
        request.query = hub.new_link();
        REQUIRE(hub.refusal_of(request) == 0);
        hub.accept(request, app);
        app->frames();
    }

    /// Acts as a person; the answer, once there is one, is in `answer`.
    void act(Json request, const std::string& as = "U0ANA")
    {
        request["as"] = as;
        answer.reset();
        acts.act(request, [this](const Json& got) { answer = doc(got); });
    }

    /// The payload of the envelope that just went to the app.
    Json envelope()
    {
        const auto frames = app->frames();
        REQUIRE(frames.size() == 1);
        envelope_id = frames[0]["envelope_id"];
        return frames[0]["payload"];
    }

    void ack(const Json& payload = Json())
    {
        Json frame = {{"envelope_id", envelope_id}};
        if (!payload.is_null())
            frame["payload"] = payload;
        app->says(frame);
    }

    bool is_ok() const { return answer && (*answer)["ok"] == true; }

    /// A modal that Ana has open.
    std::string opened() { return open_view(office.ws, "U0ANA", doc(form_view()), office.now).id; }

    Office office;
    boost::asio::io_context io;
    SocketHub hub;
    std::shared_ptr<FakeSocket> app = std::make_shared<FakeSocket>();
    Acts acts;
    Doc answer;
    std::string envelope_id;
};

Json title(const char* text)
{
    return {{"title", {{"title", {{"type", "plain_text_input"}, {"value", text}}}}}};
}

}  // namespace

TEST_CASE("a command arrives with its fields, and its ack is whispered to the person", "[local][acts]")
{
    Stage stage;
    stage.act({{"do", "command"}, {"channel", "C0HELPIT"}, {"command", "/ticket"}, {"text", "ask @ben"}});
    const Json payload = stage.envelope();
    CHECK(payload["command"] == "/ticket");
    CHECK(payload["text"] == "ask <@U0BEN|ben>");
    CHECK(payload["channel_name"] == "help-it");
    CHECK(payload["user_id"] == "U0ANA");
    CHECK(payload["response_url"].get<std::string>().find("/commands/T0FERNWOOD/") != std::string::npos);
    CHECK_FALSE(stage.answer);
    stage.ack({{"text", "REQ-1 is made"}});
    CHECK(stage.is_ok());
    REQUIRE(stage.office.ws.ephemerals.size() == 1);
    CHECK(stage.office.ws.ephemerals[0].person == "U0ANA");
}

TEST_CASE("a command's ack may speak to the channel, or say nothing", "[local][acts]")
{
    Stage stage;
    stage.act({{"do", "command"}, {"channel", "C0HELPIT"}, {"command", "/ticket"}});
    stage.envelope();
    stage.ack({{"response_type", "in_channel"}, {"text", "all hear"}});
    CHECK(stage.office.ws.channel("C0HELPIT")->messages.size() == 1);
    stage.act({{"do", "command"}, {"channel", "C0HELPIT"}, {"command", "/ticket"}});
    stage.envelope();
    stage.ack(Json::object());
    CHECK(stage.is_ok());
    CHECK(stage.office.ws.ephemerals.empty());
}

TEST_CASE("a command that nobody answers fails visibly", "[local][acts]")
{
    Stage stage;
    stage.app->on_close();
    stage.act({{"do", "command"}, {"channel", "C0HELPIT"}, {"command", "/ticket"}});
    REQUIRE(stage.answer);
    CHECK((*stage.answer)["error"] == "dispatch_failed");
    CHECK((*stage.answer)["shown"] == "/ticket failed with the error dispatch_failed");
}

TEST_CASE("a refused answer to a command is noted in the ledger", "[local][acts]")
{
    Stage stage;
    stage.act({{"do", "command"}, {"channel", "C0HELPIT"}, {"command", "/ticket"}});
    stage.envelope();
    stage.ack({{"text", "x"}, {"blocks", Json::array({{{"type", "hologram"}}})}});
    CHECK_FALSE(stage.is_ok());
    CHECK(stage.hub.envelopes_json()[0]["problem"] == "answer refused: invalid_blocks");
}

TEST_CASE("a click carries the element's own value, the message and an address to answer at", "[local][acts]")
{
    Stage stage;
    const std::string ts = stage.office.call(
        "chat.postMessage", {{"channel", "C0HELPIT"}, {"text", "card"}, {"blocks", button_blocks()}})["ts"];
    stage.act({{"do", "click"},
               {"channel", "C0HELPIT"},
               {"ts", ts},
               {"block_id", "row"},
               {"action_id", "take"},
               {"value", {{"value", "forged"}}}});
    const Json payload = stage.envelope();
    CHECK(payload["type"] == "block_actions");
    CHECK(payload["actions"][0]["value"] == "7");
    CHECK(payload["actions"][0]["action_ts"].is_string());
    CHECK(payload["container"] ==
          Json{{"type", "message"}, {"message_ts", ts}, {"channel_id", "C0HELPIT"}, {"is_ephemeral", false}});
    CHECK(payload["message"]["ts"] == ts);
    CHECK(payload["state"]["values"]["row"]["more"]["selected_option"].is_null());
    stage.ack();
    CHECK(stage.is_ok());
}

TEST_CASE("only offered options can be chosen, and they arrive whole", "[local][acts]")
{
    Stage stage;
    const std::string ts = stage.office.call(
        "chat.postMessage", {{"channel", "C0HELPIT"}, {"text", "card"}, {"blocks", button_blocks()}})["ts"];
    const auto choose = [&](const char* value) {
        stage.act({{"do", "click"},
                   {"channel", "C0HELPIT"},
                   {"ts", ts},
                   {"block_id", "row"},
                   {"action_id", "more"},
                   {"value", {{"selected_option", {{"value", value}}}}}});
    };
    choose("hold");
    CHECK(stage.envelope()["actions"][0]["selected_option"]["text"]["text"] == "hold");
    choose("explode");
    CHECK((*stage.answer)["error"] == "element_not_found");
}

TEST_CASE("who has not seen an edit yet presses what stood there, and the app hears of it", "[local][acts]")
{
    Stage stage;
    const std::string ts = stage.office.call(
        "chat.postMessage", {{"channel", "C0HELPIT"}, {"text", "card"}, {"blocks", button_blocks()}})["ts"];
    const auto edit = [&] {
        stage.office.call("chat.update",
                          {{"channel", "C0HELPIT"}, {"ts", ts}, {"text", "taken"}, {"blocks", "[]"}});
    };
    const auto press = [&] {
        stage.act({{"do", "click"},
                   {"channel", "C0HELPIT"},
                   {"ts", ts},
                   {"block_id", "row"},
                   {"action_id", "take"}});
    };
    edit();
    press();
    CHECK(stage.envelope()["actions"][0]["value"] == "7");
    for (std::size_t i = 0; i < Message::kEarlierMost; ++i) edit();
    press();
    CHECK((*stage.answer)["error"] == "element_not_found");
}

TEST_CASE("clicks on what is gone, or in rooms that one is not in, are refused", "[local][acts]")
{
    Stage stage;
    const auto click = [&](const char* channel, const std::string& ts) {
        stage.act(
            {{"do", "click"}, {"channel", channel}, {"ts", ts}, {"block_id", "row"}, {"action_id", "take"}});
        return (*stage.answer)["error"];
    };
    CHECK(click("C0HELPIT", "1.000000") == "message_not_found");
    const std::string ts = stage.office.call(
        "chat.postMessage", {{"channel", "C0TRIAGEIT"}, {"text", "card"}, {"blocks", button_blocks()}})["ts"];
    CHECK(click("C0TRIAGEIT", ts) == "message_not_found");
    CHECK(stage.app->sent.empty());
}

TEST_CASE("an ephemeral message can be clicked, and changed through its address only", "[local][acts]")
{
    Stage stage;
    const std::string id =
        stage.office.call("chat.postEphemeral", {{"channel", "C0HELPIT"},
                                                 {"user", "U0ANA"},
                                                 {"text", "psst"},
                                                 {"blocks", button_blocks()}})["message_ts"];
    stage.act({{"do", "click"},
               {"channel", "C0HELPIT"},
               {"ts", id},
               {"ephemeral", id},
               {"block_id", "row"},
               {"action_id", "take"}});
    const Json payload = stage.envelope();
    CHECK(payload["container"]["is_ephemeral"] == true);
    CHECK_FALSE(payload.contains("message"));
    stage.ack();
    const std::string url = payload["response_url"];
    const std::string key = url.substr(url.find("T0FERNWOOD/") + 11);
    CHECK(use_response_url(stage.office.ws, key, R"({"replace_original":true,"text":"changed"})",
                           stage.office.now)
              .status == 200);
    CHECK(stage.office.ws.ephemerals[0].message.text == "changed");
    CHECK(use_response_url(stage.office.ws, key, R"({"delete_original":"true"})", stage.office.now).status ==
          200);
    CHECK(stage.office.ws.ephemerals.empty());
}

TEST_CASE("an address for answers has five uses within thirty minutes", "[local][acts]")
{
    Stage stage;
    ResponseUrl url;
    url.kind = "commands";
    url.channel = "C0HELPIT";
    url.user = "U0ANA";
    const std::string id = stage.office.ws.new_response_url(url, stage.office.now).id;
    const auto use = [&] {
        return use_response_url(stage.office.ws, id, R"({"text":"x"})", stage.office.now);
    };
    for (int i = 0; i < 5; ++i) CHECK(use().status == 200);
    CHECK(use().status == 404);
    CHECK(use().text == "used_url");
    const std::string late = stage.office.ws.new_response_url(url, stage.office.now).id;
    stage.office.now += std::chrono::minutes{31};
    CHECK(use_response_url(stage.office.ws, late, R"({"text":"x"})", stage.office.now).text == "expired_url");
    CHECK(use_response_url(stage.office.ws, "9/guess", "{}", stage.office.now).status == 404);
}

TEST_CASE("shortcuts carry a trigger that opens a modal", "[local][acts]")
{
    Stage stage;
    stage.act({{"do", "shortcut"}, {"callback_id", "ticket_new"}});
    const Json payload = stage.envelope();
    CHECK(payload["type"] == "shortcut");
    CHECK_FALSE(payload.contains("channel"));
    CHECK(stage.office.call("views.open",
                            {{"trigger_id", payload["trigger_id"]}, {"view", form_view()}})["ok"] == true);
    stage.ack();
    CHECK(stage.is_ok());
    CHECK(stage.office.ws.stacks["U0ANA"].size() == 1);
}

TEST_CASE("a message shortcut carries the whole message", "[local][acts]")
{
    Stage stage;
    const std::string ts = stage.office.posted("look at me");
    stage.act({{"do", "message_shortcut"},
               {"callback_id", "ticket_from_message"},
               {"channel", "C0HELPIT"},
               {"ts", ts}});
    const Json payload = stage.envelope();
    CHECK(payload["type"] == "message_action");
    CHECK(payload["message"]["text"] == "look at me");
    CHECK(payload["message_ts"] == ts);
    CHECK(payload["channel"]["id"] == "C0HELPIT");
}

TEST_CASE("a form that the client refuses is not sent", "[local][acts]")
{
    Stage stage;
    stage.act({{"do", "submit"}, {"view_id", stage.opened()}, {"values", title("")}});
    CHECK((*stage.answer)["error"] == "invalid");
    CHECK((*stage.answer)["fields"].contains("title"));
    CHECK(stage.app->sent.empty());
}

TEST_CASE("a submission carries all values, and an empty ack closes the form", "[local][acts]")
{
    Stage stage;
    const std::string id = stage.opened();
    stage.act({{"do", "submit"}, {"view_id", id}, {"values", title("printer")}});
    const Json payload = stage.envelope();
    CHECK(payload["type"] == "view_submission");
    CHECK(payload["view"]["id"] == id);
    CHECK(payload["view"]["state"]["values"]["title"]["title"]["value"] == "printer");
    CHECK(payload["view"]["state"]["values"]["count"]["count"]["value"].is_null());
    CHECK(payload["response_urls"].empty());
    stage.ack();
    CHECK(stage.is_ok());
    CHECK(stage.office.ws.stacks["U0ANA"].empty());
}

TEST_CASE("what has no button to submit it cannot be submitted, as a form that became a word of thanks",
          "[local][acts]")
{
    Stage stage;
    const std::string id = stage.opened();
    stage.act({{"do", "submit"}, {"view_id", id}, {"values", title("printer")}});
    stage.envelope();
    Json thanks = form_view();
    thanks["blocks"] = Json::array({{{"type", "divider"}}});
    thanks.erase("submit");
    stage.ack({{"response_action", "update"}, {"view", thanks}});
    REQUIRE(stage.is_ok());
    const std::size_t sent = stage.app->sent.size();
    stage.act({{"do", "submit"}, {"view_id", id}, {"values", Json::object()}});
    CHECK_FALSE(stage.is_ok());
    CHECK(stage.app->sent.size() == sent);
}

TEST_CASE("the answers to a submission are done: errors, update, push, clear", "[local][acts]")
{
    Stage stage;
    const std::string id = stage.opened();
    const auto submit = [&](const Json& reply) {
        stage.act({{"do", "submit"}, {"view_id", id}, {"values", title("printer")}});
        stage.envelope();
        stage.ack(reply);
    };
    submit({{"response_action", "errors"}, {"errors", {{"title", "Too short a story"}}}});
    CHECK((*stage.answer)["fields"]["title"] == "Too short a story");
    CHECK(find_view(stage.office.ws, id)->errors.size() == 1);

    Json other = form_view();
    other["callback_id"] = "other";
    submit({{"response_action", "update"}, {"view", other}});
    CHECK(stage.is_ok());
    CHECK((*find_view(stage.office.ws, id)->definition)["callback_id"] == "other");
    submit({{"response_action", "push"}, {"view", other}});
    CHECK(stage.office.ws.stacks["U0ANA"].size() == 2);
    submit({{"response_action", "clear"}});
    CHECK(stage.office.ws.stacks["U0ANA"].empty());
}

TEST_CASE("a bad answer to a submission is trouble for the person and noted in the ledger", "[local][acts]")
{
    Stage stage;
    const std::string id = stage.opened();
    Json bad = form_view();
    bad.erase("title");
    const Json replies = Json::array({{{"response_action", "errors"}, {"errors", {{"nowhere", "x"}}}},
                                      {{"response_action", "errors"}},
                                      {{"response_action", "update"}, {"view", bad}},
                                      {{"response_action", "explode"}}});
    for (const auto& reply : replies) {
        stage.act({{"do", "submit"}, {"view_id", id}, {"values", title("printer")}});
        stage.envelope();
        stage.ack(reply);
        CHECK((*stage.answer)["shown"] == "We had some trouble connecting. Try again?");
        CHECK(find_view(stage.office.ws, id));
    }
    for (const auto& envelope : stage.hub.envelopes_json()) CHECK(envelope["problem"] != "");
}

TEST_CASE("closing is told only to views that asked for it", "[local][acts]")
{
    Stage stage;
    stage.act({{"do", "close"}, {"view_id", stage.opened()}});
    CHECK(stage.is_ok());
    CHECK(stage.app->sent.empty());
    Json curious = form_view();
    curious["notify_on_close"] = true;
    const std::string id = open_view(stage.office.ws, "U0ANA", doc(curious), stage.office.now).id;
    stage.act({{"do", "close"}, {"view_id", id}, {"cleared", true}});
    const Json payload = stage.envelope();
    CHECK(payload["type"] == "view_closed");
    CHECK(payload["is_cleared"] == true);
    CHECK_FALSE(payload.contains("trigger_id"));
}

TEST_CASE("nobody can use another person's form", "[local][acts]")
{
    Stage stage;
    const std::string id = stage.opened();
    for (const char* kind : {"submit", "close", "view_click", "suggest"}) {
        stage.act({{"do", kind}, {"view_id", id}}, "U0BEN");
        CHECK((*stage.answer)["error"] == "not_found");
    }
}

TEST_CASE("the App Home is opened with the view that was published", "[local][acts]")
{
    Stage stage;
    stage.act({{"do", "open_home"}});
    CHECK(stage.is_ok());
    auto events = stage.office.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0]["type"] == "app_home_opened");
    CHECK(events[0]["tab"] == "home");
    CHECK_FALSE(events[0].contains("view"));
    stage.office.call("views.publish",
                      {{"user_id", "U0ANA"}, {"view", {{"type", "home"}, {"blocks", button_blocks()}}}});
    stage.act({{"do", "open_home"}});
    events = stage.office.events();
    const std::string id = events[0]["view"]["id"];
    stage.act({{"do", "view_click"}, {"view_id", id}, {"block_id", "row"}, {"action_id", "take"}});
    const Json payload = stage.envelope();
    CHECK(payload["container"] == Json{{"type", "view"}, {"view_id", id}});
    CHECK(payload["view"]["type"] == "home");
}

TEST_CASE("suggestions are asked for and handed on", "[local][acts]")
{
    Stage stage;
    stage.act({{"do", "suggest"},
               {"view_id", stage.opened()},
               {"block_id", "b"},
               {"action_id", "a"},
               {"typed", "pri"}});
    const Json payload = stage.envelope();
    CHECK(payload["type"] == "block_suggestion");
    CHECK(payload["value"] == "pri");
    CHECK_FALSE(payload.contains("trigger_id"));
    stage.ack({{"options", Json::array({{{"text", plain_text("printer")}, {"value", "p"}}})}});
    CHECK((*stage.answer)["options"][0]["value"] == "p");
}

TEST_CASE("acts of nobody and of no kind are refused", "[local][acts]")
{
    Stage stage;
    stage.act({{"do", "post"}}, "U0NOBODY");
    CHECK((*stage.answer)["error"] == "user_not_found");
    stage.act({{"do", "post"}}, "U0DESKBELL");
    CHECK((*stage.answer)["error"] == "user_not_found");
    stage.act({{"do", "dance"}});
    CHECK((*stage.answer)["error"] == "unknown_act");
}
