#pragma once
#include "handlers/kernel/desk.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// One line of a record's history, in plain words without markup.
struct HistoryLine {
    UtcTime at{};
    std::string who;                   ///< a name, or "Deskbell" for the program itself
    std::string what;                  ///< "chose Take it", "answered", "raised it"
    std::string through;               ///< "a button", "a form" ...
    std::vector<std::string> changes;  ///< "State: New → In progress"
    std::string text;                  ///< what was said
};

/// For whom a history is told.
struct HistoryReader {
    std::string user;
    std::string zone;
    bool is_agent = false;  ///< reads notes, and what fields keep to the agents
};

/// What `user` is to the record as its reader.
HistoryReader history_reader(const Desk& desk, const Record& record, std::string_view user,
                             const store::Unit& unit);

/// The event as a person reads it; nothing when it is none of this reader's business.
std::optional<HistoryLine> history_line(const Desk& desk, const Record& record, const Event& event,
                                        const HistoryReader& reader, const store::Unit& unit);

/// "a button", "the command line": what an event came through, for people.
std::string through(std::string_view source);

/// Events of one page.
inline constexpr int kHistoryRows = 15;

/// The history, newest first, from the `offset` newest on. Whoever calls has asked `may_see`.
slack::Modal history_modal(const Desk& desk, const Record& record, std::int64_t offset, std::string_view user,
                           const store::Unit& unit);

}  // namespace deskbell::kernel
