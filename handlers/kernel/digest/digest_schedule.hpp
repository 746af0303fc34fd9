#pragma once
#include "handlers/domain/period.hpp"
#include "store/digests.hpp"

#include <optional>

namespace deskbell::kernel {

/// One time at which a subscription has something to tell.
struct Occurrence {
    UtcTime due{};
    Period period;  ///< what it tells about
};

/// The first occurrence after `t`, on the wall clock of `zone`: on working days of the calendar only. A daily
/// digest skips other days and tells about all days since the last one; a weekly or monthly one moves to the
/// next working day and tells about the week or month before. Nothing when the calendar never opens.
std::optional<Occurrence> occurrence_after(const store::Subscription& subscription, const Calendar& calendar,
                                           std::string_view zone, UtcTime t);

/// The newest occurrence after `since` and not after `now`: of several that were missed only that one is
/// told.
std::optional<Occurrence> newest_occurrence(const store::Subscription& subscription, const Calendar& calendar,
                                            std::string_view zone, UtcTime since, UtcTime now);

}  // namespace deskbell::kernel
