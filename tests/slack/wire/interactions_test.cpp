#include "slack/wire/frame.hpp"
#include "slack/wire/json.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::slack;

namespace {

// What every interaction carries.
const std::string kCommon =
    R"("api_app_id":"A0DESK","token":"old","team":{"id":"T0DESK","domain":"acme"},"enterprise":null,
    "is_enterprise_install":false,"user":{"id":"U0ANA","username":"ana","name":"ana","team_id":"T0DESK"})";

template <class T>
T interaction(const std::string& members)
{
    const Payload payload = parse_payload("interactive", "{" + kCommon + "," + members + "}");
    REQUIRE(std::holds_alternative<T>(payload));
    return std::get<T>(payload);
}

BlockAction click(const std::string& action)
{
    return interaction<BlockAction>(R"("type":"block_actions","actions":[)" + action + "]");
}

}  // namespace

TEST_CASE("a slash command keeps its words as they were typed", "[wire][interactions]")
{
    const Payload payload =
        parse_payload("slash_commands", R"({"token":"old","team_id":"T0DESK","team_domain":"acme",
        "channel_id":"C0HELP","channel_name":"it-help","user_id":"U0ANA","user_name":"ana","command":"/ticket",
        "text":"“Drucker”\u00a0brennt <@U0BEN|ben> &amp; raucht\nseit 9","api_app_id":"A0DESK","is_enterprise_install":"false",
        "response_url":"https://hooks.slack.com/commands/T0DESK/1/x","trigger_id":"13.37.ab"})");
    REQUIRE(std::holds_alternative<SlashCommand>(payload));
    const SlashCommand& c = std::get<SlashCommand>(payload);
    CHECK(c.command == "/ticket");
    CHECK(c.text == "“Drucker”\u00a0brennt <@U0BEN|ben> &amp; raucht\nseit 9");
    CHECK(c.channel == "C0HELP");
    CHECK(c.channel_name == "it-help");
    CHECK(c.actor.user == "U0ANA");
    CHECK(c.actor.team == "T0DESK");
    CHECK(c.actor.user_team == "T0DESK");
    CHECK(c.actor.app == "A0DESK");
    CHECK(c.actor.trigger == "13.37.ab");
    CHECK(c.actor.response_url == "https://hooks.slack.com/commands/T0DESK/1/x");
    CHECK(actor_of(payload) == "U0ANA");
}

TEST_CASE("whether an organisation installed the app may be said as text or as a boolean",
          "[wire][interactions]")
{
    const std::string said = GENERATE(as<std::string>{}, "true", "\"true\"", "false", "\"false\"", "null");
    const Payload payload = parse_payload(
        "slash_commands",
        R"({"command":"/desk","text":"","user_id":"U0ANA","is_enterprise_install":)" + said + "}");
    REQUIRE(std::holds_alternative<SlashCommand>(payload));
    CHECK(std::get<SlashCommand>(payload).actor.team.empty());
}

TEST_CASE("a click on a message tells where, when and by whom", "[wire][interactions]")
{
    const auto a = interaction<BlockAction>(R"("type":"block_actions","trigger_id":"1.2.c",
        "container":{"type":"message","message_ts":"1764579600.000100","channel_id":"C0TRIAGE","is_ephemeral":false,
                     "thread_ts":"1764570000.000100"},
        "channel":{"id":"C0TRIAGE","name":"privategroup"},
        "message":{"type":"message","bot_id":"B0DESK","user":"U0BOT","text":"REQ-12","ts":"1764579600.000100","blocks":[]},
        "response_url":"https://hooks.slack.com/actions/T0DESK/2/y","state":{"values":{}},
        "actions":[{"type":"button","action_id":"take","block_id":"card","text":{"type":"plain_text","text":"Take it"},
                    "value":"REQ-12","action_ts":"1764579645.582706"}])");
    CHECK(a.action_id == "take");
    CHECK(a.block_id == "card");
    CHECK(a.value.text == "REQ-12");
    CHECK(a.value.many.empty());
    CHECK(a.action_ts == "1764579645.582706");
    CHECK(a.channel == "C0TRIAGE");
    CHECK(a.message_ts == "1764579600.000100");
    CHECK(a.thread_ts == "1764570000.000100");
    CHECK_FALSE(a.is_ephemeral);
    CHECK_FALSE(a.view);
    CHECK(a.actor.user == "U0ANA");
    CHECK(a.actor.trigger == "1.2.c");
    CHECK(a.actor.response_url == "https://hooks.slack.com/actions/T0DESK/2/y");
}

