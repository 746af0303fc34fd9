// Why this deadline? in words that can be checked by hand.
#include "timed_desk.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

TEST_CASE("Why this deadline? lists policy, calendar, what counted, what did not, and why", "[kernel][why]")
{
    TimedDesk d;
    d.settings.levels.calendars["business"].holidays.insert(*parse_date("2026-11-24"));
    d.settle();
    d.now = nov(23, 14);
    d.command("UMIA", "/ticket", "new chair");
    d.choose("UBEN", d.card(), "Hold…");
    d.submit("UBEN",
             {{"Reason", "Waiting for the requester"}, {"Message to the requester", "Which colour?"}});
    d.now = nov(23, 16);
    d.write("UMIA", "DUMIA", "blue", d.all("DUMIA", "REQ-1").front().ts, "im");
    d.choose("UANA", d.card(), "Why this deadline?");
    const std::string shown = d.modal.dump();
    for (const char* words : {"policy all", "business in Europe/Berlin", "Mon–Fri 09:00–17:00",
                              "we wait for your answer", "2026-11-24, a holiday", "used"}) {
        INFO(words << " in " << shown);
        CHECK(shown.find(words) != std::string::npos);
    }
    d.choose("UEVE", d.card(), "Why this deadline?");
    CHECK_FALSE(d.refused.empty());
}

TEST_CASE("Why this deadline? shows times on the reader's own clock, and says the calendar's zone",
          "[kernel][why]")
{
    TimedDesk d;
    d.now = nov(23, 14);
    d.command("UMIA", "/ticket", "new chair");
    d.choose("UANA", d.card(), "Why this deadline?");
    const std::string shown = d.modal.dump(-1, ' ', false);
    const auto token = [](UtcTime t, const char* rest) {
        return "<!date^" + std::to_string(to_unix(t)) + "^" + rest + ">";
    };
    CHECK_THAT(shown, Catch::Contains("due " + token(nov(24, 14), "{date_short} {time}|Tue 24 Nov 14:00")));
    CHECK_THAT(shown, Catch::Contains("• " + token(nov(24, 9), "{date_short} {time}|Tue 24 Nov 09:00") + "–" +
                                      token(nov(24, 14), "{time}|14:00") + ": 5 h"));
    CHECK_THAT(shown, Catch::Contains("business in Europe/Berlin") && Catch::Contains("on your own clock"));
}

TEST_CASE("Why this deadline? tells a long story whole", "[kernel][why]")
{
    TimedDesk d;
    d.settings.levels.policies[0].goal(Metric::resolution).span = 80h;
    d.settle();
    d.now = nov(23, 9);
    d.command("UMIA", "/ticket", "new chair");
    for (int day = 23; day < 28; ++day) {
        d.now = nov(day, 10);
        d.choose("UBEN", d.card(), "Hold…");
        d.submit("UBEN", {{"Reason", "Waiting for the requester"}, {"Message to the requester", "Which?"}});
        d.now = nov(day, 11);
        d.write("UMIA", "DUMIA", "blue", d.all("DUMIA", "REQ-1").front().ts, "im");
    }
    d.choose("UANA", d.card(), "Why this deadline?");
    std::string told;
    for (const Json& block : d.modal["blocks"])
        if (block["type"] == "section") {
            const std::string text = block["text"]["text"];
            CHECK_FALSE(text.ends_with("…"));
            told += text + "\n";
        }
    std::size_t pauses = 0;
    for (std::size_t at = 0; (at = told.find("Did not count", at)) != std::string::npos; ++at) ++pauses;
    CHECK(pauses == 5);
}
