#pragma once
#include "handlers/domain/period.hpp"
#include "handlers/domain/record.hpp"
#include "store/connection.hpp"
#include "store/digests.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// Something that happened in Slack and that we know only from a history.
struct Recovery {
    std::string kind;  ///< message, edit, deletion, reaction
    std::string channel;
    std::string ts;
};

/// A day of a request channel: every message that people wrote there, and what became of it.
struct Reconciliation {
    std::string channel;
    std::string day;  ///< YYYY-MM-DD in the workspace's zone
    std::int64_t tickets = 0;
    std::int64_t explained = 0;  ///< no ticket, and we can say why
    std::int64_t unexplained = 0;
    Attributes reasons{};  ///< why no ticket -> how many

    std::int64_t seen() const { return tickets + explained + unexplained; }
};

/// Up to when we know what was written in a channel, and what was only found by reading there.
class Readings {
public:
    /// Recoveries and days stay for as long as a digest that counts them: its numbers follow from them.
    static constexpr std::chrono::days kKept = Digests::kKept + kPeriodMost;

    /// Unexplained messages of a day that are kept one by one; the others are only counted.
    static constexpr std::size_t kUnexplainedMost = 1000;

    explicit Readings(Connection& db) : db_(db) {}
    /// Everything that was written before is known; nothing when the channel was never read.
    std::optional<UtcTime> whole_to(std::string_view channel) const;
    void set_whole_to(std::string_view channel, UtcTime to);
    /// When the channel was read for the first time.
    std::optional<UtcTime> since(std::string_view channel) const;

    /// When any channel was read for the first time.
    std::optional<UtcTime> first() const;

    void add(const Recovery& recovery, UtcTime now);
    /// Recoveries in [from, to).
    std::int64_t recovered(UtcTime from, UtcTime to) const;
    /// The recoveries themselves, oldest first, at most `limit`.
    std::vector<Recovery> recoveries(UtcTime from, UtcTime to, int limit) const;

    bool is_reconciled(std::string_view channel, std::string_view day) const;
    /// A day is written down once; a second account of it changes nothing.
    /// @param unexplained  ts of the messages that nobody can explain
    void add(const Reconciliation& account, const std::vector<std::string>& unexplained, UtcTime now);
    /// The sums of what was written down in [from, to). Without reasons.
    Reconciliation reconciled(UtcTime from, UtcTime to) const;
    /// The unexplained messages of the days written down in [from, to), oldest first, at most `limit`.
    std::vector<Recovery> unexplained(UtcTime from, UtcTime to, int limit) const;
    /// Forgets recoveries and days that were written down before then. Returns how many.
    std::int64_t prune(UtcTime before);

private:
    Connection& db_;
};

}  // namespace deskbell::store
