#include "handlers/domain/terms_in_force.hpp"

#include <string>

namespace deskbell {

namespace {

constexpr std::string_view kFallbackCalendar = "business";

}  // namespace

void TermsInForce::begin(UtcTime at)
{
    while (next(at)) advance();
}

std::optional<UtcTime> TermsInForce::next(UtcTime until) const
{
    if (version_ + 1 >= versions_.size() || versions_[version_ + 1].from > until)
        return std::nullopt;
    return versions_[version_ + 1].from;
}

Terms TermsInForce::terms(const Record& record, Metric metric) const
{
    Terms out;
    out.version = versions_[version_].id;
    if (metric == completion_)
        out.promised = record.time(attr::kPromisedAt);
    const Policy* found = policy(record);
    if (found == nullptr)
        return out;
    out.policy = found->name;
    out.goal = found->goal(metric);
    if (metric == Metric::fulfilment && !out.goal.is_set())
        out.goal = found->goal(Metric::resolution);
    out.on_change = found->on_change;
    out.calendar = calendar(record, *found);
    return out;
}

std::shared_ptr<const Calendar> TermsInForce::calendar(const Record& record, const Policy& policy) const
{
    const auto of_inbox = levels().inbox_calendars.find(record.at(attr::kInbox));
    const std::string name = !policy.calendar.empty()                     ? policy.calendar
                             : of_inbox != levels().inbox_calendars.end() ? of_inbox->second
                                                                          : std::string(kFallbackCalendar);
    const Calendar* found = levels().calendar(name);
    if (found == nullptr)
        return std::make_shared<const Calendar>(always_open());
    const std::string& zone = record.at(attr::kRequesterZone);
    if (found->follows_requester && !zone.empty() && is_zone(zone)) {
        auto theirs = std::make_shared<Calendar>(*found);
        theirs->timezone = zone;
        return theirs;
    }
    // Lives as long as its version: a copy for each clock and event would be most of the work.
    return {versions_[version_].levels, found};
}

}  // namespace deskbell
