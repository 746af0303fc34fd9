// Records as a table or as lines of JSON, as far as the reader may see them.
#include "handlers/kernel/evidence/export.hpp"
#include "handlers/domain/text.hpp"
#include "store/sha256.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;

namespace {

kernel::ExportOrder order_of(const World& w, kernel::ExportFormat format)
{
    kernel::ExportOrder order;
    order.process = w.desk->process("request");
    order.to = w.now + 1s;
    order.format = format;
    return order;
}

std::string exported(World& w, const kernel::ExportOrder& order)
{
    store::Unit unit(*w.db, w.now);
    std::string out;
    kernel::export_records(*w.desk, order, unit, [&](std::string_view piece) { out += piece; });
    return out;
}

std::vector<Json> lines_of(const std::string& text)
{
    std::vector<Json> out;
    for (const std::string& line : split(text, '\n'))
        if (!line.empty())
            out.push_back(Json::parse(line));
    return out;
}

void make_manager(World& w, const std::string& user)
{
    w.settings.roles["manager"] = {user};
    w.desk = std::make_unique<kernel::Desk>(all_processes(), w.settings, w.desk->self());
}

}  // namespace

TEST_CASE("a cell that a spreadsheet would run is harmless, and quotes are doubled", "[kernel][export]")
{
    World w;
    w.command("UMIA", "/ticket", "=HYPERLINK(\"http://x\",\"y\")");
    w.command("UMIA", "/ticket", "-1 and, a comma");
    const std::string csv = exported(w, order_of(w, kernel::ExportFormat::csv));
    CHECK(csv.starts_with("number,process,version,created_at,updated_at,title,"));
    CHECK(csv.find(",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",") != std::string::npos);
    CHECK(csv.find(",\"'-1 and, a comma\",") != std::string::npos);
    CHECK(csv.ends_with("\r\n"));
}

TEST_CASE("lines of JSON hold the history and the words when they are asked for", "[kernel][export]")
{
    World w;
    w.command("UMIA", "/ticket", "new chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Note");
    w.submit("UANA", {{"Note", "again"}});
    auto order = order_of(w, kernel::ExportFormat::jsonl);
    CHECK_FALSE(lines_of(exported(w, order)).front().contains("events"));
    order.with_events = order.with_comments = true;
    const Json line = lines_of(exported(w, order)).front();
    CHECK(line["number"] == "REQ-1");
    CHECK(line["attributes"]["title"] == "new chair");
    CHECK(line["events"][0]["kind"] == "created");
    CHECK(line["comments"][0]["visibility"] == "note");
}

TEST_CASE("only what was raised within the bounds is given, the first instant included", "[kernel][export]")
{
    World w;
    w.command("UMIA", "/ticket", "one thing");
    const UtcTime first = w.record("REQ-1").created_at;
    w.now += 1h;
    w.command("UMIA", "/ticket", "two things");
    auto order = order_of(w, kernel::ExportFormat::jsonl);
    order.from = first;
    order.to = w.record("REQ-2").created_at;
    CHECK(lines_of(exported(w, order)).size() == 1);
    order.from = first + 1s;
    order.to = w.now + 1s;
    CHECK(lines_of(exported(w, order)).front()["number"] == "REQ-2");
}

TEST_CASE("a manager gets a table of what they may see, and is told how much they may not",
          "[kernel][export]")
{
    World w;
    make_manager(w, "UBOSS");
    w.command("UMIA", "/ticket", "secret of mia");
    w.command("UBOSS", "/ticket", "a bigger office");
    w.command("UBOSS", "/desk", "export request this-year");
    CHECK(w.ack.dump(-1, ' ', false).find("direct message") != std::string::npos);
    w.fire_timers();
    REQUIRE(w.files.size() == 2);
    CHECK(w.files[0].channel == "DUBOSS");
    CHECK(w.files[0].content.find("a bigger office") != std::string::npos);
    CHECK(w.files[0].content.find("secret of mia") == std::string::npos);
    const Json manifest = Json::parse(w.files[1].content);
    CHECK(manifest["rows"] == 1);
    CHECK(manifest["seen_by"] == "UBOSS");
    CHECK(manifest["sha256"] == store::sha256_hex(w.files[0].content));
}

TEST_CASE("an export in Slack is a table or lines of JSON, of a period and of what a search selects",
          "[kernel][export]")
{
    World w;
    w.settings.roles["auditor"] = {"UAUD"};
    w.set_up();
    w.command("UMIA", "/ticket", "a chair");
    w.command("UJON", "/ticket", "a table");
    w.write("UJON", "CROOMHELP", "a lamp");
    w.command("UAUD", "/desk", "export request this-year jsonl inbox:it from:<@UJON>");
    CHECK_THAT(w.ack.dump(), Catch::Contains("lines of JSON") && Catch::Contains("inbox:it"));
    w.fire_timers();
    REQUIRE(w.files.size() == 2);
    CHECK_THAT(w.files[0].filename, Catch::EndsWith(".jsonl"));
    const auto lines = lines_of(w.files[0].content);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0]["attributes"]["title"] == "a table");
    const Json manifest = Json::parse(w.files[1].content);
    CHECK(manifest["filter"] == "inbox:it from:<@UJON>");
    CHECK(manifest["format"] == "jsonl");
    CHECK(manifest["rows"] == 1);
    CHECK(manifest["sha256"] == store::sha256_hex(w.files[0].content));
    w.command("UAUD", "/desk", "export request \"a lamp\"");
    w.fire_timers();
    CHECK_THAT(w.files[2].content, Catch::Contains("a lamp") && !Catch::Contains("a chair"));
}

