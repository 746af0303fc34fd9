#include "many_tickets.hpp"

#include "handlers/kernel/home.hpp"
#include "handlers/kernel/lists.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

// Run by hand: test_kernel "[benchmark]"
TEST_CASE("what people look at, with 10,000 tickets of which 1,000 are open", "[.][benchmark]")
{
    ManyTickets w;
    w.settings.roles["auditor"] = {"UAUD"};
    w.desk = std::make_unique<kernel::Desk>(all_processes(), w.settings, w.desk->self());
    store::Unit unit(*w.db, w.now);
    for (const char* reader : {"UMIA", "UANA", "UOMAR", "UAUD"})
        timed(std::string("the Home of ") + reader, [&] {
            CHECK(kernel::home_of(*w.desk, reader, unit, "").blocks.count() <= slack::kViewBlocksMax);
        });
    for (const char* list : {"queue", "incident"})
        for (const int offset : {0, 400})
            timed(std::string("the list ") + list + " from " + std::to_string(offset), [&] {
                CHECK(kernel::page_of(*w.desk, {list, "", offset}, "UANA", unit).total > 0);
            });
    for (const char* words : {"ticket", "ticket 123 status:open", "from:@mia since:1w"})
        timed(std::string("find ") + words, [&] {
            CHECK(kernel::page_of(*w.desk, {"find", words}, "UANA", unit).total >= 0);
        });
}
