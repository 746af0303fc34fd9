#include "handlers/kernel/voice/follow_up.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/ladder.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/voice/survey.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kForm = "follow_up:done";
constexpr Rung kLeads{100, kToLead, false};
constexpr Field kNote{.name = "note",
                      .label = "What was done?",
                      .type = FieldType::long_text,
                      .help = "The agents of the inbox read it, the requester does not.",
                      .max_length = 1000};

Saying task_message(const Desk& desk, const Record& record, const store::Survey& survey,
                    const store::FollowUp& task, const store::Unit& unit)
{
    Saying out;
    out.text = desk.number_of(record) + " was rated " + score_text(survey.score) + " by " +
               shown(unit, survey.user) + ".";
    out.blocks.section((record.has(attr::kPrivate) ? ":lock: *" : "*") + headline(desk, record) + "*\n" +
                       shown(unit, survey.user) + " gave it " + score_text(survey.score) + ".");
    if (!survey.comment.empty())
        out.blocks.section(slack::quoted(slack::escaped(survey.comment)));
    if (task.state == "open") {
        out.blocks.context({"Please talk to them, and press Done when that has happened."});
        out.blocks.actions("follow_up", follow_up_buttons(desk, record, task));
    } else if (task.state == "withdrawn") {
        out.blocks.context({"The answer was changed, so there is nothing to follow up any more."});
    } else {
        out.blocks.section(":white_check_mark: Followed up by " + shown(unit, task.done_by) + ":\n" +
                           slack::quoted(slack::escaped(task.note)));
    }
    return out;
}

void redraw_task(const Desk& desk, const Record& record, const store::FollowUp& task, store::Unit& unit)
{
    const auto survey = unit.surveys.find(task.survey_id);
    if (!survey)
        return;
    const Saying said = task_message(desk, record, *survey, task, unit);
    for (const std::int64_t message : unit.follow_ups.copies(task.id)) edit(unit, message, said);
}

void hand_out(const Desk& desk, const Record& record, const store::Survey& survey,
              const store::FollowUp& task, store::Unit& unit)
{
    const Saying said = task_message(desk, record, survey, task, unit);
    std::size_t told = 0;
    for (const std::string& audience : audience_of(desk, record, kLeads, unit)) {
        if (told++ == store::FollowUps::kCopiesMost)
            return;
        const std::int64_t row = post(unit, {0, record.id, "follow_up", audience, "", 0}, said, 0,
                                      "follow_up:" + std::to_string(task.id) + ":" + audience);
        if (row != 0)
            unit.follow_ups.add_copy(task.id, row);
    }
}

/// The task and its record, if the person may finish it and it is still to do.
struct Task {
    store::FollowUp task;
    Record record;
};
Result<Task> task_of(const Desk& desk, std::string_view id, const Act& act, const store::Unit& unit)
{
    auto task = unit.follow_ups.find(whole_number(id));
    auto record = task ? unit.records.find(task->record_id) : std::nullopt;
    const bool may = record && may_finish(desk, *record, act.actor, unit);
    if (!record || (!may && !may_see(desk, *record, act.actor, unit)))
        return Error(Errc::not_found, "This task is not there any more.");
    if (!may)
        return Error(Errc::forbidden, "Only the lead of the team can say that this was followed up.");
    if (task->state == "done")
        return Error(Errc::conflict, "This was followed up already, by " + shown(unit, task->done_by) + ".");
    if (task->state != "open")
        return Error(Errc::conflict, "The answer was changed, so there is nothing to follow up any more.");
    return Task{*std::move(task), *std::move(record)};
}

Answer open_done(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto found = task_of(desk, click.value.text, act, unit);
    if (!found)
        return found.error();
    slack::Modal modal;
    modal.callback_id = kForm;
    modal.title = "Followed up";
    modal.submit = "Done";
    modal.private_metadata = pack({{"task", click.value.text}});
    modal.blocks.context({headline(desk, found->record)});
    add_input(modal.blocks, kNote, true, "");
    return show_modal(click, modal);
}

Answer submit_done(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                   store::Unit& unit)
{
    auto found = task_of(desk, unpack(submission.view.private_metadata)["task"], act, unit);
    if (!found)
        return found.error();
    const std::string note = read_input(kNote, submission.view.values);
    if (const std::string fault = fault_in(kNote, note, true); !fault.empty())
        return Error(Errc::invalid_input, fault, std::string(kNote.name));
    store::FollowUp& task = found->task;
    task.state = "done";
    task.done_by = act.actor;
    task.done_at = act.at;
    task.note = note;
    unit.follow_ups.save(task);
    write(unit, found->record, act, "followed_up_rating", {}, note);
    redraw_task(desk, found->record, task, unit);
    return slack::Reply::clear();
}

constexpr std::array kButtons{Button{"follow_up_done", true, open_done}};
constexpr std::array kForms{Form{kForm, submit_done}};

}  // namespace

void follow_up_answer(const Desk& desk, Record& record, const store::Survey& survey, const Act& act,
                      store::Unit& unit)
{
    const bool is_low = survey.score <= kLowScoreMost;
    auto task = unit.follow_ups.of_survey(survey.id);
    if (!task && is_low) {
        task = store::FollowUp{0, survey.id, record.id, survey.inbox, "open", act.at, "", {}, ""};
        task->id = unit.follow_ups.insert(*task);
        write(unit, record, {"system", act.source, act.at, "low score"}, "follow_up_opened", {});
        hand_out(desk, record, survey, *task, unit);
        return;
    }
    if (!task)
        return;
    if (task->state != "done") {
        task->state = is_low ? "open" : "withdrawn";
        unit.follow_ups.save(*task);
    }
    redraw_task(desk, record, *task, unit);
}

bool may_finish(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit)
{
    const auto audience = audience_of(desk, record, kLeads, unit);
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const bool is_for_team = inbox != nullptr && audience == std::vector<std::string>{inbox->agent_channel};
    return std::ranges::find(audience, user) != audience.end() ||
           (is_for_team && is_agent(desk, inbox->key, user, unit));
}

std::vector<slack::Element> follow_up_buttons(const Desk& desk, const Record& record,
                                              const store::FollowUp& task)
{
    return {slack::button("open", "Open", desk.number_of(record)),
            slack::button("follow_up_done", "Done…", std::to_string(task.id), slack::Style::primary)};
}

extern const Feature kFollowUps;
const Feature kFollowUps{.key = "follow_up", .buttons = kButtons, .forms = kForms};

}  // namespace deskbell::kernel
