#pragma once
#include "handlers/domain/time.hpp"
#include "slack/wire/call.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace deskbell::bot {

/// Failed tries after which a row is parked: with the longest back-off that is over three days of outage.
inline constexpr int kAttemptsMost = 1000;
inline constexpr std::chrono::seconds kBackoffFirst{1};
inline constexpr std::chrono::seconds kBackoffMost{300};
/// A history shows a post so late at most. Looked for earlier, it would be taken for lost and made again.
inline constexpr std::chrono::seconds kShownLate{3};
/// A dead token does not heal by itself: look again now and then, after the operator changed it.
inline constexpr std::chrono::seconds kCredentialWait{300};

/// What becomes of an outbox row after a call.
struct Verdict {
    enum class Next : std::uint8_t { done, again, park };
    Next next = Next::done;
    std::chrono::milliseconds wait{0};  ///< real time before `again`
    bool is_outcome_unknown = false;    ///< it may have happened: look before doing it again
};

/// Decides by a table over the error class.
/// @param attempts failed tries before this one
/// @param dice     0 .. 1, spreads the waits so that not everybody comes back at the same instant
Verdict judge(std::string_view method, const slack::CallResult& result, int attempts, double dice);

/// Back-off after `attempts` failures: doubles from kBackoffFirst to kBackoffMost, between half and the whole
/// of it.
std::chrono::milliseconds backoff(int attempts, double dice);

bool is_post(std::string_view method);
/// True for calls that must not be repeated without looking: Slack has no idempotency key for a post, nor for
/// the files that become one.
bool shows_a_message(std::string_view method);

/// What is kept in the row after a call whose outcome is unknown: when it was first sent (real time), and
/// why.
std::string unknown_outcome(UtcTime first_sent, std::string_view error);
/// The first sending that a row's last error tells of; nothing when it tells of none.
std::optional<UtcTime> first_unknown(std::string_view last_error);
/// The error in it that `unknown_outcome` wrapped; a text without such a time as it is.
std::string_view after_unknown(std::string_view last_error);

}  // namespace deskbell::bot
