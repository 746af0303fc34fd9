#pragma once
#include "handlers/domain/ticket_clocks.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// A clock while its story is told: what happened to it so far.
struct ClockDraft {
    Metric metric;
    int cycle;
    std::string subject;
    std::vector<Turn> turns;     ///< begins with Turn::What::start
    std::optional<Terms> terms;  ///< the last ones that were agreed
    bool is_stopped = false;
    bool is_paused = false;
};

/// The clocks of one record while its story is told. Each is known by its index, which does not change.
class ClockDrafts {
public:
    /// Begins the next cycle of `metric`; its index.
    std::size_t start(Metric metric, UtcTime at, const std::string& subject);
    void agree(std::size_t i, UtcTime at, const Terms& terms);
    void pause(std::size_t i, UtcTime at, const std::string& reason);
    void resume(std::size_t i, UtcTime at);
    void stop(std::size_t i, UtcTime at, Turn::What what = Turn::What::stop, std::string reason = {});
    void reopen(std::size_t i, UtcTime at);
    /// Lets the clock begin earlier than it did.
    void begin_at(std::size_t i, UtcTime at);

    std::size_t size() const { return drafts_.size(); }
    const ClockDraft& operator[](std::size_t i) const { return drafts_[i]; }
    int count(Metric metric) const;
    /// The running or paused clock of `metric`, the newest one.
    std::optional<std::size_t> open_one(Metric metric, std::string_view subject = {}) const;
    /// The first clock of `metric` about `subject`, running or not.
    std::optional<std::size_t> first(Metric metric, std::string_view subject) const;
    bool is_last_cycle(std::size_t i) const;

    /// Those to which something was ever promised, as they stand at `now`.
    std::vector<TicketClock> evaluate(UtcTime now) const;

private:
    void add(std::size_t i, UtcTime at, Turn::What what, std::string reason = {});

    std::vector<ClockDraft> drafts_;
};

}  // namespace deskbell
