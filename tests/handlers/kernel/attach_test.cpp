#include "handlers/kernel/attach.hpp"

#include "handlers/domain/text.hpp"
#include "tests/handlers/kernel/world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::kernel;

namespace {

Attachment text_file(std::string content) { return {"a.csv", "A table", "", std::move(content)}; }

Attachment after_storing(const Attachment& attachment)
{
    const auto read = attachments_from(to_json({attachment}));
    REQUIRE(read);
    REQUIRE(read->size() == 1);
    return read->front();
}

std::string stored_text(std::string content)
{
    return std::get<std::string>(after_storing(text_file(std::move(content))).content);
}

}  // namespace

TEST_CASE("a chart comes out of the outbox as it went in, gaps included", "[kernel][attach]")
{
    Chart chart;
    chart.kind = Chart::Kind::bars;
    chart.title = "Opened";
    chart.unit = "tickets";
    chart.labels = {"W1", "W2"};
    chart.series = {{"Opened", {1.5, std::nullopt}}, {"Resolved", {0.0, 2.0}}};
    chart.goal = 3;
    const Attachment read = after_storing({"a.png", "Weeks", "says it", chart});
    CHECK(read.filename == "a.png");
    CHECK(read.title == "Weeks");
    CHECK(read.alt_text == "says it");
    const Chart& again = std::get<Chart>(read.content);
    CHECK(alt_text(again) == alt_text(chart));
    CHECK_FALSE(again.value(0, 1));
    CHECK(again.goal == 3.0);
}

TEST_CASE("a text file keeps its bytes, as far as they are UTF-8", "[kernel][attach]")
{
    CHECK(stored_text("a,b\r\n\"é\"\t\n") == "a,b\r\n\"é\"\t\n");
    CHECK(stored_text("bad \xff") == "bad \xef\xbf\xbd");
    CHECK(stored_text("") == "\n");
}

TEST_CASE("a text that is too long ends after a line and says so", "[kernel][attach]")
{
    std::string rows;
    while (rows.size() <= kTextBytesMost) rows += "one,two,three\n";
    const std::string text = stored_text(rows);
    CHECK(text.size() <= kTextBytesMost);
    CHECK(text.find("three\n(the rest is left out") != std::string::npos);
    CHECK(stored_text(std::string(kTextBytesMost + 5, 'x')).size() <= kTextBytesMost);
}

TEST_CASE("names of files are names everywhere, and a description fits Slack's limit", "[kernel][attach]")
{
    Attachment odd = text_file("x");
    odd.filename = "../week\n1.csv";
    odd.alt_text = std::string(5000, 'a');
    const Attachment read = after_storing(odd);
    CHECK(read.filename == ".._week_1.csv");
    CHECK(utf16_length(read.alt_text) == kAltTextMost);
    odd.filename = "";
    CHECK(after_storing(odd).filename == "file");
}

TEST_CASE("attachments are one row in the lane of their channel, once", "[kernel][attach]")
{
    test::World world;
    store::Unit unit(*world.db, world.now);
    for (int again = 0; again < 2; ++again)
        attach(unit, "UBOSS", 0, std::vector<Attachment>(12, text_file("x")), "This week", "digest-48");
    attach(unit, "UBOSS", 0, {}, "nothing", "digest-49");
    const auto rows = unit.outbox.claim(world.now, 10);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].method == kUploadMethod);
    CHECK(rows[0].lane == "UBOSS");
    CHECK(rows[0].channel == "UBOSS");
    CHECK(rows[0].arguments.at("initial_comment") == "This week\n2 more files left out.");
    const auto read = attachments_from(rows[0].arguments.at("attachments"));
    REQUIRE(read);
    CHECK(read->size() == kAttachmentsMost);
}

TEST_CASE("what is no list of attachments is an error, not a crash", "[kernel][attach]")
{
    for (const char* text : {"", "[", "[1]", R"([{"filename":"a"}])", "{}"})
        if (const auto read = attachments_from(text); read)
            CHECK(read->empty());
    CHECK_FALSE(attachments_from("["));
}
