#pragma once
#include "handlers/domain/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// Names to texts. Instants are RFC 3339, yes/no is "yes" or "", several values are joined by ",".
using Attributes = std::map<std::string, std::string, std::less<>>;

/// Attributes that every process has; a process adds its own fields beside them.
namespace attr {
inline constexpr std::string_view kTitle = "title";
inline constexpr std::string_view kState = "state";
inline constexpr std::string_view kCategory = "category";  ///< category of the state, see state.hpp
inline constexpr std::string_view kPriority = "priority";  ///< "P1".."P4", or absent
inline constexpr std::string_view kInbox = "inbox";
inline constexpr std::string_view kRequester = "requester";   ///< for whom; a Slack user id
inline constexpr std::string_view kCreatedBy = "created_by";  ///< who raised it; a Slack user id
inline constexpr std::string_view kAssignee = "assignee";
inline constexpr std::string_view kPrivate = "private";
inline constexpr std::string_view kFollowers = "followers";
inline constexpr std::string_view kTags = "tags";  ///< for agents only, "vip,vpn"; see tags.hpp
inline constexpr std::string_view kReceivedAt =
    "received_at";  ///< time of the message or click, not of processing
inline constexpr std::string_view kFirstResponseAt = "first_response_at";
inline constexpr std::string_view kResolvedAt = "resolved_at";
inline constexpr std::string_view kFirstResolvedAt = "first_resolved_at";  ///< stays when it is reopened
/// "yes" once it is solved, "no" for ever when that was taken back.
inline constexpr std::string_view kSolvedAtOnce = "resolved_first_time";
inline constexpr std::string_view kClosedAt = "closed_at";
inline constexpr std::string_view kResponseDue = "response_due";
inline constexpr std::string_view kResolutionDue = "resolution_due";
inline constexpr std::string_view kNextDue = "next_due";  ///< the nearest promise whose clock runs
inline constexpr std::string_view kTimeLeft =
    "time_left";  ///< seconds of open time, while the clock stands still
/// Since when a decision of an approver is waited for; absent when none is.
inline constexpr std::string_view kApprovalSince = "approval_since";
/// Number of the ticket that this one is a part of; a link of the same name leads there.
inline constexpr std::string_view kParent = "parent";
inline constexpr std::string_view kVia =
    "reported_via";  ///< command, form, shortcut, reaction, message, channel
inline constexpr std::string_view kSourceChannel = "source_channel";
inline constexpr std::string_view kSourceTs = "source_ts";  ///< root message of the thread it was raised in
}  // namespace attr

/// One ticket, change, risk ...: the current state, a projection of its events.
struct Record {
    std::int64_t id = 0;
    std::string process;       ///< key of the process, "incident"
    std::int64_t number = 0;   ///< from 1, per process
    std::int64_t version = 0;  ///< sequence number of its last event
    UtcTime created_at{};
    UtcTime updated_at{};
    Attributes attributes;

    /// The attribute, or "" when it is not set.
    const std::string& at(std::string_view name) const;
    bool has(std::string_view name) const { return !at(name).empty(); }
    std::optional<UtcTime> time(std::string_view name) const;
};

/// One attribute before and after. An empty text means "not set".
struct Change {
    std::string attribute;
    std::string before;
    std::string after;
};

/// One line of the log: who did what to which record, when it happened, and through what.
struct Event {
    std::int64_t id = 0;
    std::int64_t record_id = 0;
    std::int64_t sequence = 0;  ///< 1, 2, 3 ... within the record
    UtcTime occurred_at{};      ///< time of the click or message
    UtcTime recorded_at{};      ///< time of the transaction
    std::string actor;          ///< Slack user id, or "system"
    std::string source;         ///< slash_command, view, button, message, reaction, timer, cli
    std::string rule;           ///< for actor "system": the rule that fired
    std::string kind;           ///< "created", a transition's action, "reply", "note", "changed"
    std::vector<Change> changes;
    std::string text;           ///< words that belong to the act: a reply, a note, a reason
    std::string previous_hash;  ///< hash of the record's previous event, "" for the first
    std::string hash;           ///< SHA-256 over all of the above, hex
    std::int64_t format = 1;    ///< how the hash is made, see store/event_hash.hpp
    std::string salt;           ///< of the seal
    std::string seal;           ///< what the hash covers in the place of words that were erased

    /// Words or people were taken out after it had been written.
    bool is_erased() const { return !seal.empty(); }
};

/// Carries one event over to the projection. Applying all events in sequence rebuilds the record.
void apply(Record& record, const Event& event);

/// The change that setting `name` to `value` makes; nothing when it is already so.
std::optional<Change> change(const Record& record, std::string_view name, std::string value);

}  // namespace deskbell
