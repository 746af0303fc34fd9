// /ticket find and /desk find: words, phrases and filters.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

/// The numbers that a search of `user` shows, or what refused it.
std::string found(World& w, const std::string& user, const std::string& search)
{
    w.command(user, "/desk", "find " + search);
    if (!w.refused.empty())
        return w.refused;
    std::string out;
    for (const Json& block : w.ack["blocks"])
        if (const std::string id = block.value("block_id", ""); id.starts_with("find:"))
            out += (out.empty() ? "" : " ") + id.substr(5);
    return out;
}

/// REQ-1 old and held by UANA, REQ-2 private, REQ-3 of UNOA on hold, REQ-4 of the rooms, INC-1.
void fill(World& w)
{
    w.command("UMIA", "/ticket", "no internet at home");
    w.now += 24h * 20;
    w.press("UANA", w.message(World::kTriage, "REQ-1 "), "Take it");
    w.command("UMIA", "/ticket", "");
    w.submit("UMIA", {{"What do you need?", "internet of mine, no joke"},
                      {"Type", "I need something"},
                      {"Private", "Yes"}});
    w.command("UNOA", "/ticket", "https://wiki.example is slow");
    w.choose("UANA", w.message(World::kTriage, "REQ-3 "), "Hold…");
    w.submit("UANA", {{"Reason", "Waiting for a supplier"}});
    w.command("UNOA", "/ticket", "a projector", "CROOMHELP");
    w.command("UNOA", "/ticket", "");
    w.submit("UNOA", {{"What do you need?", "VPN drops"}, {"Type", "Something is broken"}});
}

}  // namespace

TEST_CASE("a search takes words, phrases in quotes, and every filter", "[kernel][search]")
{
    World w;
    fill(w);
    // The best match first.
    CHECK(found(w, "UANA", "internet") == "REQ-1 REQ-2");
    CHECK(found(w, "UANA", "\"no internet\"") == "REQ-1");
    CHECK(found(w, "UANA", "“no internet”") == "REQ-1");
    CHECK(found(w, "UANA", "https://wiki.example") == "REQ-3");
    CHECK(found(w, "UANA", "internet since:2w") == "REQ-2");
    CHECK(found(w, "UANA", "internet before:2w") == "REQ-1");
    CHECK(found(w, "UANA", "internet before:2020-01-01") == "");
    CHECK(found(w, "UANA", "internet since:2020-01-01 from:<@UMIA|mia>") == "REQ-1 REQ-2");
    CHECK(found(w, "UANA", "from:<@UNOA|noa> inbox:it") == "INC-1 REQ-3");
    CHECK(found(w, "UANA", "assignee:me") == "REQ-1");
    CHECK(found(w, "UANA", "assignee:nobody process:inc") == "INC-1");
    CHECK(found(w, "UANA", "is:private") == "REQ-2");
    CHECK(found(w, "UANA", "status:hold") == "REQ-3");
    CHECK(found(w, "UANA", "priority:p4 priority:p3 process:incident") ==
          (w.record("INC-1").at("priority") >= "P3" ? "INC-1" : ""));
    CHECK(found(w, "UNOA", "from:me status:open") == "INC-1 REQ-4 REQ-3");
}

TEST_CASE("a search shows only what the person may see, and counts only that", "[kernel][search]")
{
    World w;
    fill(w);
    CHECK(found(w, "UNOA", "internet") == "");
    CHECK_THAT(w.ack.dump(), Contains("* · 0"));
    CHECK(found(w, "UEVE", "is:private") == "");
    CHECK(found(w, "UANA", "projector") == "");
    CHECK(found(w, "UANA", "inbox:rooms") == "");
    CHECK(found(w, "UCHLOE", "projector") == "REQ-4");
}

TEST_CASE("a wrong filter is answered with those that there are", "[kernel][search]")
{
    World w;
    fill(w);
    CHECK_THAT(found(w, "UANA", "stauts:open"),
               Contains("`stauts:`") && Contains("Did you mean `status:`") && Contains("since:"));
    CHECK_THAT(found(w, "UANA", "error:timeout"), Contains("belong in quotes"));
    CHECK_THAT(found(w, "UANA", "status:whatever"), Contains("open, new"));
    CHECK_THAT(found(w, "UANA", "since:yesterday"), Contains("2w"));
    CHECK_THAT(found(w, "UANA", "since:0d"), Contains("2w"));
    CHECK_THAT(found(w, "UANA", "priority:P9"), Contains("P1, P2"));
    CHECK_THAT(found(w, "UANA", "inbox:nowhere"), Contains("/desk inboxes"));
    CHECK(found(w, "UANA", "\"error:timeout\"") == "");
}

TEST_CASE("the help of the search shows its filters", "[kernel][search]")
{
    World w;
    w.command("UMIA", "/ticket", "help");
    CHECK_THAT(w.ack.dump(), Contains("since:2w") && Contains("phrases in quotes"));
}
