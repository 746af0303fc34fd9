#include "config/fault.hpp"

#include <catch2/catch.hpp>

#include "config/config.hpp"
#include "config/ical_shape.hpp"

using namespace deskbell;
using namespace deskbell::config;

namespace {

const Date kToday{std::chrono::year{2026} / 11 / 24};

}  // namespace

TEST_CASE("a fault is one line, whatever the operator wrote", "[config][fault]")
{
    const auto loaded = read_config("[workspace]\ntimezone = \"Mars\\nd.toml:9: x\"\n", "d.toml", kToday);
    CHECK(to_text(loaded.faults) ==
          "d.toml:2: workspace.timezone: \"Mars d.toml:9: x\" is not a time zone that this system knows. "
          "Write an IANA name such as \"Europe/Berlin\" or \"UTC\".\n");
}

TEST_CASE("no escape sequence of a file reaches the terminal", "[config][fault]")
{
    const auto loaded = read_config("[workspace]\ntimezone = \"a\\u001b[2Jb\"\n", "d.toml", kToday);
    CHECK(to_text(loaded.faults).find("\"a[2Jb\"") != std::string::npos);
    const IcalShape cut = shape_of("BEGIN:VCALENDAR\nBEGIN:\x16X\n", "h.ics");
    REQUIRE(cut.faults.size() == 1);
    CHECK(to_text(cut.faults[0]).find('\x16') == std::string::npos);
}

TEST_CASE("a fault shows a path that is no UTF-8 with replacement signs", "[config][fault]")
{
    CHECK(to_text(Fault{"\xFF.toml", 0, "", "cannot be read.", ""}) == "\xEF\xBF\xBD.toml: cannot be read.");
}
