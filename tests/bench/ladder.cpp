// 100,000 clocks fall due in the same second while somebody presses buttons: how long do the buttons wait,
// how many messages come of it, and how long does it take? Run by hand: build/release/tests/bench_ladder
// [clocks]
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/clock/notices.hpp"
#include "tests/bot/harness.hpp"

#include "bot/clockwork.hpp"

#include <cstdlib>
#include <iostream>

using namespace deskbell;
using namespace deskbell::bot;
using namespace deskbell::bot::test;
using namespace std::chrono_literals;
using Watch = std::chrono::steady_clock;

namespace {

constexpr int kClocksDefault = 100'000;
constexpr int kAtOnce = 1000;  // records of one transaction while the stage is set
constexpr auto kPressEvery = 5ms;
constexpr auto kMost = 15min;

/// A ticket of priority P1 (always open, 4 h) that was raised `age` ago.
void raise(const kernel::Desk& desk, int i, UtcTime at, store::Unit& unit)
{
    Record record = kernel::create(unit, "incident",
                                   {{"title", "Printer " + std::to_string(i)},
                                    {"state", "new"},
                                    {"category", "new"},
                                    {"priority", "P1"},
                                    {"inbox", "it"},
                                    {"requester", "U0MIA"},
                                    {"created_by", "U0MIA"},
                                    {"received_at", rfc3339(at)},
                                    {"first_response_at", rfc3339(at)}},
                                   {"U0MIA", "view", at});
    kernel::settle_clocks(desk, record, "raised", unit);
}

/// Presses a button again and again, and remembers how long each press took to be stored.
struct Presser {
    Harness& desk;
    std::vector<double> waits_ms;
    bool is_waiting = false;

    void press()
    {
        if (is_waiting)
            return;
        is_waiting = true;
        const auto begun = Watch::now();
        desk.bridge.submit(
            [](store::Unit& unit) -> Result<void> {
                unit.inbox.remember({"press:" + std::to_string(to_unix(unit.now))}, "{}", unit.now);
                return {};
            },
            [this, begun](Result<void>) {
                waits_ms.push_back(std::chrono::duration<double, std::milli>(Watch::now() - begun).count());
                is_waiting = false;
            });
    }

    double percentile(double p)
    {
        std::ranges::sort(waits_ms);
        return waits_ms.empty()
                   ? 0
                   : waits_ms[static_cast<std::size_t>(p * static_cast<double>(waits_ms.size() - 1))];
    }
};

}  // namespace

int main(int argc, char** argv)
{
    const int clocks = argc > 1 ? std::atoi(argv[1]) : kClocksDefault;
    Harness desk;
    const UtcTime raised = desk.clock.now() - 4h + 60s;
    for (int i = 0; i < clocks; i += kAtOnce)
        desk.in_store([&](store::Unit& unit) {
            for (int k = i; k < std::min(i + kAtOnce, clocks); ++k) raise(desk.desk, k, raised, unit);
            unit.db.execute("UPDATE timer SET due_at = 1 WHERE kind = 'ladder'");  // all in the same second
        });
    std::cout << clocks << " clocks are set\n";

    Presser alone{desk, {}}, busy{desk, {}};
    for (int i = 0; i < 200; ++i) {
        alone.press();
        desk.until([&] { return !alone.is_waiting; });
    }
    Clockwork clockwork(desk.io.get_executor(), desk.bridge, desk.desk, desk.clock, desk.metrics, [] {});
    const auto begun = Watch::now();
    clockwork.start();
    while (desk.metrics.value(deskbell::bot::Metric::timers, "ran") < clocks &&
           Watch::now() - begun < kMost) {
        busy.press();
        desk.until([] { return false; }, kPressEvery);
    }
    const double seconds = std::chrono::duration<double>(Watch::now() - begun).count();
    clockwork.stop();
    desk.until([] { return false; }, 200ms);
    std::cout << "reached in " << seconds << " s; messages waiting to be sent: " << desk.counts().waiting
              << "\n"
              << "a press while nothing else happens: median " << alone.percentile(0.5) << " ms, worst "
              << alone.percentile(1) << " ms\n"
              << "a press meanwhile (" << busy.waits_ms.size() << "): median " << busy.percentile(0.5)
              << " ms, 99 % " << busy.percentile(0.99) << " ms, worst " << busy.percentile(1) << " ms\n";
    return busy.percentile(1) < 100 ? 0 : 1;
}
