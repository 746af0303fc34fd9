#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/digest/digest.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace deskbell::kernel {

/// Timers whose work is prepared on a reading thread. Their keys carry what they are about.
inline constexpr std::string_view kDigestTimer = "digest";         ///< "digest:<subscription>"
inline constexpr std::string_view kDigestNowTimer = "digest_now";  ///< "digest_now:<user>:<period>"
inline constexpr std::string_view kDigestCsvTimer = "digest_csv";  ///< "digest_csv:<digest>:<user>"

/// Later than this a digest says that it is delayed.
inline constexpr std::chrono::minutes kDelayedAfter{10};

/// The digest of a subscription that is due: sent once, or not at all when it is paused, was sent, or ended.
/// However many were missed, only the newest comes.
Result<Writes> prepare_subscribed(const Desk& desk, const store::Timer& timer, const store::Unit& unit);
/// The digest that somebody asked for, as a direct message.
Result<Writes> prepare_asked(const Desk& desk, const store::Timer& timer, const store::Unit& unit);
/// The rows behind a digest as a file, as a direct message.
Result<Writes> prepare_csv(const Desk& desk, const store::Timer& timer, const store::Unit& unit);

/// Asks for them: the answer follows when it is worked out.
void order_digest(std::string_view user, const Period& period, store::Unit& unit);
void order_csv(std::int64_t digest, std::string_view user, store::Unit& unit);

/// The zone and the calendar of a subscription: its own zone or the owner's, the first inbox's calendar or
/// "business".
std::string zone_of(const Desk& desk, const store::Subscription& subscription, const store::Unit& unit);
Calendar calendar_of(const Desk& desk, const store::Subscription& subscription, const store::Unit& unit);

/// The first occurrence after now, or after a pause.
std::optional<UtcTime> next_digest(const Desk& desk, const store::Subscription& subscription,
                                   const store::Unit& unit);

/// Arms the timer for it. Returns when that is.
std::optional<UtcTime> arm_digest(const Desk& desk, const store::Subscription& subscription,
                                  store::Unit& unit);

/// Weekly, on Mondays at 09:00 in their own zone, as a direct message: where everybody's choice begins.
store::Subscription default_subscription(std::string_view owner);

/// Gives every manager who never had a subscription the default one.
/// To be called when the program starts; calling it again changes nothing.
void ensure_subscriptions(const Desk& desk, store::Unit& unit);

}  // namespace deskbell::kernel
