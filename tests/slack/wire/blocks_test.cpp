#include "slack/wire/blocks.hpp"

#include "tests/slack/wire/block_rules.hpp"

#include <catch2/catch.hpp>

#include "handlers/domain/text.hpp"
#include "slack/wire/call.hpp"

using namespace deskbell;
using namespace deskbell::slack;
using test::refused;

namespace {

using Texts = std::vector<std::string>;

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
}

}  // namespace

TEST_CASE("a column of blocks is written from top to bottom", "[wire][blocks]")
{
    Blocks blocks;
    blocks.header("REQ-12").section("*VPN* is down").divider().context({"due 14:05"});
    CHECK(blocks.count() == 4);
    CHECK(blocks.json() ==
          R"([{"type":"header","text":{"type":"plain_text","text":"REQ-12","emoji":true}},)"
          R"({"type":"section","text":{"type":"mrkdwn","text":"*VPN* is down","verbatim":true}},)"
          R"({"type":"divider"},)"
          R"({"type":"context","elements":[{"type":"mrkdwn","text":"due 14:05","verbatim":true}]}])");
}

TEST_CASE("no blocks are an empty array", "[wire][blocks]")
{
    CHECK(Blocks{}.empty());
    CHECK(Blocks{}.json() == "[]");
}

TEST_CASE("empty texts are left out", "[wire][blocks]")
{
    const std::string blank = GENERATE(as<std::string>{}, "", " ", "\n\t ", "\u00a0", "\u200b");
    Blocks blocks;
    blocks.header(blank).section(blank).fields({blank, blank}).context({blank}).fields({}).context({});
    blocks.actions("row", {}).actions("row", {button("a", blank), menu("b", "x", {}), Element{}});
    blocks.input("i", "Label", Element{}, true);
    CHECK(blocks.empty());
    blocks.context({blank, "left", blank});
    CHECK(text_at(blocks.json(), "/0/elements/0/text") == "left");
    CHECK(refused(blocks.json(), kMessageBlocksMax).empty());
}

TEST_CASE("a section without text keeps what can be clicked", "[wire][blocks]")
{
    Blocks blocks;
    blocks.section("row", " ", button("open", "Open"));
    CHECK(text_at(blocks.json(), "/0/type") == "actions");
    CHECK(text_at(blocks.json(), "/0/elements/0/action_id") == "open");
}

TEST_CASE("a section stays without an accessory that cannot be made", "[wire][blocks]")
{
    Blocks blocks;
    blocks.section("", "text", menu("m", "Choose", {}));
    CHECK(blocks.json() == Blocks{}.section("text").json());
}

TEST_CASE("an input carries label, hint and element", "[wire][blocks]")
{
    Blocks blocks;
    blocks.input("title", "What do you need?", text_input("title", false), false, "One line", true);
    const std::string json = blocks.json();
    CHECK(text_at(json, "/0/block_id") == "title");
    CHECK(text_at(json, "/0/label/text") == "What do you need?");
    CHECK(text_at(json, "/0/hint/text") == "One line");
    CHECK(text_at(json, "/0/optional") == "false");
    CHECK(text_at(json, "/0/dispatch_action") == "true");
    CHECK(text_at(json, "/0/element/type") == "plain_text_input");
    CHECK(text_at(Blocks{}.input("title", "", text_input("title", false), true).json(), "/0/label/text") ==
          "title");
}

TEST_CASE("each text is cut at its own limit and not before", "[wire][blocks][pitfall-42]")
{
    struct Row {
        std::size_t limit;
        const char* pointer;
        std::string (*build)(std::string_view text);
    };
    const Row row = GENERATE(
        Row{kHeaderTextMax, "/0/text/text", [](std::string_view t) { return Blocks{}.header(t).json(); }},
        Row{kSectionTextMax, "/0/text/text", [](std::string_view t) { return Blocks{}.section(t).json(); }},
        Row{2000, "/0/fields/0/text",
            [](std::string_view t) { return Blocks{}.fields({std::string(t)}).json(); }},
        Row{kSectionTextMax, "/0/elements/0/text",
            [](std::string_view t) { return Blocks{}.context({std::string(t)}).json(); }},
        Row{kButtonTextMax, "/0/elements/0/text/text",
            [](std::string_view t) { return Blocks{}.actions("b", {button("a", t)}).json(); }},
        Row{kOptionTextMax, "/0/elements/0/options/0/text/text",
            [](std::string_view t) {
                return Blocks{}.actions("b", {menu("a", "p", {{"v", std::string(t)}})}).json();
            }},
        Row{150, "/0/elements/0/placeholder/text",
            [](std::string_view t) { return Blocks{}.actions("b", {user_menu("a", t)}).json(); }},
        Row{2000, "/0/label/text",
            [](std::string_view t) { return Blocks{}.input("b", t, date_picker("a"), true).json(); }},
        Row{2000, "/0/hint/text",
            [](std::string_view t) { return Blocks{}.input("b", "l", date_picker("a"), true, t).json(); }},
        Row{kInputTextMax, "/0/element/initial_value", [](std::string_view t) {
                return Blocks{}.input("b", "l", text_input("a", true, t), true).json();
            }});

    const std::string whole =
        "🦕" + std::string(row.limit - 4, 'x') + "🦕";  // exactly the limit, pairs at both ends
    REQUIRE(utf16_length(whole) == row.limit);
    CHECK(text_at(row.build(whole), row.pointer) == whole);

    const std::string cut = text_at(row.build(whole + "x"), row.pointer);
    CHECK(cut == "🦕" + std::string(row.limit - 4, 'x') + "…");  // the last pair would be split
    const std::string arabic = text_at(row.build(repeated("مرحبا ", 700)), row.pointer);
    CHECK(utf16_length(arabic) == row.limit);
    CHECK(arabic.ends_with("…"));
}

