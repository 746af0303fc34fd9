#pragma once
#include "handlers/kernel/declaration.hpp"

/// Move…: the ticket goes to another inbox, under the same number. Its clocks go on from their own start.
namespace deskbell::kernel {

/// Asked by a form of its own, because inboxes are no constants: key of the inbox, and why.
inline constexpr std::string_view kMoveTo = "move_to";
inline constexpr std::string_view kMoveReason = "move_reason";
inline constexpr std::size_t kMoveReasonMost = 300;

/// The inbox is another one that exists, and there is a reason.
Result<void> may_move(const Step& step);
/// Nobody has it in the new inbox, and no rule of the old one counts any more.
void move(Step& step);
/// The new agents get a card with what was said so far; the old card says where the ticket went.
Result<void> hand_to_inbox(const Desk& desk, const Record& record, const Act& act, store::Unit& unit);

/// The row of a process's life by which a ticket in one of the states `from` goes to another inbox, where it
/// begins as `fresh`.
constexpr Transition move_step(std::string_view from, std::string_view fresh)
{
    return {.from = from,
            .action = "move",
            .to = fresh,
            .label = "Move…",
            .who = kAgent | kSystem,  // when its inbox is removed
            .place = Place::hidden,
            .guard = may_move,
            .effect = move,
            .consequence = hand_to_inbox,
            .tells_requester = "{number} is with {moved_to} now: {move_reason}",
            .is_answer = false};
}

}  // namespace deskbell::kernel
