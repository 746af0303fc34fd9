#include "slack/local/block_check.hpp"

#include "tests/slack/local/fixture.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <functional>

using namespace deskbell::slack::local;

namespace {

Complaints message_complaints(const Json& blocks)
{
    Complaints out;
    BlockWalk walk{Surface::message, out, {}, 0, 0, false};
    check_blocks(blocks, "/blocks", walk);
    return out;
}

Complaints view_complaints(const std::function<void(Json&)>& spoil)
{
    Json view = form_view();
    spoil(view);
    Complaints out;
    check_view(view, "/view", out);
    return out;
}

Json section(const std::string& text)
{
    return {{"type", "section"}, {"text", {{"type", "mrkdwn"}, {"text", text}}}};
}

Json actions(const Json& element)
{
    return Json::array({{{"type", "actions"}, {"elements", Json::array({element})}}});
}

Json options(std::size_t count)
{
    Json out = Json::array();
    for (std::size_t i = 0; i < count; ++i)
        out.push_back({{"text", plain_text(std::to_string(i))}, {"value", std::to_string(i)}});
    return out;
}

}  // namespace

TEST_CASE("good blocks and views have no complaints", "[local][blocks]")
{
    CHECK(message_complaints(button_blocks()).empty());
    CHECK(view_complaints([](Json&) {}).empty());
    CHECK(message_complaints(
              Json::array(
                  {section("x"), {{"type", "divider"}}, {{"type", "header"}, {"text", plain_text("h")}}}))
              .empty());
}

TEST_CASE("each limit of a message's blocks is watched", "[local][blocks]")
{
    const auto refused = [](const Json& blocks) { return message_complaints(blocks).size() == 1; };
    CHECK(refused(std::vector<Json>(51, {{"type", "divider"}})));
    CHECK(refused(Json::array({section("")})));
    CHECK(refused(Json::array({section(std::string(3001, 'x'))})));
    CHECK(refused(Json::array({{{"type", "header"}, {"text", plain_text(std::string(151, 'x'))}}})));
    CHECK(refused(Json::array({{{"type", "header"}, {"text", {{"type", "mrkdwn"}, {"text", "x"}}}}})));
    CHECK(refused(Json::array({{{"type", "hologram"}}})));
    CHECK(refused(Json::array({{{"type", "actions"}, {"elements", Json::array()}}})));
    CHECK(refused(
        Json::array({{{"type", "divider"}, {"block_id", "a"}}, {{"type", "divider"}, {"block_id", "a"}}})));
    CHECK(refused(actions({{"type", "button"}, {"text", plain_text(std::string(76, 'x'))}})));
    CHECK(
        refused(actions({{"type", "button"}, {"text", plain_text("x")}, {"value", std::string(2001, 'x')}})));
    CHECK(refused(actions({{"type", "button"}, {"text", plain_text("x")}, {"style", "loud"}})));
    CHECK(refused(actions({{"type", "static_select"}, {"options", options(0)}})));
    CHECK(refused(actions({{"type", "static_select"}, {"options", options(101)}})));
    CHECK(refused(actions({{"type", "overflow"}, {"options", options(6)}})));
    CHECK(refused(actions({{"type", "checkboxes"}, {"options", options(11)}})));
    CHECK(refused(actions({{"type", "plain_text_input"}, {"action_id", "x"}})));
    CHECK(refused(
        actions({{"type", "static_select"}, {"options", options(2)}, {"initial_option", options(3)[2]}})));
}

TEST_CASE("lengths are counted in UTF-16 units, as Slack most likely does", "[local][blocks]")
{
    std::string emoji;
    for (int i = 0; i < 75; ++i) emoji += "\xF0\x9F\x8E\xAB";
    CHECK(message_complaints(Json::array({{{"type", "header"}, {"text", plain_text(emoji)}}})).empty());
    CHECK_FALSE(
        message_complaints(Json::array({{{"type", "header"}, {"text", plain_text(emoji + "x")}}})).empty());
}

TEST_CASE("two elements of a row may not share an action id", "[local][blocks]")
{
    Json blocks = button_blocks();
    blocks[0]["elements"][1]["action_id"] = "take";
    CHECK(message_complaints(blocks).size() == 1);
}

TEST_CASE("a modal needs its title, its button and well-formed inputs", "[local][blocks]")
{
    const auto refused = [](const std::function<void(Json&)>& spoil) {
        return !view_complaints(spoil).empty();
    };
    CHECK(refused([](Json& v) { v.erase("title"); }));
    CHECK(refused([](Json& v) { v.erase("submit"); }));
    CHECK(refused([](Json& v) { v.erase("blocks"); }));
    CHECK(refused([](Json& v) { v["type"] = "sheet"; }));
    CHECK(refused([](Json& v) { v["private_metadata"] = std::string(3001, 'x'); }));
    CHECK(refused([](Json& v) { v["blocks"][0].erase("label"); }));
    CHECK(refused([](Json& v) { v["blocks"][0]["element"]["max_length"] = 3001; }));
    CHECK(refused([](Json& v) { v["blocks"][0]["element"]["type"] = "button"; }));
    CHECK(refused([](Json& v) { v["blocks"][1]["element"].erase("is_decimal_allowed"); }));
    CHECK(refused([](Json& v) { v["blocks"] = std::vector<Json>(101, {{"type", "divider"}}); }));
    CHECK(refused([](Json& v) { v["blocks"].push_back({{"type", "markdown"}, {"text", "x"}}); }));
    CHECK(refused([](Json& v) {
        for (auto& block : v["blocks"]) block["element"]["focus_on_load"] = true;
    }));
}

TEST_CASE("no JSON whatever makes the check throw", "[local][blocks]")
{
    const Json odd = Json::array(
        {nullptr,
         1,
         "x",
         Json::array(),
         Json::object(),
         {{"type", 5}},
         {{"type", "section"}, {"text", 7}},
         {{"type", "actions"}, {"elements", Json::array({nullptr, 3, {{"type", "button"}, {"text", "x"}}})}},
         {{"type", "input"}, {"label", nullptr}, {"element", Json::array()}},
         {{"type", "context"}, {"elements", {1, 2}}},
         {{"type", "section"}, {"fields", {1}}, {"accessory", "x"}},
         {{"type", "actions"},
          {"elements",
           Json::array({{{"type", "static_select"}, {"options", {1, nullptr}}, {"initial_option", 4}},
                        {{"type", "static_select"}, {"option_groups", {1}}},
                        {{"type", "button"}, {"confirm", 5}}})}}});
    CHECK_FALSE(message_complaints(odd).empty());
    CHECK_FALSE(message_complaints(Json("x")).empty());
    for (const auto& one : odd) CHECK_FALSE(view_complaints([&](Json& v) { v = one; }).empty());
}