TEST_CASE("mrkdwn is never cut inside an entity or a token", "[wire][blocks]")
{
    const std::string lead(kSectionTextMax - 4, 'x');
    const std::string entity = text_at(Blocks{}.section(lead + "&amp;y").json(), "/0/text/text");
    CHECK(entity == lead + "…");
    const std::string token = text_at(Blocks{}.section(lead + "<@U0ANA>").json(), "/0/text/text");
    CHECK(token == lead + "…");
}

TEST_CASE("lists end at Slack's limits", "[wire][blocks]")
{
    Blocks blocks;
    blocks.fields(Texts(11, "f"))
        .context(Texts(11, "c"))
        .actions("a", std::vector<Element>(26, button("b", "B")));
    CHECK(text_at(blocks.json(), "/0/fields/9/text") == "f");
    CHECK(text_at(blocks.json(), "/0/fields/10/text").empty());
    CHECK(text_at(blocks.json(), "/1/elements/10/text").empty());
    CHECK(text_at(blocks.json(), "/2/elements/24/action_id") == "b");
    CHECK(text_at(blocks.json(), "/2/elements/25/action_id").empty());
}

TEST_CASE("blocks beyond the most are counted in one line", "[wire][blocks]")
{
    Blocks blocks;
    for (std::size_t i = 0; i < kMessageBlocksMax; ++i) blocks.section("row " + std::to_string(i));
    CHECK(text_at(blocks.json(), "/49/text/text") == "row 49");

    blocks.section("row 50");
    const std::string json = blocks.json();
    CHECK(text_at(json, "/48/text/text") == "row 48");
    CHECK(text_at(json, "/49/elements/0/text") == "… and 2 more");
    CHECK(text_at(json, "/50/type").empty());
    CHECK(text_at(blocks.json(kViewBlocksMax), "/50/text/text") == "row 50");
    CHECK(text_at(blocks.json(1), "/0/elements/0/text") == "… and 51 more");
}

TEST_CASE("a message stays within Slack's total, a view need not", "[wire][blocks][pitfall-64]")
{
    Blocks blocks;
    for (int i = 0; i < 4; ++i) blocks.section(std::string(2500, 'x'));
    CHECK(text_at(blocks.json(), "/3/type") == "section");
    CHECK(test::text_total(blocks.json()) == kMessageTextBudget);

    blocks.section("y");
    const std::string json = blocks.json();
    CHECK(test::text_total(json) <= kMessageTextBudget);
    CHECK(text_at(json, "/2/type") == "section");
    CHECK(text_at(json, "/3/elements/0/text") == "… and 2 more");
    CHECK(test::text_total(blocks.json(kViewBlocksMax)) == kMessageTextBudget + 1);
}

TEST_CASE("one block with very much text is cut, not replaced", "[wire][blocks]")
{
    const Texts texts(10, std::string(3000, 'x'));
    for (const std::string& json :
         {Blocks{}.fields(texts).section("y").json(), Blocks{}.context(texts).section("y").json()}) {
        CHECK(test::text_total(json) <= kMessageTextBudget);
        CHECK(test::text_total(json) > kMessageTextBudget - 100);
        CHECK(refused(json, kMessageBlocksMax).empty());
        CHECK(text_at(json, "/1/text/text") == "y");
    }
}

