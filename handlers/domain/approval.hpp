#pragma once
#include "handlers/domain/calendar.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace deskbell {

/// How several answers become one decision.
enum class ApprovalRule : std::uint8_t {
    any,       ///< the first answer decides, either way
    all,       ///< everybody has to approve; one rejection decides
    majority,  ///< more than half have to approve; decided as soon as the rest cannot change it
    sequence,  ///< as all, but one is asked after the other
};

std::string_view to_text(ApprovalRule rule);  ///< the stored word: "majority"
std::optional<ApprovalRule> parse_approval_rule(std::string_view word);

/// More people than this decide nothing together. Bound of one approval.
inline constexpr std::size_t kApproversMost = 10;

enum class Decision : std::uint8_t { open, approved, rejected };

/// What the answers so far come to.
/// @param asked  how many people the approval names, at least one
constexpr Decision decision(ApprovalRule rule, std::size_t asked, std::size_t approved, std::size_t rejected)
{
    using enum ApprovalRule;
    switch (rule) {
        case any:
            return approved > 0 ? Decision::approved : rejected > 0 ? Decision::rejected : Decision::open;
        case all:
        case sequence:
            return rejected > 0        ? Decision::rejected
                   : approved >= asked ? Decision::approved
                                       : Decision::open;
        case majority:
            return approved * 2 > asked              ? Decision::approved
                   : (asked - rejected) * 2 <= asked ? Decision::rejected
                                                     : Decision::open;
    }
    return Decision::open;
}
static_assert(decision(ApprovalRule::majority, 4, 2, 1) == Decision::open);
static_assert(decision(ApprovalRule::majority, 4, 2, 2) == Decision::rejected);
static_assert(decision(ApprovalRule::majority, 3, 2, 0) == Decision::approved);
static_assert(decision(ApprovalRule::all, 2, 1, 0) == Decision::open);

/// The same time of day on the n-th working day after the one of `t`, or when that day opens. What begins
/// outside open time begins when it opens.
UtcTime working_days_later(const Calendar& calendar, UtcTime t, int n);

}  // namespace deskbell
