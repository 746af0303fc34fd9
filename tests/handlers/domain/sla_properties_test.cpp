// What must hold for every calendar, asked of generated ones. The seed is fixed: a failure repeats.
#include "handlers/domain/open_time.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace deskbell;
using namespace std::chrono_literals;
using std::chrono::seconds;

namespace {

constexpr const char* kZones[] = {
    "Europe/Berlin",       "America/New_York",
    "America/Sao_Paulo",   "America/Havana",
    "Asia/Beirut",         "Africa/Cairo",
    "Asia/Kolkata",        "Asia/Kathmandu",
    "Asia/Tehran",         "Australia/Eucla",
    "Australia/Lord_Howe", "Pacific/Apia",
    "Pacific/Chatham",     "UTC",
};
constexpr int kRounds = 20;  // calendars of each zone

/// One generated question: a calendar, a start, a target and pauses.
struct Case {
    Calendar calendar;
    UtcTime start;
    seconds target;
    std::vector<Span> pauses;
};

/// Draws cases. Dates lie between 2006 and 2036, and half of them in the months in which clocks change.
class Dice {
public:
    explicit Dice(unsigned seed) : engine_(seed) {}

    int between(int low, int high)
    {
        return low + static_cast<int>(engine_() % static_cast<unsigned>(high - low + 1));
    }

