#pragma once
#include "handlers/kernel/declaration.hpp"

#include <array>
#include <chrono>

/// Fields, guards and effects that every process with agents shares: taking, holding, priority, reopening.
/// A process uses those that fit and declares the rest itself.
namespace deskbell::kernel {

/// Business days for which a resolved ticket waits for a word of the requester. Source: the default pack.
inline constexpr int kGraceDays = 5;
/// Business days after which a requester who is waited for is reminded, once each, and after which the ticket
/// is taken as solved.
inline constexpr int kFirstReminderDays = 2;
inline constexpr int kSecondReminderDays = 5;
inline constexpr int kNoAnswerDays = 7;
/// For how long "Not a request" can be taken back.
inline constexpr std::chrono::hours kUndoFor{24};
/// Business days after which a ticket on hold goes on by itself, when nobody says until when.
inline constexpr int kHoldDays = 3;
/// A hold is no longer than this: then the ticket goes on and the team hears of it.
inline constexpr int kHoldDaysMost = 10;

/// The end of the n-th business day after the one of `t`, in the calendar of the record's inbox.
UtcTime business_days_later(const Settings& settings, const Record& record, UtcTime t, int days);

inline constexpr std::array kImpacts{
    Option{"1", "Everyone, a whole site or customers"},
    Option{"2", "A department or several teams"},
    Option{"3", "My team"},
    Option{"4", "Just me"},
};
inline constexpr std::array kUrgencies{
    Option{"1", "Work has stopped"},
    Option{"2", "Badly, or there is a deadline today"},
    Option{"3", "I can work around it"},
    Option{"4", "It can wait"},
};
inline constexpr std::array kPriorities{
    Option{"derived", "As impact and urgency say"},
    Option{"P1", "P1"},
    Option{"P2", "P2"},
    Option{"P3", "P3"},
    Option{"P4", "P4"},
};
/// Words of the desk as the options of a field. `not_offered` is set by the program alone.
template <std::size_t N>
constexpr std::array<Option, N> options_of(const std::array<NamedWord, N>& words,
                                           std::string_view not_offered = {})
{
    std::array<Option, N> out{};
    for (std::size_t i = 0; i < N; ++i)
        out[i] = {words[i].word, words[i].label, words[i].word != not_offered};
    return out;
}
// What an inbox offers in their place: inbox_names.hpp.
inline constexpr auto kHoldOptions = options_of(kHoldReasons, kHeldForApproval);
inline constexpr auto kCommonCauseOptions = options_of(kCommonCauses);
/// Attribute of a solved ticket: the tickets that help with it and were still open, as who solved it
/// confirmed.
inline constexpr std::string_view kSolvedDespite = "solved_despite";
inline constexpr std::string_view kNotARequest = "not_a_request";
inline constexpr std::array kCancelReasons{
    Option{kNotARequest, "Not a request"},
    Option{"withdrawn", "Withdrawn by the requester"},
    Option{"mistake", "Raised by mistake"},
    Option{"not_approved", "Not approved"},
};

inline constexpr Field kImpactField{.name = "impact",
                                    .label = "How many are affected?",
                                    .type = FieldType::one_of,
                                    .at_creation = Asked::required,
                                    .initial = "4",
                                    .options = kImpacts};
inline constexpr Field kUrgencyField{.name = "urgency",
                                     .label = "How badly?",
                                     .type = FieldType::one_of,
                                     .at_creation = Asked::required,
                                     .initial = "3",
                                     .options = kUrgencies};
inline constexpr Field kPriorityField{.name = "priority_override",
                                      .label = "Priority",
                                      .type = FieldType::one_of,
                                      .initial = "derived",
                                      .options = kPriorities,
                                      .is_on_card = false};
inline constexpr Field kPriorityReasonField{.name = "priority_reason",
                                            .label = "Why another priority?",
                                            .help = "Needed when you choose a priority yourself.",
                                            .is_on_card = false,
                                            .max_length = 300};
inline constexpr Field kHoldReasonField{
    .name = "pending_reason", .label = "Reason", .type = FieldType::one_of, .options = kHoldOptions};
inline constexpr Field kHoldMessageField{.name = "pending_message",
                                         .label = "Message to the requester",
                                         .type = FieldType::long_text,
                                         .help = "The requester reads this. Needed when you wait for them."};
inline constexpr Field kHoldUntilField{.name = "pending_until",
                                       .label = "Until",
                                       .type = FieldType::instant,
                                       .help = "It goes on by itself then."};
inline constexpr Field kPromisedField{.name = "promised_at",
                                      .label = "Solved by",
                                      .type = FieldType::instant,
                                      .help = "The requester is promised this time. Pauses do not move it."};
inline constexpr Field kPromiseReasonField{
    .name = "promise_reason", .label = "Why this date?", .is_on_card = false, .max_length = 300};
inline constexpr Field kCancelField{.name = "cancel_reason",
                                    .label = "Why?",
                                    .type = FieldType::one_of,
                                    .initial = "mistake",
                                    .options = kCancelReasons,
                                    .agents_only = true};
inline constexpr Field kAssignField{
    .name = "assign_to", .label = "Assign to", .type = FieldType::user, .is_on_card = false};
inline constexpr Field kReopenCountField{
    .name = "reopen_count", .label = "Reopened", .type = FieldType::number, .agents_only = true};

inline constexpr std::array kPriorityAsks{AskedField{"impact"}, AskedField{"urgency"},
                                          AskedField{"priority_override"},
                                          AskedField{"priority_reason", false}};
inline constexpr std::array kPromiseAsks{AskedField{"promised_at"}, AskedField{"promise_reason"}};
inline constexpr std::array kAssignAsks{AskedField{"assign_to"}};
inline constexpr std::array kHoldAsks{AskedField{"pending_reason"}, AskedField{"pending_message", false},
                                      AskedField{"pending_until", false}};
inline constexpr std::array kCancelAsks{AskedField{"cancel_reason"}};

/// An override needs a reason, and a team lead where there is one; so does a lower priority once a promise is
/// broken, because it would hide that.
Result<void> may_set_priority(const Step& step);
/// From impact and urgency, or the override. The clocks follow from the event.
void set_priority(Step& step);

/// A date in the future.
Result<void> may_promise(const Step& step);

/// The actor becomes the assignee.
void take(Step& step);
/// Only agents of the inbox can be given a ticket.
Result<void> may_assign(const Step& step);
void assign(Step& step);

/// Waiting for the requester needs a message that tells them so.
Result<void> may_hold(const Step& step);
void hold(Step& step);
void resume(Step& step);
/// A hold is over then, and an agent who solves what nobody has becomes its assignee.
void solve(Step& step);

/// The agent answered, and the inbox waits for the requester then.
void await_answer(Step& step);
/// Only while the requester is waited for: what is on hold for others is never closed by itself.
Result<void> may_end_unanswered(const Step& step);

/// Outside all metrics, with what is needed to put it back.
void set_aside(Step& step);
/// Within 24 hours.
Result<void> may_put_back(const Step& step);
void put_back(Step& step);

/// Within the grace period only.
Result<void> may_reopen(const Step& step);
void reopen(Step& step);

}  // namespace deskbell::kernel
