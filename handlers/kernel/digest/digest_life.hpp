#pragma once
#include "handlers/domain/state.hpp"
#include "handlers/domain/ticket_clocks.hpp"
#include "handlers/kernel/declaration.hpp"
#include "store/event_log.hpp"

#include <optional>
#include <string>
#include <vector>

namespace deskbell::kernel {

/// One ticket as a report sees it, from its events alone.
struct Life {
    struct Standing {
        UtcTime from{};
        Category category = Category::fresh;
        std::string priority;  ///< "P1" .. "P4", or ""
    };

    struct Move {
        UtcTime at{};
        std::string from, to;  ///< keys of inboxes
    };

    /// The requester was asked how it was.
    struct Asked {
        UtcTime at{};
        std::int64_t score = 0;              ///< 0: no answer yet
        std::optional<UtcTime> answered_at;  ///< the first time
    };

    Record record;  ///< as its events leave it
    UtcTime opened_at{};
    std::vector<Standing> standings;  ///< in order of time, at least one
    std::vector<UtcTime> solved, reopened;
    std::vector<UtcTime> confirmed, refused;  ///< by the requester: "Yes, solved" and "No, reopen"
    std::vector<Move> moves;                  ///< from inbox to inbox
    std::vector<Asked> asked;                 ///< with their name, once for each solution
    std::vector<TicketClock> clocks;          ///< left out when they ended before anybody asks for them

    const Standing& at(UtcTime t) const;
    Category category() const { return standings.back().category; }
};

/// One of these happened in that time.
bool any_in(const std::vector<UtcTime>& times, const Span& span);

/// What happened to a ticket until `as_of`.
/// @param clocks_since  a ticket that ended before this instant and was not touched since has no clocks
Life life_of(const Process& process, const store::History& history,
             const std::vector<LevelsVersion>& versions, UtcTime as_of, UtcTime clocks_since);

}  // namespace deskbell::kernel
