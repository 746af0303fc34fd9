#include "handlers/domain/service_level.hpp"

namespace deskbell {

using namespace std::chrono;

namespace {

/// One row of the default data pack. Promises are open time of the calendar.
struct PackRow {
    Priority priority;
    seconds response;
    seconds update;
    seconds resolution;
    const char* calendar;  ///< "": the inbox's
    int attainment;
};
// An update "daily" and "every three days" is 8 and 24 hours of an eight-hour day: a day has no fixed length.
constexpr PackRow kPack[] = {
    {Priority::p1, 15min, 30min, 4h, "24x7", 95},
    {Priority::p2, 30min, 2h, 8h, "extended", 95},
    {Priority::p3, 4h, 8h, 24h, "", 90},
    {Priority::p4, 8h, 24h, 80h, "", 90},
};

Policy policy_of(const PackRow& row)
{
    Policy policy;
    policy.name = to_text(row.priority);
    policy.filter["priority"] = {policy.name};
    policy.goal(Metric::response).span = row.response;
    policy.goal(Metric::update).span = row.update;
    policy.goal(Metric::resolution).span = row.resolution;
    policy.calendar = row.calendar;
    policy.attainment = row.attainment;
    return policy;
}

}  // namespace

ServiceLevels default_service_levels(std::string_view timezone)
{
    const std::string zone(timezone);
    ServiceLevels levels;
    for (Calendar& calendar :
         std::array{always_open(), weekdays("business", zone, 9h, 17h), weekdays("extended", zone, 7h, 19h)})
        levels.calendars.emplace(calendar.name, calendar);
    for (const PackRow& row : kPack) levels.policies.push_back(policy_of(row));
    return levels;
}

}  // namespace deskbell
