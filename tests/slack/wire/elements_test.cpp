#include "slack/wire/blocks.hpp"

#include "tests/slack/wire/block_rules.hpp"

#include <catch2/catch.hpp>

#include "slack/wire/call.hpp"

using namespace deskbell;
using namespace deskbell::slack;

namespace {

std::vector<Choice> numbered(int n)
{
    std::vector<Choice> out;
    for (int i = 0; i < n; ++i)
        out.push_back({"v" + std::to_string(i), "Choice " + std::to_string(i)});
    return out;
}

}  // namespace

TEST_CASE("a button says what it does and what comes back", "[wire][elements]")
{
    CHECK(
        button("take", "Take it 🎫", "REQ-1", Style::primary).json ==
        R"({"type":"button","action_id":"take","text":{"type":"plain_text","text":"Take it 🎫","emoji":true},"value":"REQ-1","style":"primary"})");
    CHECK(text_at(button("del", "Delete", "x", Style::danger).json, "/style") == "danger");
    CHECK(text_at(button("a", "Plain").json, "/style").empty());
    CHECK(button("a", "Plain").json.find("value") == std::string::npos);
    CHECK(button("a", "").json.empty());
}

TEST_CASE("a button's value is whole or not there", "[wire][elements]")
{
    CHECK(text_at(button("a", "A", std::string(2000, 'x')).json, "/value").size() == 2000);
    CHECK(text_at(button("a", "A", std::string(2001, 'x')).json, "/value").empty());
}

TEST_CASE("a link button goes to the web only", "[wire][elements]")
{
    CHECK(text_at(link_button("l", "Open", "https://example.com/?a=1&b=2").json, "/url") ==
          "https://example.com/?a=1&b=2");
    CHECK(link_button("l", "Open", "javascript:alert(1)").json.empty());
    CHECK(link_button("l", "Open", "").json.empty());
    CHECK(link_button("l", "Open", "https://example.com/" + std::string(3000, 'x')).json.empty());
}

TEST_CASE("a menu begins with exactly one of its options", "[wire][elements]")
{
    const Element e = menu("prio", "Priority", {{"P1", "Now"}, {"P2", "Today"}}, "P2");
    CHECK(
        e.json ==
        R"({"type":"static_select","action_id":"prio","placeholder":{"type":"plain_text","text":"Priority"},)"
        R"("options":[{"text":{"type":"plain_text","text":"Now","emoji":true},"value":"P1"},)"
        R"({"text":{"type":"plain_text","text":"Today","emoji":true},"value":"P2"}],)"
        R"("initial_option":{"text":{"type":"plain_text","text":"Today","emoji":true},"value":"P2"}})");
    CHECK(menu("prio", "Priority", {{"P1", "Now"}}, "P9").json.find("initial") == std::string::npos);
    CHECK(menu("prio", "Priority", {{"P1", "Now"}}).json.find("initial") == std::string::npos);
}

TEST_CASE("a menu shows a hundred choices, ticks show ten", "[wire][elements]")
{
    CHECK(text_at(menu("m", "p", numbered(101)).json, "/options/99/value") == "v99");
    CHECK(text_at(menu("m", "p", numbered(101)).json, "/options/100/value").empty());
    CHECK(menu("m", "p", numbered(101), "v100").json.find("initial") == std::string::npos);
    CHECK(text_at(multi_menu("m", "p", numbered(101)).json, "/options/100/value").empty());
    CHECK(text_at(radio("r", numbered(11)).json, "/options/9/value") == "v9");
    CHECK(text_at(radio("r", numbered(11)).json, "/options/10/value").empty());
    CHECK(text_at(checkbox("c", numbered(11)).json, "/options/10/value").empty());
}

