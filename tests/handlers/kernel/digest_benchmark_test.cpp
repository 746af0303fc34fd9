#include "many_tickets.hpp"

#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_csv.hpp"
#include "handlers/kernel/digest/home_figures.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

// Run by hand: test_kernel "[benchmark]"
TEST_CASE("a digest over 10,000 tickets with 20 events each", "[.][benchmark]")
{
    ManyTickets w;
    store::Unit unit(*w.db, w.now);
    CHECK(unit.events.count() == kTickets * kEventsEach);
    timed("reading the log", [&] {
        std::size_t events = 0;
        unit.events.replay(unit.events.head(), [&](const store::History& h) { events += h.events.size(); });
        CHECK(events == kTickets * kEventsEach);
    });
    timed("the figures of a Home",
          [&] { CHECK_FALSE(kernel::home_numbers(*w.desk, "UOMAR", unit).figures.empty()); });
    const auto scope = kernel::digest_scope(*w.desk, "UOMAR", unit);
    for (const char* period : {"last-week", "last-quarter"}) {
        const auto of = *parse_period(period, "Europe/Berlin", unit.now);
        store::Digest digest;
        timed(period, [&] { digest = kernel::make_digest(*w.desk, "UOMAR", of, *scope, unit); });
        std::cout << "  numbers: " << digest.numbers.size() << " bytes\n";
        timed("  recomputed", [&] { CHECK(kernel::recompute(*w.desk, digest, unit).empty()); });
        timed("  table", [&] {
            CHECK(kernel::digest_csv(*w.desk, kernel::basis_of(digest), "UOMAR", unit).size() > 100);
        });
    }
}