TEST_CASE("of an ephemeral message the container knows what the message does not say", "[wire][interactions]")
{
    const auto a = interaction<BlockAction>(R"("type":"block_actions","container":{"type":"message",
        "message_ts":"1764579600.000200","channel_id":"C0HELP","is_ephemeral":true},
        "actions":[{"type":"button","action_id":"follow","block_id":"b","value":"REQ-1","action_ts":"1764579601.1"}])");
    CHECK(a.message_ts == "1764579600.000200");
    CHECK(a.channel == "C0HELP");
    CHECK(a.is_ephemeral);
}

TEST_CASE("people of another organisation are told apart", "[wire][interactions]")
{
    const Payload payload =
        parse_payload("interactive", R"({"type":"block_actions","user":{"id":"W0EXT","team_id":"T0OTHER"},
        "team":{"id":"T0DESK"},"actions":[{"action_id":"take","action_ts":"1.2"}]})");
    REQUIRE(std::holds_alternative<BlockAction>(payload));
    CHECK(std::get<BlockAction>(payload).actor.user_team == "T0OTHER");
    CHECK(std::get<BlockAction>(payload).actor.team == "T0DESK");
}

TEST_CASE("an app of a whole organisation gets no team", "[wire][interactions]")
{
    const Payload payload =
        parse_payload("interactive", R"({"type":"shortcut","team":null,"is_enterprise_install":true,
        "enterprise":{"id":"E0ORG","name":"Acme"},"user":{"id":"W0ANA","team_id":"E0ORG"},"callback_id":"ticket_new"})");
    REQUIRE(std::holds_alternative<GlobalShortcut>(payload));
    CHECK(std::get<GlobalShortcut>(payload).actor.team.empty());
    CHECK(std::get<GlobalShortcut>(payload).actor.user == "W0ANA");
}

TEST_CASE("every kind of element gives one text", "[wire][interactions]")
{
    struct Row {
        const char* element;
        const char* text;
    };
    const Row row = GENERATE(
        Row{R"({"type":"button","value":"REQ-1"})", "REQ-1"}, Row{R"({"type":"button"})", ""},
        Row{R"({"type":"static_select","selected_option":{"text":{"type":"plain_text","text":"High"},"value":"P1"}})",
            "P1"},
        Row{R"({"type":"static_select","selected_option":null})", ""},
        Row{R"({"type":"external_select","selected_option":{"text":{"type":"plain_text","text":"x"},"value":"srv-7"}})",
            "srv-7"},
        Row{R"({"type":"radio_buttons","selected_option":{"value":"broken","text":{"type":"plain_text","text":"Broken"}}})",
            "broken"},
        Row{R"({"type":"overflow","selected_option":{"value":"hold","text":{"type":"plain_text","text":"Hold"}}})",
            "hold"},
        Row{R"({"type":"users_select","selected_user":"U0BEN"})", "U0BEN"},
        Row{R"({"type":"users_select","selected_user":null})", ""},
        Row{R"({"type":"channels_select","selected_channel":"C0HELP"})", "C0HELP"},
        Row{R"({"type":"conversations_select","selected_conversation":"G0OLD"})", "G0OLD"},
        Row{R"({"type":"datepicker","selected_date":"2026-11-23"})", "2026-11-23"},
        Row{R"({"type":"datepicker","selected_date":null})", ""},
        Row{R"({"type":"timepicker","selected_time":"09:30","timezone":"Europe/Berlin"})", "09:30"},
        Row{R"({"type":"datetimepicker","selected_date_time":1764579600})", "1764579600"},
        Row{R"({"type":"plain_text_input","value":"Hallo"})", "Hallo"},
        Row{R"({"type":"plain_text_input","value":null})", ""},
        Row{R"({"type":"number_input","value":"4.5"})", "4.5"},
        Row{R"({"type":"email_text_input","value":"ana@example.com"})", "ana@example.com"},
        Row{R"({"type":"url_text_input","value":"https://example.com/?a=1&b=2"})",
            "https://example.com/?a=1&b=2"},
        Row{R"({"type":"feedback_buttons","value":"good"})", "good"},
        Row{R"({"type":"from_the_future","value":"still a value"})", "still a value"});
    CAPTURE(row.element);
    const BlockAction a = click(row.element);
    CHECK(a.value.text == row.text);
    CHECK(a.value.many.empty());
}

