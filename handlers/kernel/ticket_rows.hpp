#pragma once
#include "handlers/kernel/ticket_steps.hpp"

#include <string_view>

/// The rows that every ticket's life shares; `from` and `to` are its own states. What a process says or asks
/// in its own way (how it is resolved, what has to be known before it is taken) it declares itself.
namespace deskbell::kernel {

inline constexpr std::string_view kLooksAtIt = "{who} is looking at {number} now.";

/// @param guard  what has to be known first; null: nothing
constexpr Transition take_step(std::string_view from, std::string_view to, Guard guard = nullptr)
{
    return {.from = from,
            .action = "take",
            .to = to,
            .label = "Take it",
            .place = Place::primary_button,
            .guard = guard,
            .effect = take,
            .tells_requester = kLooksAtIt};
}
constexpr Transition take_over_step(std::string_view from)
{
    return {.from = from,
            .action = "take",
            .to = "=",
            .label = "Take over",
            .effect = take,
            .tells_requester = kLooksAtIt};
}
constexpr Transition assign_step(std::string_view from, std::string_view to, Guard guard = may_assign)
{
    return {.from = from,
            .action = "assign",
            .to = to,
            .label = "Assign…",
            .asks = kAssignAsks,
            .guard = guard,
            .effect = assign};
}
constexpr Transition priority_step(std::string_view from)
{
    return {.from = from,
            .action = "priority",
            .to = "=",
            .label = "Priority…",
            .asks = kPriorityAsks,
            .guard = may_set_priority,
            .effect = set_priority};
}
constexpr Transition promise_step(std::string_view from)
{
    return {.from = from,
            .action = "promise",
            .to = "=",
            .label = "Promise a date…",
            .who = kLead,
            .asks = kPromiseAsks,
            .guard = may_promise,
            .tells_requester = "{who} promises you {number} by {promised_at}."};
}

constexpr Transition hold_step(std::string_view from, std::string_view to)
{
    return {.from = from,
            .action = "hold",
            .to = to,
            .label = "Hold…",
            .asks = kHoldAsks,
            .guard = may_hold,
            .effect = hold,
            .tells_requester = "{who} put {number} on hold ({pending_reason}).\n{pending_message}"};
}
/// Also by itself, at the end of the hold.
constexpr Transition resume_step(std::string_view from, std::string_view to)
{
    return {.from = from,
            .action = "resume",
            .to = to,
            .label = "Resume",
            .who = kAgent | kRequester | kSystem,
            .place = Place::button,
            .effect = resume,
            .fires_on = "pending_until"};
}
/// Taken by the program when an agent answered and the inbox has `auto_wait`.
constexpr Transition await_step(std::string_view from, std::string_view to)
{
    return {.from = from,
            .action = "await",
            .to = to,
            .label = "Wait for an answer",
            .place = Place::hidden,
            .effect = await_answer};
}

/// When nobody answers for long.
/// @param effect  says in the process's own words why it is resolved
constexpr Transition no_answer_step(std::string_view from, std::string_view to, Effect effect,
                                    std::string_view tells_requester)
{
    return {.from = from,
            .action = "no_answer",
            .to = to,
            .label = "No answer",
            .who = kSystem,
            .place = Place::hidden,
            .guard = may_end_unanswered,
            .effect = effect,
            .tells_requester = tells_requester};
}
/// The requester needs no agent any more.
constexpr Transition solved_step(std::string_view from, std::string_view to, Effect effect)
{
    return {.from = from,
            .action = "solved",
            .to = to,
            .label = "Solved – thanks",
            .who = kRequester,
            .place = Place::hidden,
            .effect = effect};
}

constexpr Transition not_a_request_step(std::string_view from, std::string_view to)
{
    return {.from = from, .action = kNotARequest, .to = to, .label = "Not a request", .effect = set_aside};
}
/// Offered by the feature "not a request" for 24 hours.
constexpr Transition request_again_step(std::string_view from, std::string_view to)
{
    return {.from = from,
            .action = "request_again",
            .to = to,
            .label = "Undo \"Not a request\"",
            .place = Place::hidden,
            .guard = may_put_back,
            .effect = put_back};
}
constexpr Transition cancel_step(std::string_view from, std::string_view to)
{
    return {.from = from,
            .action = "cancel",
            .to = to,
            .label = "Cancel…",
            .asks = kCancelAsks,
            .tells_requester =
                "{number} is cancelled ({cancel_reason}). If that is wrong, please raise a new ticket."};
}
constexpr Transition withdraw_step(std::string_view from, std::string_view to)
{
    return {.from = from,
            .action = "withdraw",
            .to = to,
            .label = "Withdraw",
            .who = kRequester,
            .tells_requester = "{number} is withdrawn."};
}

/// Within the grace period.
constexpr Transition reopen_step(std::string_view from, std::string_view to)
{
    return {.from = from,
            .action = "reopen",
            .to = to,
            .label = "Reopen",
            .who = kRequester | kAgent,
            .guard = may_reopen,
            .effect = reopen,
            .tells_requester = "{number} is open again. We look at it once more."};
}
/// By the requester, or by itself and silently at the end of the grace period: settled.cpp says what is said.
constexpr Transition confirm_step(std::string_view from, std::string_view to, Guard guard = nullptr)
{
    return {.from = from,
            .action = "confirm",
            .to = to,
            .label = "Yes, solved",
            .who = kRequester | kSystem,
            .place = Place::hidden,
            .guard = guard,
            .fires_after_days = kGraceDays};
}

}  // namespace deskbell::kernel
