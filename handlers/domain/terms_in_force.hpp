#pragma once
#include "handlers/domain/ticket_clocks.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace deskbell {

/// What the clocks of a record are held to, from one version of the service levels to the next.
class TermsInForce {
public:
    /// @param versions    in order of time, at least one; outlives this
    /// @param completion  resolution or fulfilment
    TermsInForce(const std::vector<LevelsVersion>& versions, Metric completion)
        : versions_(versions), completion_(completion)
    {
    }

    /// Takes the version that is in force at `at`, or the first one.
    void begin(UtcTime at);
    /// Goes on to the next version when it comes until `until`: the instant from which it counts.
    std::optional<UtcTime> next(UtcTime until) const;
    void advance() { ++version_; }

    /// The policy that speaks about the record as it stands, or null.
    const Policy* policy(const Record& record) const { return levels().policy_for(record); }
    Terms terms(const Record& record, Metric metric) const;

private:
    const ServiceLevels& levels() const { return *versions_[version_].levels; }
    std::shared_ptr<const Calendar> calendar(const Record& record, const Policy& policy) const;

    const std::vector<LevelsVersion>& versions_;
    const Metric completion_;
    std::size_t version_ = 0;
};

}  // namespace deskbell
