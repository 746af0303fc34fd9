#pragma once
#include "handlers/domain/record.hpp"

#include <string>
#include <string_view>

/// The hash of an event, made so that what it says about people can be taken out without breaking the chain.
///
/// Format 1 covers every word as it stands. Format 2 covers time, source, rule, kind, the names of the
/// changed attributes and the values of the plain ones as they stand; actor, text and all other values only
/// through a seal: a digest of them with a random salt. When they are erased, the seal stays and the salt
/// goes: the chain can still be checked, and the words cannot be guessed from it. What stands in their place
/// is covered by the account of a later event `erased`.
namespace deskbell::store {

inline constexpr std::int64_t kOpen = 1;  ///< format of events from before seals
inline constexpr std::int64_t kSealed = 2;

/// The kind of event that accounts for everything erased before it in its record.
inline constexpr std::string_view kErasedKind = "erased";

/// True for attributes that say nothing about a person: states, times, priorities. They are never erased.
bool is_plain(std::string_view attribute);

/// SHA-256 over the event as its format says, lower-case hex. Of an erased event of format 1 nothing can be
/// recomputed: it is the hash that was kept.
std::string hash_of(const Event& event);

/// Puts the seal in the place of the salt. To be called while the words are still there; once is enough.
void seal(Event& event);

/// A digest over erased events as they stand now, in sequence: `previous` is "" for the first.
std::string account_of(std::string_view previous, const Event& event);

}  // namespace deskbell::store
