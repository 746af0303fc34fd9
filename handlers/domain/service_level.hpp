#pragma once
#include "handlers/domain/calendar.hpp"
#include "handlers/domain/priority.hpp"
#include "handlers/domain/record.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// What a clock measures. Source: ISO/IEC 20000-1:2018, 8.3.3 (SLA), 8.3.4 (supplier, internal group).
enum class Metric : std::uint8_t {
    response,       ///< until the first public word of an agent
    next_response,  ///< from a word of the requester until the next public word of an agent
    update,         ///< a word to the requester in each interval of a fixed grid
    resolution,     ///< until it is solved
    fulfilment,     ///< the same for a request; where a policy sets none, its resolution goal counts
    ola,            ///< while one group has it
    uc,             ///< while a supplier has it
};
inline constexpr std::size_t kMetrics = 7;

std::string_view to_text(Metric metric);   ///< the stored word: "next_response"
std::string_view label_of(Metric metric);  ///< for people: "Next answer"
std::optional<Metric> parse_metric(std::string_view word);

/// What is promised for one metric: a span of open time, or the end of the n-th following business day.
struct Goal {
    std::chrono::seconds span{0};  ///< greater than zero when set
    int business_days = -1;        ///< EOBD+n when 0 or more
    bool is_set() const { return span.count() > 0 || business_days >= 0; }
    bool operator==(const Goal&) const = default;
};
/// More business days than this is a slip of the pen.
inline constexpr int kBusinessDaysMost = 200;

/// Reads "4h" or "EOBD+1", in capitals or not. Errors: invalid_input, with what to write.
Result<Goal> parse_goal(std::string_view text);
std::string to_text(const Goal& goal);  ///< "4h", "1h30m", "EOBD+1"; "none" when it is not set

/// What a change of priority, service or policy does to a running clock.
enum class OnChange : std::uint8_t {
    retroactive,  ///< same start, same time used, new goal
    restart,      ///< a new clock from the change on; the old one is cancelled
    prorata,      ///< the share that was used carries over
};
/// What a reopened record does to its resolution clock.
enum class OnReopen : std::uint8_t { resume, new_cycle };

/// One row of the service level agreement: for which records, and what is promised to them.
struct Policy {
    std::string name;
    /// Attribute of the record -> accepted values; no entry: any. Known names are in kPolicyFilters.
    std::map<std::string, std::set<std::string>, std::less<>> filter;
    std::array<Goal, kMetrics> goals{};
    std::string calendar;  ///< "" : the inbox's
    int attainment = 95;   ///< share of kept promises that is aimed at, percent
    OnChange on_change = OnChange::retroactive;
    OnReopen on_reopen = OnReopen::resume;
    /// Hold reasons that stop resolution and fulfilment: words of the desk, or an inbox's own texts.
    std::set<std::string> pauses{"requester", "scheduled"};
    std::set<std::string> ola_pauses{"requester", "supplier"};

    const Goal& goal(Metric metric) const { return goals[static_cast<std::size_t>(metric)]; }
    Goal& goal(Metric metric) { return goals[static_cast<std::size_t>(metric)]; }
    bool operator==(const Policy&) const = default;
};

/// What a policy can ask of a record, the most specific first. "process" is the record's process key. A record
/// may have several tags: one of them is enough, and of two policies with different tags that it passes the
/// one that stands first counts.
inline constexpr std::array<std::string_view, 7> kPolicyFilters{"customer", "service", "catalog_item", "tag",
                                                                "inbox",    "process", "priority"};

/// How many policies and calendars there may be, the longest name of one, and the values of one filter.
inline constexpr std::size_t kPoliciesMost = 200;
inline constexpr std::size_t kCalendarsMost = 200;
inline constexpr std::size_t kLevelNameMost = 60;
inline constexpr std::size_t kFilterValuesMost = 200;

/// The service levels of one configuration. Immutable; a change of the configuration is a new version.
struct ServiceLevels {
    std::map<std::string, Calendar, std::less<>> calendars;
    std::vector<Policy> policies;
    std::map<std::string, std::string, std::less<>> inbox_calendars;  ///< inbox key -> calendar name
    std::string zone_data;  ///< version of the time zone database, "2025b"; "" where nobody asked for it

    /// The policy with the most specific filter that the record passes; null when none does. A filter by one
    /// name of kPolicyFilters is more specific than filters by all names after it together.
    const Policy* policy_for(const Record& record) const;
    /// The calendar of this name; null when it is not known.
    const Calendar* calendar(std::string_view name) const;
    bool operator==(const ServiceLevels&) const = default;
};

/// The default data pack: P1 to P4, calendars 24x7, business and extended in the workspace's zone.
ServiceLevels default_service_levels(std::string_view timezone);

/// True when some record passes both and neither is more specific: the record would not know which counts.
bool ties(const Policy& a, const Policy& b);

/// Two policies that both match some record and are equally specific, or nothing. Such a pair is refused.
struct Tie {
    const Policy* first;
    const Policy* second;
};
std::optional<Tie> tie_in(const ServiceLevels& levels);

}  // namespace deskbell
