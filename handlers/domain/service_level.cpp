#include "handlers/domain/service_level.hpp"

#include "handlers/domain/tags.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>
#include <charconv>

namespace deskbell {

using namespace std::chrono;

namespace {

/// A metric as it is stored and as people read it, in the order of the enumeration.
struct MetricRow {
    std::string_view word;
    std::string_view label;
};
constexpr std::array<MetricRow, kMetrics> kMetricRows{{
    {"response", "First answer"},
    {"next_response", "Next answer"},
    {"update", "Update"},
    {"resolution", "Solution"},
    {"fulfilment", "Fulfilment"},
    {"ola", "Team"},
    {"uc", "Supplier"},
}};

constexpr std::string_view kEndOfDay = "eobd+";

/// Reads the n of "EOBD+n"; -1 for what is no such count.
int business_days(std::string_view digits)
{
    int n = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    const bool is_whole = error == std::errc{} && end == digits.data() + digits.size();
    return is_whole && digits.front() != '-' && n <= kBusinessDaysMost ? n : -1;
}

Error bad_goal(std::string_view text)
{
    return Error(Errc::invalid_input,
                 "\"" + cleaned(shortened(text, 40)) +
                     "\" is not a goal. Write open time such as 45s, 90m, 4h or 1h30m, or the "
                     "end of a business day such as EOBD+1.");
}

/// True for "2d", "3 days", "1bd": a number of days, however it is written.
bool counts_days(std::string_view text)
{
    const auto unit = text.find_first_not_of("0123456789 .");
    if (unit == 0 || unit == std::string_view::npos)
        return false;
    const std::string word = lower(text.substr(unit));
    return word.starts_with("d") || word.starts_with("bd") || word.starts_with("business");
}

Error days_refused(std::string_view text)
{
    return Error(Errc::invalid_input,
                 "\"" + cleaned(shortened(text, 40)) +
                     "\" counts days, and a working day has no fixed length. Write 8h of open "
                     "time, or EOBD+1 for the end of the next business day.");
}

const std::string& value_of(const Record& record, std::string_view filter)
{
    return filter == "process" ? record.process : record.at(filter);
}

/// The names of a policy's filters as bits, the most specific one highest: a greater mask is more specific.
unsigned mask_of(const Policy& policy)
{
    unsigned mask = 0;
    for (const std::string_view name : kPolicyFilters)
        mask = mask << 1 | (policy.filter.contains(name) ? 1u : 0u);
    return mask;
}

bool passes(const Record& record, const Policy& policy)
{
    return std::ranges::all_of(policy.filter, [&](const auto& entry) {
        if (entry.first == "tag")
            return std::ranges::any_of(tags_of(record),
                                       [&](const std::string& tag) { return entry.second.contains(tag); });
        return entry.second.contains(value_of(record, entry.first));
    });
}

bool share_a_value(const std::set<std::string>& a, const std::set<std::string>& b)
{
    return std::ranges::any_of(a, [&](const std::string& value) { return b.contains(value); });
}

}  // namespace

std::string_view to_text(Metric metric) { return kMetricRows[static_cast<std::size_t>(metric)].word; }

std::string_view label_of(Metric metric) { return kMetricRows[static_cast<std::size_t>(metric)].label; }

std::optional<Metric> parse_metric(std::string_view word)
{
    const auto row = std::ranges::find(kMetricRows, word, &MetricRow::word);
    if (row == kMetricRows.end())
        return std::nullopt;
    return static_cast<Metric>(row - kMetricRows.begin());
}

Result<Goal> parse_goal(std::string_view text)
{
    if (lower(text).starts_with(kEndOfDay)) {
        const int n = business_days(text.substr(kEndOfDay.size()));
        return n < 0 ? Result<Goal>(bad_goal(text)) : Result<Goal>(Goal{seconds{0}, n});
    }
    if (counts_days(text))
        return days_refused(text);
    const auto span = parse_duration(text);
    return span ? Result<Goal>(Goal{*span, -1}) : Result<Goal>(bad_goal(text));
}

std::string to_text(const Goal& goal)
{
    if (goal.business_days >= 0)
        return "EOBD+" + std::to_string(goal.business_days);
    const auto total = goal.span.count();
    std::string text;
    for (const auto& [n, unit] : {std::pair{total / 3600, 'h'}, {total / 60 % 60, 'm'}, {total % 60, 's'}})
        if (n > 0)
            text += std::to_string(n) + unit;
    return text.empty() ? "none" : text;
}

const Policy* ServiceLevels::policy_for(const Record& record) const
{
    const Policy* best = nullptr;
    for (const Policy& policy : policies)
        if (passes(record, policy) && (best == nullptr || mask_of(policy) > mask_of(*best)))
            best = &policy;
    return best;
}

const Calendar* ServiceLevels::calendar(std::string_view name) const
{
    const auto it = calendars.find(name);
    return it == calendars.end() ? nullptr : &it->second;
}

bool ties(const Policy& a, const Policy& b)
{
    return mask_of(a) == mask_of(b) && std::ranges::all_of(a.filter, [&](const auto& entry) {
               const auto other = b.filter.find(entry.first);
               return other != b.filter.end() && share_a_value(entry.second, other->second);
           });
}

std::optional<Tie> tie_in(const ServiceLevels& levels)
{
    const auto& all = levels.policies;
    for (auto a = all.begin(); a != all.end(); ++a)
        for (auto b = a + 1; b != all.end(); ++b)
            if (ties(*a, *b))
                return Tie{&*a, &*b};
    return std::nullopt;
}

}  // namespace deskbell