TEST_CASE("every kind of element with several values gives a list", "[wire][interactions]")
{
    struct Row {
        const char* element;
        std::vector<std::string> many;
    };
    const Row row = GENERATE(
        Row{R"({"type":"multi_static_select","selected_options":[{"value":"a"},{"value":"b"}]})", {"a", "b"}},
        Row{R"({"type":"multi_external_select","selected_options":[{"value":"x"}]})", {"x"}},
        Row{R"({"type":"checkboxes","selected_options":[{"value":"private"}]})", {"private"}},
        Row{R"({"type":"checkboxes","selected_options":[]})", {}},
        Row{R"({"type":"multi_users_select","selected_users":["U1","W2"]})", {"U1", "W2"}},
        Row{R"({"type":"multi_channels_select","selected_channels":["C1"]})", {"C1"}},
        Row{R"({"type":"multi_conversations_select","selected_conversations":["C1","D2"]})", {"C1", "D2"}},
        Row{R"({"type":"file_input","files":[{"id":"F1","name":"a.png"},{"id":"F2"}]})", {"F1", "F2"}});
    CAPTURE(row.element);
    const BlockAction a = click(row.element);
    CHECK(a.value.many == row.many);
    CHECK(a.value.text.empty());
}

TEST_CASE("rich text is flattened to lines", "[wire][interactions]")
{
    const BlockAction a = click(
        R"({"type":"rich_text_input","action_id":"body","rich_text_value":{"type":"rich_text","elements":[
        {"type":"rich_text_section","elements":[{"type":"text","text":"Since ","style":{"bold":true}},{"type":"text","text":"nine, "},
            {"type":"user","user_id":"U0BEN"},{"type":"text","text":" knows "},{"type":"emoji","name":"fire"},
            {"type":"text","text":" in "},{"type":"channel","channel_id":"C0HELP"}]},
        {"type":"rich_text_list","style":"bullet","elements":[
            {"type":"rich_text_section","elements":[{"type":"text","text":"first"}]},
            {"type":"rich_text_section","elements":[{"type":"link","url":"https://example.com","text":"second"}]}]},
        {"type":"rich_text_quote","elements":[{"type":"link","url":"https://example.com/a"},{"type":"broadcast","range":"here"},
            {"type":"usergroup","usergroup_id":"S1"},{"type":"date","timestamp":1,"fallback":"Monday"}]},
        {"type":"rich_text_preformatted","elements":[{"type":"text","text":"a\nb\n"}]}]}})");
    CHECK(a.value.text ==
          "Since nine, <@U0BEN> knows :fire: in "
          "<#C0HELP>\nfirst\nsecond\nhttps://example.com/a<!here><!subteam^S1>Monday\na\nb");
}

