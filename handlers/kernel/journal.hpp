#pragma once
#include "store/unit.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

class Letters;

/// Who acts, through what, and when it happened (the click's or message's time, not that of processing).
struct Act {
    std::string actor;   ///< Slack user id, or "system"
    std::string source;  ///< slash_command, view, button, message, reaction, shortcut, timer, bulk, cli
    UtcTime at{};
    std::string rule = {};       ///< for "system": the rule that fired; for "bulk": which batch
    Letters* letters = nullptr;  ///< collects what people are told, where it is not said one by one
};

/// Kinds of event that are words which the other side reads.
inline constexpr std::string_view kAgentWord = "reply";
inline constexpr std::string_view kRequesterWord = "said";

/// What `act` did, as an event that no log has yet.
Event event_of(const Act& act, std::string_view kind, std::vector<Change> changes, std::string text,
               UtcTime now);

/// Appends one event and carries it over to the projection: the only way in which a record changes.
void write(store::Unit& unit, Record& record, const Act& act, std::string_view kind,
           std::vector<Change> changes, std::string text = {});

/// Stores a new record with these attributes, under the next number of its process.
Record create(store::Unit& unit, std::string_view process, const Attributes& attributes, const Act& act);

/// The changes that turn the record's attributes into `values` (those that differ).
std::vector<Change> changes_to(const Record& record, const Attributes& values);

}  // namespace deskbell::kernel
