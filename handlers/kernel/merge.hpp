#pragma once
#include "handlers/domain/ticket_clocks.hpp"
#include "handlers/kernel/declaration.hpp"

#include <array>

/// Two tickets about the same thing become one: the duplicate is cancelled and linked, its requester follows
/// the original, and what is counted is counted once.
namespace deskbell::kernel {

inline constexpr std::array kCountsFrom{
    Option{"own", "When it was raised itself"},
    Option{"earliest", "When the first of the two was raised"},
};
inline constexpr Field kDuplicateField{
    .name = attr::kDuplicateOf,
    .label = "Duplicate of",
    .help = "The number of the ticket that goes on, like INC-12. The requester of this one follows it.",
    .max_length = 20};
inline constexpr Field kCountsFromField{.name = "duplicate_counts_from",
                                        .label = "The clocks of that ticket count from",
                                        .type = FieldType::one_of,
                                        .initial = "own",
                                        .options = kCountsFrom,
                                        .agents_only = true,
                                        .is_on_card = false};
inline constexpr std::array kDuplicateAsks{AskedField{attr::kDuplicateOf},
                                           AskedField{"duplicate_counts_from"}};

/// The number as everybody writes it: "INC-12" for "#inc-12".
void name_original(Step& step);
/// Links both, lets the requester follow the original unless it is private, and moves its start when asked.
/// Errors: invalid_input when the original cannot be seen by the actor, is closed or is the record itself.
Result<void> merge_into_original(const Desk& desk, const Record& duplicate, const Act& act,
                                 store::Unit& unit);

/// The row of a process's life by which a ticket in one of the states `from` becomes a duplicate; it ends as
/// "cancelled".
constexpr Transition duplicate_step(std::string_view from)
{
    return {.from = from,
            .action = "duplicate",
            .to = "cancelled",
            .label = "Duplicate of…",
            .who = kAgent | kRequester,  // theirs are checked in merge_into_original
            .asks = kDuplicateAsks,
            .effect = name_original,
            .consequence = merge_into_original,
            .tells_requester =
                "{number} is about the same as {duplicate_of}, where we go on. You hear of it there."};
}

}  // namespace deskbell::kernel