TEST_CASE("a view stays below Slack's bytes", "[wire][blocks]")
{
    Modal modal;
    modal.title = "Long";
    for (int i = 0; i < 100; ++i) modal.blocks.section(repeated("€", 3000));
    CHECK(modal.json().size() < 250'000);
    CHECK(modal.json().size() > 150'000);
    CHECK(text_at(modal.json(), "/blocks/20/type") == "section");
}

TEST_CASE("columns are put below each other, also a column below itself", "[wire][blocks]")
{
    Blocks blocks, more;
    blocks.section("one");
    more.section("two").divider();
    blocks.append(more).append(blocks).append(Blocks{});
    CHECK(blocks.count() == 6);
    CHECK(text_at(blocks.json(), "/4/text/text") == "two");
}

TEST_CASE("whatever people write, Slack takes the blocks", "[wire][blocks][pitfall-42]")
{
    const std::string text =
        GENERATE(as<std::string>{}, "", "x", "\"quotes\" and \\slashes\\", "<!channel> & <@U1>",
                 "line\nline\r\n\ttab", "\xFF\xFE broken \xC3", "🦕👩‍💻🇩🇪",
                 "‏שלום‎ مرحبا", std::string(1, '\0') + "nul", "\x1b[31m");
    for (const std::size_t times : {std::size_t{1}, std::size_t{80}, std::size_t{4000}}) {
        const std::string t = repeated(text, times);
        const std::vector<Choice> choices(200, Choice{t, t});
        Blocks blocks;
        blocks.header(t)
            .section(t)
            .section("one", t, button("a", t, t, Style::danger))
            .fields(Texts(12, t))
            .context(Texts(12, t));
        blocks.actions("row", {menu("m", t, choices, t), link_button("l", t, "https://example.com/" + t),
                               user_menu("u", t)});
        blocks.input("i", t, checkbox("c", choices, {t}), true, t);
        blocks.input("j", t, text_input("t", true, t, t, 10), true, t);
        CAPTURE(t.substr(0, 100), blocks.json());
        // Control characters and bad bytes are the callers' to clean; they must not break the JSON.
        for (const std::string& finding : refused(blocks.json(), kMessageBlocksMax))
            CHECK(finding.ends_with("has bad bytes"));
        CHECK(test::text_total(blocks.json()) <= kMessageTextBudget);
    }
}

TEST_CASE("a modal has what Slack insists on", "[wire][views]")
{
    Modal modal;
    modal.callback_id = "request:new";
    modal.title = "New ticket";
    modal.private_metadata = R"({"channel":"C1"})";
    modal.blocks.section("Hello");
    CHECK(modal.json() ==
          R"({"type":"modal","callback_id":"request:new","title":{"type":"plain_text","text":"New ticket"},)"
          R"("close":{"type":"plain_text","text":"Cancel"},"private_metadata":"{\"channel\":\"C1\"}",)"
          R"("blocks":[{"type":"section","text":{"type":"mrkdwn","text":"Hello","verbatim":true}}]})");

    modal.submit = "Create";
    modal.notify_on_close = true;
    CHECK(text_at(modal.json(), "/submit/text") == "Create");
    CHECK(text_at(modal.json(), "/notify_on_close") == "true");
}

TEST_CASE("a modal with inputs can always be submitted", "[wire][views]")
{
    Modal modal;
    modal.title = "New ticket";
    CHECK(text_at(modal.json(), "/submit/text").empty());
    modal.blocks.input("title", "Title", text_input("title", false), false);
    CHECK(text_at(modal.json(), "/submit/text") == "Submit");
}

TEST_CASE("the words of a modal's frame are cut at 24", "[wire][views]")
{
    Modal modal;
    modal.title = modal.submit = modal.close = std::string(22, 'x') + "🦕";
    CHECK(text_at(modal.json(), "/title/text") == modal.title);
    modal.title = modal.submit = modal.close = std::string(23, 'x') + "🦕";
    for (const char* pointer : {"/title/text", "/submit/text", "/close/text"})
        CHECK(text_at(modal.json(), pointer) == std::string(23, 'x') + "…");
    modal.title = " ";
    CHECK_FALSE(text_at(modal.json(), "/title/text").empty());
}

TEST_CASE("a view shows a hundred blocks", "[wire][views]")
{
    Modal modal;
    modal.title = "Long";
    Home home;
    for (int i = 0; i < 101; ++i) {
        modal.blocks.divider();
        home.blocks.divider();
    }
    CHECK(text_at(modal.json(), "/blocks/99/elements/0/text") == "… and 2 more");
    CHECK(text_at(home.json(), "/blocks/99/elements/0/text") == "… and 2 more");
    CHECK(text_at(home.json(), "/blocks/100/type").empty());
}

TEST_CASE("an empty Home is a view all the same", "[wire][views]")
{
    CHECK(Home{}.json() == R"({"type":"home","blocks":[]})");
}
