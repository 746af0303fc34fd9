#pragma once
#include "handlers/kernel/desk.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace deskbell::kernel {

/// How many promises of a kind were kept, under the levels that were in force and under the proposed ones.
struct WhatIfRow {
    std::string metric;    ///< stored word of Metric
    std::string priority;  ///< "P1" .. "P4", "" for none
    struct Count {
        std::int64_t kept = 0, missed = 0, open = 0;
        bool operator==(const Count&) const = default;
    };
    Count before, after;
};

/// A promise that would have ended otherwise.
struct WhatIfChange {
    std::string number;  ///< "REQ-12"
    std::string metric;
    std::optional<UtcTime> due_before, due_after;
    std::string before, after;  ///< kept, missed, open, none
};

struct WhatIf {
    std::int64_t records = 0;
    std::vector<WhatIfRow> rows;        ///< by metric and priority
    std::vector<WhatIfChange> changes;  ///< in the order of the records
};

/// Replays the records that were raised in `period` against other service levels, as if those had been in
/// force all the time. Nothing is stored. `progress(done, total)` in records.
WhatIf what_if(const Desk& desk, const ServiceLevels& proposed, Span period, const store::Unit& unit,
               const std::function<void(std::int64_t, std::int64_t)>& progress);

}  // namespace deskbell::kernel
