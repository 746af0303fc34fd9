#include "handlers/domain/approval.hpp"

#include "handlers/domain/period.hpp"

#include <algorithm>
#include <array>

namespace deskbell {

using namespace std::chrono;

namespace {

// In the order of the enumeration, so that a lookup is an index.
constexpr std::array<std::string_view, 4> kRules{"any", "all", "majority", "sequence"};

}  // namespace

std::string_view to_text(ApprovalRule rule) { return kRules[static_cast<std::size_t>(rule)]; }

std::optional<ApprovalRule> parse_approval_rule(std::string_view word)
{
    const auto it = std::ranges::find(kRules, word);
    return it == kRules.end() ? std::nullopt : std::optional(static_cast<ApprovalRule>(it - kRules.begin()));
}

UtcTime working_days_later(const Calendar& calendar, UtcTime t, int n)
{
    const UtcTime begin = next_opening(calendar, t).value_or(t);
    const Date today = date_in(calendar.timezone, begin);
    const auto into_day = floor<minutes>(begin - instant_on(today, minutes{0}, calendar.timezone));
    Date date = today;
    for (int left = n; left > 0 && date < today + kOpensWithin;) {
        date += days{1};
        left -= windows_of(calendar, date).empty() ? 0 : 1;
    }
    const UtcTime at = instant_on(date, into_day, calendar.timezone);
    return next_opening(calendar, at).value_or(at);
}

}  // namespace deskbell