TEST_CASE("a submission brings the inputs by block, and what the view carries along", "[wire][interactions]")
{
    const auto s =
        interaction<ViewSubmission>(R"("type":"view_submission","trigger_id":"1.2.v","response_urls":[],
        "view":{"id":"V0FORM","team_id":"T0DESK","type":"modal","callback_id":"request:new","private_metadata":"{\"c\":\"C0HELP\"}",
        "hash":"1764579600.3wRYuk3R","external_id":"x-1","root_view_id":"V0ROOT","previous_view_id":null,
        "blocks":[{"type":"section","block_id":"head"},{"type":"input","block_id":"title"},{"type":"actions","block_id":"row"},
            {"type":"input","block_id":"details"},"odd",{"type":"input","block_id":"followers"}],
        "state":{"values":{
            "title":{"title":{"type":"plain_text_input","value":"\u00dcn\u00efc\u00f6d\u00e9 \ud83e\udd95 & <b>"}},
            "details":{"details":{"type":"plain_text_input","value":null}},
            "followers":{"followers":{"type":"multi_users_select","selected_users":["U1","U2"]}},
            "kind":{"other_name":{"type":"static_select","selected_option":{"text":{"type":"plain_text","text":"x"},"value":"broken"}}},
            "row":{"a":{"type":"static_select","selected_option":null},"b":{"type":"datepicker","selected_date":"2026-01-05"}},
            "odd":null}}})");
    CHECK(s.view.id == "V0FORM");
    CHECK(s.view.hash == "1764579600.3wRYuk3R");
    CHECK(s.view.callback_id == "request:new");
    CHECK(s.view.private_metadata == R"({"c":"C0HELP"})");
    CHECK(s.view.external_id == "x-1");
    CHECK(s.view.root_id == "V0ROOT");
    CHECK(s.view.type == "modal");
    CHECK(s.view.inputs == std::vector<std::string>{"title", "details", "followers"});
    REQUIRE(s.view.values.size() == 6);
    CHECK(s.view.values.at("title").text == "Ünïcödé 🦕 & <b>");
    CHECK(s.view.values.at("details").text.empty());
    CHECK(s.view.values.at("followers").many == std::vector<std::string>{"U1", "U2"});
    CHECK(s.view.values.at("kind").text == "broken");
    CHECK(s.view.values.at("row").text == "2026-01-05");
    CHECK(s.view.values.at("odd").text.empty());
}

TEST_CASE("of several inputs in one block the one with the block's name counts", "[wire][interactions]")
{
    const auto s =
        interaction<ViewSubmission>(R"("type":"view_submission","view":{"id":"V1","state":{"values":{
        "b":{"a":{"type":"plain_text_input","value":"other"},"b":{"type":"plain_text_input","value":"named"}}}}})");
    CHECK(s.view.values.at("b").text == "named");
}

TEST_CASE("an action in a view brings the inputs of the view", "[wire][interactions]")
{
    const auto a =
        interaction<BlockAction>(R"("type":"block_actions","container":{"type":"view","view_id":"V0HOME"},
        "view":{"id":"V0HOME","type":"home","hash":"1.a","state":{"values":{"filter":{"filter":{"type":"static_select",
            "selected_option":{"text":{"type":"plain_text","text":"Open"},"value":"open"}}}}}},
        "actions":[{"type":"static_select","action_id":"filter","block_id":"filter","action_ts":"1764579600.5",
            "selected_option":{"text":{"type":"plain_text","text":"Open"},"value":"open"}}])");
    REQUIRE(a.view);
    CHECK(a.view->type == "home");
    CHECK(a.view->values.at("filter").text == "open");
    CHECK(a.values.empty());
    CHECK(a.channel.empty());
    CHECK(a.message_ts.empty());
}

TEST_CASE("an action on a message brings the inputs of the message", "[wire][interactions]")
{
    const auto a = interaction<BlockAction>(
        R"("type":"block_actions","channel":{"id":"C1"},"message":{"ts":"1.2","thread_ts":"1.0"},
        "state":{"values":{"stars":{"stars":{"type":"radio_buttons","selected_option":{"value":"5"}}}}},
        "actions":[{"type":"button","action_id":"send","action_ts":"1764579600.5"}])");
    CHECK(a.values.at("stars").text == "5");
    CHECK(a.message_ts == "1.2");
    CHECK(a.thread_ts == "1.0");
}

TEST_CASE("a closed view tells whether the whole stack went", "[wire][interactions]")
{
    const std::string cleared = GENERATE(as<std::string>{}, "true", "false");
    const auto c =
        interaction<ViewClosed>(R"("type":"view_closed","is_cleared":)" + cleared +
                                R"(,"view":{"id":"V1","callback_id":"request:new","state":{"values":{}}})");
    CHECK(c.view.callback_id == "request:new");
    CHECK(c.is_cleared == (cleared == "true"));
}

