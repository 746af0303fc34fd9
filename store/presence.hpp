#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <chrono>
#include <vector>

namespace deskbell::store {

/// When the bot was not connected to Slack. It says so itself, by saying again and again that it is there: a
/// longer silence was an absence, whether the network, Slack or the program was away.
class Presence {
public:
    /// Shorter silences are the noise of reconnecting.
    static constexpr std::chrono::seconds kSilence{60};

    struct Absence {
        UtcTime from{}, to{};
    };

    explicit Presence(Connection& db) : db_(db) {}
    /// The bot is connected now. Times that run backwards change nothing.
    void seen(UtcTime now);
    /// Absences that overlap [from, to), as they were known at `to`: clipped to it, in order. One that is
    /// still going on then counts up to `to`. The answer for a past `to` stays the same.
    std::vector<Absence> absences(UtcTime from, UtcTime to) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