    Case draw(const char* zone)
    {
        Case c;
        c.start = date() + seconds{between(0, 86'399)};
        c.calendar = calendar(zone, c.start);
        c.target = seconds{between(1, 90 * 3600)};
        for (int n = between(0, 3); n > 0; --n) c.pauses.push_back(pause(c.start));
        return c;
    }

    Span pause(UtcTime start)
    {
        const UtcTime from = start + seconds{between(-86'400, 6 * 86'400)};
        return {from, from + seconds{between(1, 2 * 86'400)}};
    }

    Date date()
    {
        const std::chrono::year year{between(2006, 2036)};
        constexpr unsigned kChanges[] = {3, 4, 9, 10, 11};
        const unsigned month =
            between(0, 1) == 0 ? kChanges[between(0, 4)] : static_cast<unsigned>(between(1, 12));
        return Date{year / std::chrono::month{month} /
                    std::chrono::day{static_cast<unsigned>(between(1, 28))}};
    }

private:
    std::vector<Window> windows()
    {
        const auto from = std::chrono::minutes{between(0, 95) * 15};
        const auto to = from + std::chrono::minutes{between(1, 96) * 15};
        if (from < 6h && between(0, 1) == 0)
            return {{from, from + 90min}, {from + 2h, from + 10h}};
        return {{from, std::min(to, from + std::chrono::minutes{1440})}};
    }

    Calendar calendar(const char* zone, UtcTime around)
    {
        Calendar calendar;
        calendar.timezone = zone;
        for (auto& day : calendar.hours)
            if (between(0, 3) > 0)
                day = windows();
        calendar.hours[3] = {{9h, 17h}};
        const Date first = std::chrono::floor<std::chrono::days>(around);
        for (int i = -2; i < 6; ++i) {
            if (between(0, 7) == 0)
                calendar.holidays.insert(first + std::chrono::days{i});
            if (between(0, 7) == 0)
                calendar.exceptions[first + std::chrono::days{i}] = windows();
        }
        return calendar;
    }

    std::mt19937 engine_;
};

/// Runs `check` on generated cases of each zone.
template <class Check>
void for_all(unsigned seed, const Check& check)
{
    Dice dice(seed);
    for (const char* zone : kZones)
        for (int round = 0; round < kRounds; ++round) {
            const Case c = dice.draw(zone);
            INFO(zone << ", round " << round << ", start " << rfc3339(c.start) << ", target "
                      << c.target.count());
            check(c, dice);
        }
}

UtcTime due_of(const Case& c, const Calendar& calendar, seconds target, const std::vector<Span>& pauses)
{
    const auto found = due(schedule_of(calendar), c.start, target, pauses);
    REQUIRE(found);
    return *found;
}

UtcTime due_of(const Case& c) { return due_of(c, c.calendar, c.target, c.pauses); }

}  // namespace

TEST_CASE("(a) at the due instant exactly the target has been used, and a second earlier less",
          "[domain][sla]")
{
    for_all(1, [](const Case& c, Dice&) {
        const Schedule schedule = schedule_of(c.calendar);
        const UtcTime at = due_of(c);
        CHECK(elapsed(schedule, {c.start, at}, c.pauses) == c.target);
        CHECK(elapsed(schedule, {c.start, at - 1s}, c.pauses) == c.target - 1s);
    });
}

TEST_CASE("(b) a longer target is due later", "[domain][sla]")
{
    for_all(2, [](const Case& c, Dice& dice) {
        const seconds more{dice.between(1, 100'000)};
        CHECK(due_of(c, c.calendar, c.target + more, c.pauses) >= due_of(c) + more);
    });
}

TEST_CASE("(c) another holiday never makes anything due earlier", "[domain][sla]")
{
    int later = 0;
    for_all(3, [&](const Case& c, Dice& dice) {
        Calendar calendar = c.calendar;
        calendar.holidays.insert(std::chrono::floor<std::chrono::days>(c.start) +
                                 std::chrono::days{dice.between(0, 3)});
        const UtcTime before = due_of(c), after = due_of(c, calendar, c.target, c.pauses);
        CHECK(after >= before);
        later += after > before ? 1 : 0;
    });
    CHECK(later > kRounds);  // the holidays did matter
}

TEST_CASE("(d) another pause never makes anything due earlier, and the rest still adds up", "[domain][sla]")
{
    int later = 0;
    for_all(4, [&](const Case& c, Dice& dice) {
        std::vector<Span> pauses = c.pauses;
        pauses.push_back(dice.pause(c.start));
        const UtcTime before = due_of(c), after = due_of(c, c.calendar, c.target, pauses);
        CHECK(after >= before);
        CHECK(elapsed(schedule_of(c.calendar), {c.start, after}, pauses) == c.target);
        later += after > before ? 1 : 0;
    });
    CHECK(later > kRounds);
}

TEST_CASE("(e) a pause in two halves is the same pause, in any order and also when they overlap",
          "[domain][sla]")
{
    for_all(5, [](const Case& c, Dice& dice) {
        std::vector<Span> halves;
        for (const Span& whole : c.pauses) {
            const UtcTime middle =
                whole.from + seconds{dice.between(0, static_cast<int>(whole.length().count()))};
            halves.insert(halves.begin(), {whole.from, std::min(middle + 1h, whole.to)});
            halves.insert(halves.begin(), {middle, whole.to});
        }
        CHECK(due_of(c, c.calendar, c.target, halves) == due_of(c));
    });
}

TEST_CASE("(g) a week later is due a week later where no clock changes", "[domain][sla]")
{
    for (const char* zone : {"UTC", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Eucla"}) {
        Dice dice(7);
        for (int round = 0; round < kRounds; ++round) {
            const Case c = dice.draw(zone);
            Calendar plain = c.calendar;
            plain.holidays.clear();
            plain.exceptions.clear();
            Case later = c;
            later.start += std::chrono::weeks{1};
            CHECK(due_of(later, plain, c.target, {}) ==
                  due_of(c, plain, c.target, {}) + std::chrono::weeks{1});
        }
    }
}

TEST_CASE("(h) open time adds up over a cut anywhere", "[domain][sla]")
{
    for_all(8, [](const Case& c, Dice& dice) {
        const Schedule schedule = schedule_of(c.calendar);
        const UtcTime middle = c.start + seconds{dice.between(0, 20 * 86'400)};
        const UtcTime end = middle + seconds{dice.between(0, 20 * 86'400)};
        const seconds whole = elapsed(schedule, {c.start, end}, c.pauses);
        CHECK(whole ==
              elapsed(schedule, {c.start, middle}, c.pauses) + elapsed(schedule, {middle, end}, c.pauses));
        CHECK(whole <= end - c.start);
    });
}
