#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/eligible.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/snooze.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

/// A requester who is waited for is reminded twice; then the ticket is taken as solved. They can put a
/// reminder off or do without. Each timer arms the next one when it fires, so that a desk that was away does
/// not say everything at once.
namespace deskbell::kernel {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kQuestionShown = 500;
constexpr std::string_view kNoAnswer = "no_answer";  // the step of the ticket's life that ends the wait

/// A reminder by its timer, with the menu below it, the form of that, and what comes after it.
struct Reminder {
    std::string_view kind, menu, form, then;
    int days_to_then;  ///< business days
    int days_to_end;
};
constexpr std::string_view kFirst = "remind_first", kSecond = "remind_second";
constexpr std::array kReminders{
    Reminder{kFirst, "waiting_first", "waiting_first_until", kSecond,
             kSecondReminderDays - kFirstReminderDays, kNoAnswerDays - kFirstReminderDays},
    Reminder{kSecond, "waiting_second", "waiting_second_until", kNoAnswer,
             kNoAnswerDays - kSecondReminderDays, kNoAnswerDays - kSecondReminderDays},
};

const Reminder& reminder_of(std::string_view Reminder::*key, std::string_view name)
{
    return *std::ranges::find(kReminders, name, key);
}

bool is_waiting(const Record& record)
{
    return record.at(attr::kCategory) == to_text(Category::waiting_requester);
}

std::string key_of(std::string_view kind, const Record& record)
{
    return std::string(kind) + ":" + std::to_string(record.id);
}

void arm_at(const Record& record, std::string_view kind, UtcTime due, store::Unit& unit)
{
    unit.timers.arm({0, key_of(kind, record), std::string(kind), record.id, due});
}

void end_reminders(const Record& record, store::Unit& unit)
{
    for (const std::string_view kind : {kFirst, kSecond, kNoAnswer}) unit.timers.cancel(key_of(kind, record));
}

/// The same instant if the requester is at work then, else when they begin. What is critical does not wait.
UtcTime while_at_work(const Desk& desk, const Record& record, UtcTime due, const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const Calendar* calendar = inbox == nullptr ? nullptr : desk.settings().levels.calendar(inbox->calendar);
    if (calendar == nullptr || record.at(attr::kPriority) == to_text(Priority::p1))
        return due;
    const Calendar hours = hours_of(desk, *calendar, record.at(attr::kRequester), unit);
    const bool is_at_work = is_open(hours, due - 1s);  // the last instant of a working day belongs to it
    return is_at_work ? due : next_opening(hours, due).value_or(due);
}

UtcTime arm(const Desk& desk, const Record& record, std::string_view kind, int days, store::Unit& unit)
{
    UtcTime due = business_days_later(desk.settings(), record, unit.now, days);
    if (kind != kNoAnswer)
        due = while_at_work(desk, record, due, unit);
    arm_at(record, kind, due, unit);
    return due;
}

std::string ends_on(const Desk& desk, UtcTime end)
{
    return "Without an answer we take it as solved " + slack::date(end, desk.settings().timezone) + ".";
}

Saying words_of(const Desk& desk, const Record& record, const std::string& then)
{
    const std::string question = record.at("pending_message");
    Saying saying;
    saying.text =
        ":hourglass: " + desk.number_of(record) + " waits for your answer." +
        (question.empty() ? "" : "\n" + slack::quoted(slack::escaped(shortened(question, kQuestionShown)))) +
        (then.empty() ? "" : "\n" + then);
    add_text(saying.blocks, saying.text);
    return saying;
}

Result<void> remind(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    auto record = unit.records.find(timer.record_id);
    if (!record || !is_waiting(*record))
        return {};
    const Reminder& reminder = reminder_of(&Reminder::kind, timer.kind);
    const UtcTime next = arm(desk, *record, reminder.then, reminder.days_to_then, unit);
    write(unit, *record, {"system", "timer", unit.now, timer.kind}, "reminded", {});
    const std::int64_t thread = requester_thread(*record, unit);
    if (thread == 0)
        return {};
    Saying saying = words_of(desk, *record, reminder.then == kNoAnswer ? ends_on(desk, next) : "");
    saying.blocks.actions("waiting",
                          {slack::menu(reminder.menu, "Snooze…", snooze_choices(desk.number_of(*record)))});
    post(unit, {0, record->id, "notice", requester_channel(*record, unit), "", 0}, saying, thread,
         event_key(*record, "remind"));
    return {};
}

Result<Record> record_for(const Desk& desk, std::string_view number, const Act& act, const store::Unit& unit)
{
    auto record = record_of(desk, number, act.actor, unit);
    if (!record)
        return record.error();
    if ((roles_of(desk, *record, act.actor, unit) & kRequester) == 0)
        return Error(Errc::forbidden,
                     "Only the person who is waited for can put this off. You can write in the thread.");
    if (!is_waiting(*record))
        return Error(Errc::conflict, std::string(number) +
                                         " does not wait for your answer any more, so there will be no "
                                         "reminder.");
    return record;
}

/// The reminder becomes what its reader chose.
void keep_quiet(const Desk& desk, Record& record, const Reminder& reminder, const Quiet& quiet,
                std::string_view channel, std::string_view message_ts, const Act& act, store::Unit& unit)
{
    end_reminders(record, unit);
    std::string then = shown(unit, act.actor) + " " + quiet.says + ".";
    if (is_for_good(quiet.until))
        then += " " + ends_on(desk, arm(desk, record, kNoAnswer, reminder.days_to_end, unit));
    else
        arm_at(record, reminder.kind, quiet.until, unit);
    write(unit, record, act, "reminders", {}, quiet.says);
    if (const auto message = unit.messages.find(channel, message_ts))
        edit(unit, message->id, words_of(desk, record, then));
}

Answer press(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto [word, number] = chosen_in(click.value.text);
    auto record = record_for(desk, number, act, unit);
    if (!record)
        return record.error();
    const Reminder& reminder = reminder_of(&Reminder::menu, click.action_id);
    const auto quiet = quiet_of(word, unit.now, zone_of(desk, act.actor, unit));
    if (!quiet)
        return show_modal(click, snooze_form(reminder.form, {{"record", desk.number_of(*record)},
                                                             {"channel", click.channel},
                                                             {"message", click.message_ts}}));
    keep_quiet(desk, *record, reminder, *quiet, click.channel, click.message_ts, act, unit);
    return slack::Reply::nothing();
}

Answer submit_until(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                    store::Unit& unit)
{
    Attributes carried = unpack(submission.view.private_metadata);
    auto record = record_for(desk, carried["record"], act, unit);
    if (!record)
        return record.error();
    const auto quiet = quiet_in(submission.view, unit.now, zone_of(desk, act.actor, unit));
    if (!quiet)
        return quiet.error();
    keep_quiet(desk, *record, reminder_of(&Reminder::form, submission.view.callback_id), *quiet,
               carried["channel"], carried["message"], act, unit);
    return slack::Reply::clear();
}

Result<void> follow(const Desk& desk, Record& record, std::string_view action, const Act&, store::Unit& unit)
{
    const bool has_begun = action == "hold" || action == "await" || action == "request_again";
    if (!is_waiting(record))
        end_reminders(record, unit);
    else if (has_begun && desk.process_of(record).transition(record, kNoAnswer) != nullptr)
        arm(desk, record, kFirst, kFirstReminderDays, unit);
    return {};
}

constexpr std::array kButtons{Button{kReminders[0].menu, false, press},
                              Button{kReminders[1].menu, false, press}};
constexpr std::array kForms{Form{kReminders[0].form, submit_until}, Form{kReminders[1].form, submit_until}};
constexpr std::array kRoutines{Routine{kFirst, remind}, Routine{kSecond, remind}};

}  // namespace

extern const Feature kWaiting;
const Feature kWaiting{
    .key = "waiting", .buttons = kButtons, .forms = kForms, .routines = kRoutines, .follow_up = follow};

}  // namespace deskbell::kernel