TEST_CASE("a choice that Slack would refuse is not offered", "[wire][elements]")
{
    const std::string longest(75, 'v');
    const Element e =
        menu("m", "p", {{"", "no value"}, {longest + "x", "too long"}, {longest, "fits"}, {"bare", " "}});
    CHECK(text_at(e.json, "/options/0/value") == longest);
    CHECK(text_at(e.json, "/options/1/text/text") == "bare");
    CHECK(text_at(e.json, "/options/2/value").empty());
    CHECK(menu("m", "p", {{"", "no value"}}).json.empty());
    CHECK(radio("m", {}).json.empty());
    CHECK(checkbox("m", {}).json.empty());
    CHECK(multi_menu("m", "p", {}).json.empty());
}

TEST_CASE("several may be chosen at first, in the order of the options", "[wire][elements]")
{
    const Element e = multi_menu("m", "p", numbered(5), {"v3", "v1", "v9"});
    CHECK(text_at(e.json, "/type") == "multi_static_select");
    CHECK(text_at(e.json, "/initial_options/0/value") == "v1");
    CHECK(text_at(e.json, "/initial_options/1/value") == "v3");
    CHECK(text_at(e.json, "/initial_options/2/value").empty());
    CHECK(text_at(checkbox("c", numbered(2), {"v0"}).json, "/initial_options/0/value") == "v0");
    CHECK(checkbox("c", numbered(2), {"other"}).json.find("initial") == std::string::npos);
}

TEST_CASE("people are chosen by id", "[wire][elements]")
{
    CHECK(
        user_menu("who", "Who?", "U0ANA").json ==
        R"({"type":"users_select","action_id":"who","placeholder":{"type":"plain_text","text":"Who?"},"initial_user":"U0ANA"})");
    CHECK(user_menu("who", "").json == R"({"type":"users_select","action_id":"who"})");
    CHECK(users_menu("who", "", {"U1", "U2"}).json ==
          R"({"type":"multi_users_select","action_id":"who","initial_users":["U1","U2"]})");
    CHECK(users_menu("who", "").json == R"({"type":"multi_users_select","action_id":"who"})");
}

TEST_CASE("a picker begins with a date of the right shape only", "[wire][elements]")
{
    CHECK(text_at(date_picker("d", "2026-11-23").json, "/initial_date") == "2026-11-23");
    for (const char* bad : {"", "2026-11-2", "23.11.2026", "2026-11-23T09:00", "2026/11/23", "abcd-ef-gh"})
        CHECK(date_picker("d", bad).json == R"({"type":"datepicker","action_id":"d"})");
    CHECK(instant_picker("i", "1795426200").json ==
          R"({"type":"datetimepicker","action_id":"i","initial_date_time":1795426200})");
    for (const char* bad : {"", "0795426200", "179542620", "17954262000", "soon", "-179542620"})
        CHECK(instant_picker("i", bad).json == R"({"type":"datetimepicker","action_id":"i"})");
}

TEST_CASE("a text input says how much may be typed", "[wire][elements]")
{
    CHECK(
        text_input("t", true, "so far", "Words", 140).json ==
        R"({"type":"plain_text_input","action_id":"t","multiline":true,"max_length":140,"initial_value":"so far",)"
        R"("placeholder":{"type":"plain_text","text":"Words"}})");
    CHECK(text_at(text_input("t", false).json, "/max_length") == "3000");
    CHECK(text_at(text_input("t", false, "", "", 9999).json, "/max_length") == "3000");
    CHECK(text_at(text_input("t", false, "abcdef", "", 4).json, "/initial_value") == "abc…");
}

TEST_CASE("a number input always says whether decimals are allowed", "[wire][elements]")
{
    CHECK(number_input("n", false, "42").json ==
          R"({"type":"number_input","action_id":"n","is_decimal_allowed":false,"initial_value":"42"})");
    CHECK(text_at(number_input("n", true, "-4.5").json, "/initial_value") == "-4.5");
    for (const char* bad : {"", "4.5", "4.", ".5", "-", "1e3", "four"})
        CHECK(number_input("n", false, bad).json ==
              R"({"type":"number_input","action_id":"n","is_decimal_allowed":false})");
    CHECK(text_at(number_input("n", true, ".").json, "/initial_value").empty());
}