TEST_CASE("a filter of an export is checked when it is typed, and tells nothing of what one may not see",
          "[kernel][export][privacy]")
{
    World w;
    make_manager(w, "UBOSS");
    w.command("UMIA", "/ticket", "secret of mia");
    w.command("UBOSS", "/desk", "export request this-year fron:me");
    CHECK_THAT(w.refused, Catch::Contains("Did you mean `from:`?"));
    w.command("UBOSS", "/desk", "export request last-mnth");
    CHECK_FALSE(w.refused.empty());
    std::string said;
    w.watch = [&](const store::Outgoing& call, const std::string&) {
        for (const auto& [name, value] : call.arguments) said += value;
    };
    w.command("UBOSS", "/desk", "export request this-year from:<@UMIA>");
    w.fire_timers();
    CHECK_THAT(said, Catch::Contains("0 rows") && !Catch::Contains("may not see"));
    w.command("UBOSS", "/desk", "export request this-year");
    w.fire_timers();
    CHECK_THAT(said, Catch::Contains("1 more that you may not see"));
}

TEST_CASE("what hidden agents have is not found out by an export", "[kernel][export][hide_agents]")
{
    World w;
    w.settings.inboxes[0].hides_agents = true;
    make_manager(w, "UMIA");
    w.command("UMIA", "/ticket", "a chair");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    w.command("UMIA", "/desk", "export request this-year assignee:<@UANA>");
    w.fire_timers();
    CHECK_THAT(w.files.at(0).content, !Catch::Contains("a chair"));
}

TEST_CASE("exports are refused to who has no such role, and what is no process is named", "[kernel][export]")
{
    World w;
    make_manager(w, "UBOSS");
    w.command("UMIA", "/desk", "export request");
    CHECK(w.refused.find("managers, auditors") != std::string::npos);
    w.command("UBOSS", "/desk", "export tickets");
    CHECK(w.refused.find("request") != std::string::npos);
    w.command("UBOSS", "/desk", "export request some-day");
    CHECK_FALSE(w.refused.empty());
}

TEST_CASE("everybody gets their own requests, without notes, and nobody else's", "[kernel][export]")
{
    World w;
    w.command("UANA", "/ticket", "own wish");
    w.command("UNOA", "/ticket", "not hers");
    w.press("UBEN", w.message(World::kTriage, "REQ-1"), "Note");
    w.submit("UBEN", {{"Note", "about a colleague"}});
    w.press("UBEN", w.message(World::kTriage, "REQ-1 own wish"), "Reply");
    w.submit("UBEN", {{"Reply", "soon"}});
    w.command("UANA", "/ticket", "export");
    w.fire_timers();
    REQUIRE(w.files.size() == 1);
    CHECK(w.files[0].channel == "DUANA");
    const auto lines = lines_of(w.files[0].content);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0]["number"] == "REQ-1");
    REQUIRE(lines[0]["comments"].size() == 1);
    CHECK(lines[0]["comments"][0]["text"] == "soon");
    w.command("UEVE", "/ticket", "export");
    CHECK(w.ack.dump().find("nothing") != std::string::npos);
}

TEST_CASE("who wants to be erased raises one private ticket that says how", "[kernel][export]")
{
    World w;
    w.command("UMIA", "/ticket", "erase");
    CHECK(w.modal.dump(-1, ' ', false).find("What will happen") != std::string::npos);
    const Json form = w.modal;
    w.submit("UMIA", {});
    CHECK(w.record("REQ-1").has("private"));
    CHECK(w.record("REQ-1").at("requester") == "UMIA");
    CHECK(w.record("REQ-1").at("details").find("deskbell erase --user UMIA") != std::string::npos);
    w.now += 1h;
    w.modal = form;
    w.submit("UMIA", {});
    CHECK(w.modal.dump().find("REQ-1 is still open") != std::string::npos);
}
