#pragma once
#include "world.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace deskbell::test {

using namespace std::chrono_literals;

/// November 2026 in Berlin: UTC+1. The 23rd is a Monday.
inline UtcTime nov(int day, int hour, int minute = 0, int second = 0)
{
    return *parse_rfc3339("2026-11-01T00:00:00+01:00") + std::chrono::days{day - 1} +
           std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

/// A desk with one policy for everything, and leads and owners to tell.
class TimedDesk : public World {
public:
    TimedDesk()
    {
        settings.roles["lead"] = {"UBEN"};
        settings.roles["owner:request"] = {"UOWNER"};
        settings.roles["service_owner"] = {"USERV"};
        settings.roles["top_mgmt"] = {"UTOP"};
        settings.levels.policies.clear();
        Policy all;
        all.name = "all";
        all.calendar = "business";
        all.goal(Metric::resolution).span = 8h;
        settings.levels.policies.push_back(all);
        settle();
        now = nov(23, 13);
    }

    /// The program starts with these settings.
    void settle()
    {
        desk = std::make_unique<kernel::Desk>(
            all_processes(), settings, kernel::Self{"UBOT", "BBOT", "T1", "A1", "https://t.slack.com/"});
        store::Unit unit(*db, now);
        desk->adopt(unit);
    }

    /// The program runs until `t`, and looks every `step`.
    void run_until(UtcTime t, std::chrono::seconds step = 60s)
    {
        while (now < t) {
            now = std::min(now + step, t);
            fire_timers();
        }
    }
    /// The program is away until `t`.
    void sleep_until(UtcTime t)
    {
        now = t;
        for (int i = 0; i < 20; ++i) {
            fire_timers();
            now += 1s;
        }
    }
    /// Everything that was said about deadlines so far, to this audience.
    std::size_t told(const std::string& audience) const
    {
        std::size_t n = 0;
        for (const Posted& m : messages)
            if (m.channel == audience &&
                (m.text.find("% of the time") != std::string::npos ||
                 m.text.find("is late") != std::string::npos || m.text.find("at risk") != std::string::npos))
                ++n;
        return n;
    }
    /// The ticket's card: the first message about it in the agents' channel.
    Posted card(const std::string& number = "REQ-1") const { return all(kTriage, number).front(); }
    std::size_t told_anybody() const
    {
        std::size_t n = 0;
        for (const char* who : {kTriage, "DUBEN", "DUANA", "DUOWNER", "DUSERV", "DUTOP"}) n += told(who);
        return n;
    }
};

}  // namespace deskbell::test
