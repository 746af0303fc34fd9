#pragma once
#include "handlers/domain/period.hpp"
#include "handlers/kernel/digest/digest_life.hpp"
#include "handlers/kernel/digest/digest_numbers.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace deskbell::kernel {

/// Which tickets count. Counting is not seeing: titles are another question.
struct DigestScope {
    bool is_everything = false;
    std::vector<std::string> inboxes;    ///< every ticket of these
    std::vector<std::string> processes;  ///< every ticket of these
    std::vector<std::string> only;       ///< of all that, only these inboxes; empty: no limit

    bool holds(const Record& record) const;
    /// The same for a ticket of this process while it is, or was, in `inbox`.
    bool holds(std::string_view process, std::string_view inbox) const;
    bool is_empty() const { return !is_everything && inboxes.empty() && processes.empty(); }
    bool operator==(const DigestScope&) const = default;
};
std::string to_json(const DigestScope& scope);
DigestScope scope_from(std::string_view json);

/// What the numbers of a digest follow from, together with the event log up to `head`.
struct DigestBasis {
    Period period;
    DigestScope scope;
    UtcTime as_of{};
    std::int64_t head = 0;    ///< id of the last event that counts
    std::int64_t levels = 0;  ///< id of the last version of the service levels that counts
};

inline constexpr int kChartWeeks = 13;                   ///< a quarter
inline constexpr int kUnassignedPercent = 75;            ///< of the time to a first answer
inline constexpr std::string_view kNoPriority = "none";  ///< in keys
inline constexpr std::string_view kAllPriorities = "all";
inline constexpr std::string_view kFirstTime = "flow.first_time";  ///< solved, and never reopened
inline constexpr std::string_view kNotFirstTime = "flow.not_first_time";
inline constexpr std::string_view kReopenings =
    "flow.reopenings";  ///< derived: a ticket can be reopened twice

/// When the clock's verdict fell, by the terms in force now or by the first ones that were broken.
/// What is late through a later change counts when it changed: the time before has been reported on already.
std::optional<UtcTime> decided_at(const ClockState& clock, bool is_gross);

/// Ages of open tickets, the youngest first: key, label, and where the next one begins.
struct AgeBand {
    std::string_view key, label;
    std::chrono::hours below;
};
inline constexpr std::array kAgeBands{
    AgeBand{"age.0", "0-1 d", std::chrono::hours{24}},
    AgeBand{"age.1", "1-3 d", std::chrono::hours{72}},
    AgeBand{"age.2", "3-7 d", std::chrono::hours{7 * 24}},
    AgeBand{"age.3", "1-4 weeks", std::chrono::hours{28 * 24}},
    AgeBand{"age.4", "older", std::chrono::hours{1'000'000'000}},
};

// clang-format off
/// Counts tickets, one after the other, in the order of their ids. A pure function of what it is given.
///
/// | key                                   | records                                                            |
/// |---------------------------------------|--------------------------------------------------------------------|
/// | decide.late, decide.soon              | open and late; late before the next working day ends, as things are |
/// | decide.unassigned                     | nobody has it and 75 % of the time to a first answer is used       |
/// | decide.approvals                      | waits for an approval for more than a working day                  |
/// | kept.METRIC.PRIORITY.met / .missed    | one per clock decided in the period; PRIORITY also "all"           |
/// | gross.METRIC.PRIORITY.met / .missed   | the same by the first verdict, whatever later terms made of it     |
/// | flow.opened, .solved, .reopened       | in the period; flow.backlog: open at its end                       |
/// | flow.first_time, .not_first_time      | of those solved by the team: never reopened until its end, or once |
/// | before.kept..., before.flow...        | the same of the period before                                      |
/// | age.0 .. age.4                        | the backlog by age                                                 |
/// | cause.CODE, form.PROCESS.VIA          | solved by cause; opened by kind and door                           |
/// | voice.confirmed, voice.refused        | the requester's word on a solution                                 |
/// | voice.answered, voice.unanswered      | asked in the period how it was                                     |
/// | voice.rated, voice.low                | answered in it; with a low score                                   |
/// | quality....                           | what is not counted, and what moved                                |
// clang-format on
class DigestCount {
public:
    /// @param versions  of the service levels, in order of time, none after basis.levels
    DigestCount(const DigestBasis& basis, std::vector<LevelsVersion> versions);

    /// Tickets that ended before then need no clocks.
    UtcTime clocks_since() const { return std::min(week_starts_.front(), before_.from); }
    const std::vector<LevelsVersion>& versions() const { return versions_; }
    void take(const Life& life);
    Numbers numbers();

private:
    struct Timed {
        UtcTime at;
        std::int64_t id;
    };
    using Ages = std::vector<std::int64_t>;

    void add(std::string key, std::int64_t id) { numbers_.figures[std::move(key)].push_back(id); }
    void take_moves(const Life& life);
    void take_decisions(const Life& life);
    void take_promises(const Life& life);
    void take_verdict(const Life& life, const TicketClock& clock, bool is_gross);
    void take_flow(const Life& life);
    void take_reopenings(const Life& life, const Span& span, const std::string& prefix);
    void take_backlog(const Life& life, UtcTime end, const std::string& prefix, Ages& ages);
    void take_voice(const Life& life);
    void take_causes(const Life& life);
    void take_quality(const Life& life);
    void take_weeks(const Life& life);
    Calendar calendar_of(const std::string& inbox) const;
    UtcTime horizon_for(const std::string& inbox);
    ChartWeek* week_at(UtcTime t);
    const LevelsVersion* version(std::int64_t id) const;

    DigestBasis basis_;
    std::vector<LevelsVersion> versions_;
    Span now_, before_;
    std::vector<UtcTime> week_starts_;  ///< one more than weeks
    std::map<std::string, UtcTime> horizons_;
    std::vector<Timed> late_, soon_;
    Ages ages_, ages_before_;
    std::map<std::string, int> goals_;
    Numbers numbers_;
};

}  // namespace deskbell::kernel
