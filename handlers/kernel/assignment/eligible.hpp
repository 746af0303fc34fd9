#pragma once
#include "handlers/kernel/desk.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who can be given a ticket now: an agent of its inbox who is there, at work and not full.
namespace deskbell::kernel {

/// When a person works: as it is written for them, else the team's hours on the wall clock of where they are.
Calendar hours_of(const Desk& desk, Calendar of_team, std::string_view user, const store::Unit& unit);

/// Why an agent is not given a ticket, and from when they could be.
struct Fitness {
    enum class Why { fit, no_agent, away, off_hours, full };
    Why why = Why::fit;
    std::optional<UtcTime> from{};  ///< nothing when it cannot be told
};
Fitness fitness_of(const Desk& desk, const InboxSettings& inbox, std::string_view user,
                   const store::Unit& unit);

/// The agents of an inbox in the order of their ids, without who asked for it.
std::vector<std::string> agents_of(const Desk& desk, const InboxSettings& inbox, std::string_view requester,
                                   const store::Unit& unit);

/// Those of `people` who can be given a ticket now, in the same order.
std::vector<std::string> fit_of(const Desk& desk, const InboxSettings& inbox,
                                const std::vector<std::string>& people, const store::Unit& unit);

/// When the first of `people` can be given a ticket; nothing when that cannot be told.
std::optional<UtcTime> first_fit(const Desk& desk, const InboxSettings& inbox,
                                 const std::vector<std::string>& people, const store::Unit& unit);

/// When `span` of the person's working hours has passed.
UtcTime after_open_time(const Desk& desk, const InboxSettings& inbox, std::string_view user,
                        std::chrono::minutes span, const store::Unit& unit);

}  // namespace deskbell::kernel