TEST_CASE("a global shortcut has a trigger and a time, but no place", "[wire][interactions]")
{
    const auto s = interaction<GlobalShortcut>(
        R"("type":"shortcut","callback_id":"ticket_new","trigger_id":"1.2.s","action_ts":"1764579600.300836")");
    CHECK(s.callback_id == "ticket_new");
    CHECK(s.actor.trigger == "1.2.s");
    CHECK(s.action_ts == "1764579600.300836");
}

TEST_CASE("a message shortcut brings the message and its channel", "[wire][interactions]")
{
    const auto s = interaction<MessageShortcut>(
        R"("type":"message_action","callback_id":"ticket_from_message","trigger_id":"1.2.m",
        "action_ts":"1764579700.000001","message_ts":"1764579600.000100","channel":{"id":"C0HELP","name":"it-help"},
        "response_url":"https://hooks.slack.com/app/T0DESK/3/z","message":{"type":"message","user":"U0BEN","team":"T0DESK",
        "text":"VPN &lt;down&gt;","ts":"1764579600.000100","thread_ts":"1764570000.000100",
        "files":[{"id":"F1","name":"a.png","permalink":"https://acme.slack.com/files/F1"}]})");
    CHECK(s.callback_id == "ticket_from_message");
    CHECK(s.message.channel == "C0HELP");
    CHECK(s.message.user == "U0BEN");
    CHECK(s.message.text == "VPN &lt;down&gt;");
    CHECK(s.message.root_ts() == "1764570000.000100");
    REQUIRE(s.message.files.size() == 1);
    CHECK(s.message.files[0].name == "a.png");
    CHECK(s.message.files[0].permalink == "https://acme.slack.com/files/F1");
}

TEST_CASE("a shortcut on a bare message still knows its time", "[wire][interactions]")
{
    const auto s = interaction<MessageShortcut>(
        R"("type":"message_action","message_ts":"1764579600.000100","channel":{"id":"C0HELP"},"message":{"type":"message"})");
    CHECK(s.message.ts == "1764579600.000100");
    CHECK(s.message.root_ts() == "1764579600.000100");
}

TEST_CASE("a suggestion brings what was typed so far", "[wire][interactions]")
{
    const auto s = interaction<Suggestion>(
        R"("type":"block_suggestion","action_id":"service","block_id":"service","value":"vp",
        "container":{"type":"view","view_id":"V1"},"view":{"id":"V1","callback_id":"incident:new","private_metadata":"m"})");
    CHECK(s.action_id == "service");
    CHECK(s.typed == "vp");
    REQUIRE(s.view);
    CHECK(s.view->private_metadata == "m");
}

TEST_CASE("a click in a view of seventy kilobytes is read", "[wire][interactions]")
{
    std::string options;
    for (int i = 0; options.size() < 70'000; ++i)
        options += (i ? "," : "") + std::string(R"({"text":{"type":"plain_text","text":"Größe )") +
                   std::to_string(i) + " " + std::string(40, 'b') + R"(","emoji":true},"value":"v)" +
                   std::to_string(i) + "\"}";
    const std::string frame =
        R"({"envelope_id":"big","type":"interactive","accepts_response_payload":false,"payload":{)" +
        kCommon +
        R"(,"type":"block_actions","view":{"id":"V1","type":"modal","blocks":[{"type":"actions","elements":[)"
        R"({"type":"static_select","action_id":"a","options":[)" +
        options +
        R"(]}]}],"state":{"values":{"a":{"a":{"type":"static_select","selected_option":{"value":"v7"}}}}}},)"
        R"("actions":[{"type":"static_select","action_id":"a","block_id":"a","action_ts":"1764579600.1",)"
        R"("selected_option":{"value":"v7"}}]}})";
    REQUIRE(frame.size() > 70'000);
    const Frame parsed = parse_frame(frame);
    REQUIRE(std::holds_alternative<Envelope>(parsed));
    const auto* action = std::get_if<BlockAction>(&std::get<Envelope>(parsed).payload);
    REQUIRE(action);
    CHECK(action->value.text == "v7");
    CHECK(action->view->values.at("a").text == "v7");
}
