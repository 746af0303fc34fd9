#include "handlers/kernel/intake/unfinished.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/intake/missing.hpp"
#include "handlers/kernel/intake/new_ticket.hpp"
#include "handlers/kernel/intake/thread_copy.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kFinish = "finish_request";  // the button and the timer

using DraftState = store::Draft::State;

constexpr std::size_t kMissingNamed = 10;  ///< in one sentence

std::string in_words(const std::vector<std::string>& labels)
{
    std::vector<std::string> shown;
    for (const std::string& label : labels)
        if (shown.size() < kMissingNamed)
            shown.push_back(slack::escaped(label));
    if (labels.size() > kMissingNamed)
        shown.push_back("and " + std::to_string(labels.size() - kMissingNamed) + " more");
    return joined(shown, ", ");
}

void ask_to_finish(std::int64_t draft, const NewRecord& wish, const std::vector<std::string>& missing,
                   const std::string& person, store::Unit& unit)
{
    Saying saying;
    saying.text = "Almost done: \"" + slack::escaped(shortened(wish.values.at("title"), 100)) +
                  "\" needs a little more before the team can begin: " + in_words(missing);
    if (!saying.text.ends_with('?'))
        saying.text += ".";
    saying.blocks.section(saying.text);
    saying.blocks.actions("finish", {slack::button(kFinish, "Finish your request", std::to_string(draft),
                                                   slack::Style::primary)});
    saying.blocks.context({"Without it the request goes to the team as it is in " +
                           std::to_string(kUnfinishedFor.count()) + " minutes."});
    whisper(unit, wish.channel, {}, person, saying);
}

/// A second sign in the same thread: the first person is asked already.
void say_waiting(const store::Draft& draft, const std::string& person, store::Unit& unit)
{
    Saying saying;
    saying.text = "This conversation is a request already: " + shown(unit, draft.raiser) +
                  " is asked for what is missing.";
    saying.blocks.section(saying.text);
    whisper(unit, draft.channel, {}, person, saying);
}

NewRecord wish_of(const Desk& desk, const store::Draft& draft)
{
    NewRecord wish;
    wish.process = desk.process(draft.process);
    wish.values = draft.fields;
    wish.requester = draft.requester;
    wish.inbox = draft.inbox;
    wish.via = draft.via;
    wish.channel = draft.channel;
    wish.root_ts = draft.root_ts;
    return wish;
}

void settle(const store::Draft& draft, const Record& record, store::Unit& unit)
{
    unit.unfinished.raised(draft.id, record.id);
    unit.timers.cancel(std::string(kFinish) + ":" + std::to_string(draft.id));
}

/// Half an hour is over: the request becomes a ticket with what is known.
Result<void> raise_unfinished(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    const auto draft =
        unit.unfinished.find(whole_number(std::string_view(timer.key).substr(timer.key.find(':') + 1)));
    if (!draft || draft->state != DraftState::waiting)
        return {};
    NewRecord wish = wish_of(desk, *draft);
    wish.is_incomplete = true;
    const Act act{draft->raiser, draft->source, draft->raised_at};
    const auto raised = raise(desk, std::move(wish), act, unit);
    if (!raised)
        return raised.error();
    settle(*draft, raised->record, unit);
    if (raised->how == Raised::How::created)
        copy_thread(raised->record, unit);
    return {};
}

/// The details of a ticket that was raised without them. What a process derives from them follows.
Result<void> complete(const Desk& desk, Record& record, const Attributes& entered, const std::string& version,
                      const Act& act, store::Unit& unit)
{
    const Process& process = desk.process_of(record);
    for (const Field& field : process.fields) {
        const auto it = entered.find(field.name);
        const bool is_required = field.at_creation == Asked::required && is_visible(field, entered);
        if (const std::string fault = fault_in(field, it == entered.end() ? "" : it->second, is_required);
            !fault.empty())
            return Error(Errc::invalid_input, fault, std::string(field.name));
    }
    const auto form = form_of_version(desk.settings(), version, unit);
    if (form)
        if (auto checked = check_answers(*form, entered, false, true); !checked)
            return checked;
    Step step{record, act.actor, kEveryone | kRequester, act.at, {}, desk.settings(), unit};
    if (form) {
        for (const FormField* field : asked_fields(*form, entered, false))
            if (const auto it = entered.find(field->attribute()); it != entered.end())
                step.values[it->first] = it->second;
        step.values[std::string(kFormVersions)] = with_version(record, version);
    }
    for (const auto& [name, value] : entered)
        if (process.field(name) != nullptr || name == attr::kTitle || name == "details")
            step.values[name] = value;
    // An agent's classification stays: only what nobody has begun is derived anew.
    const bool is_fresh = record.at(attr::kCategory) == to_text(Category::fresh);
    if (process.on_create != nullptr && is_fresh)
        process.on_create(step);
    step.values[std::string(kDetailsMissing)].clear();
    write(unit, record, act, "completed", changes_to(record, step.values));
    settle_clocks(desk, record, "completed", unit);
    redraw(desk, record, unit);
    return {};
}

/// Why the form of this request has nothing to ask any more, if so.
std::optional<Error> fault_of(const Desk& desk, const std::optional<store::Draft>& draft,
                              const std::string& person, const store::Unit& unit)
{
    const auto record = draft ? unit.records.find(draft->record_id) : std::nullopt;
    if (!draft || draft->state == DraftState::withdrawn ||
        (record && !may_be_named(desk, *record, person, unit)))
        return Error(Errc::not_found,
                     "The message of this request was deleted, so there is nothing to finish.");
    if (person != draft->requester && person != draft->raiser)
        return Error(Errc::forbidden, "Only whoever made this request can finish it.");
    const bool is_done = draft->state == DraftState::raised && (!record || !record->has(kDetailsMissing));
    if (is_done)
        return Error(Errc::conflict, "This request is complete already" +
                                         (record ? ": it is " + desk.number_of(*record) : "") + ".");
    return std::nullopt;
}

Answer open_form(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto draft = unit.unfinished.find(whole_number(click.value.text));
    if (const auto fault = fault_of(desk, draft, act.actor, unit))
        return *fault;
    const auto record = unit.records.find(draft->record_id);
    NewTicketDraft form{record ? record->attributes : draft->fields, draft->channel, draft->root_ts,
                        draft->requester, std::to_string(draft->id)};
    form.values["type"] = draft->process;
    form.values["inbox"] = draft->inbox;
    slack::Modal modal = new_ticket_form(desk, form, act.actor, unit);
    modal.title = "Finish your request";
    return show_modal(click, modal);
}

std::string line(const Desk& desk, const Record& record, const store::Unit& unit)
{
    if (!record.has(kDetailsMissing))
        return {};
    const auto forms = forms_of(desk.settings(), record, unit);
    const auto missing =
        missing_labels(desk.process_of(record), forms.empty() ? nullptr : &forms.front(), record.attributes);
    return ":warning: Details missing" + (missing.empty() ? "" : ": " + in_words(missing)) +
           ". Whoever asked can still add them.";
}

}  // namespace

Result<std::optional<Raised>> raise_or_ask(const Desk& desk, NewRecord wish, const Act& act,
                                           store::Unit& unit)
{
    if (wish.process == nullptr)
        wish.process = untyped_process(desk);
    const auto missing = missing_labels(desk, wish, unit);
    const bool is_known = unit.records.find_source(wish.channel, wish.root_ts).has_value();
    if (missing.empty() || is_known) {
        auto raised = raise(desk, std::move(wish), act, unit);
        return raised ? Result<std::optional<Raised>>(*std::move(raised)) : raised.error();
    }
    auto draft = unit.unfinished.waiting(wish.channel, wish.root_ts);
    if (!draft) {
        draft = store::Draft{.process = std::string(wish.process->key),
                             .inbox = wish.inbox,
                             .requester = wish.requester,
                             .raiser = act.actor,
                             .via = wish.via,
                             .source = act.source,
                             .channel = wish.channel,
                             .root_ts = wish.root_ts,
                             .fields = wish.values,
                             .raised_at = act.at};
        draft->id = unit.unfinished.insert(*draft);
        unit.timers.arm({0, std::string(kFinish) + ":" + std::to_string(draft->id), std::string(kFinish), 0,
                         unit.now + kUnfinishedFor});
    }
    if (draft->raiser == act.actor)
        ask_to_finish(draft->id, wish, missing, act.actor, unit);
    else
        say_waiting(*draft, act.actor, unit);
    return std::optional<Raised>();
}

Result<Raised> finish(const Desk& desk, std::int64_t id, NewRecord wish, const Act& act, store::Unit& unit)
{
    const auto draft = unit.unfinished.find(id);
    if (const auto fault = fault_of(desk, draft, act.actor, unit))
        return *fault;
    if (draft->state == DraftState::waiting) {
        wish.via = draft->via;
        auto raised = raise(desk, std::move(wish), act, unit);
        if (raised)
            settle(*draft, raised->record, unit);
        return raised;
    }
    auto record = unit.records.find(draft->record_id);
    if (auto done = complete(desk, *record, wish.values, wish.form, act, unit); !done)
        return done.error();
    return Raised{*std::move(record), Raised::How::same_thread};
}

bool reword_unfinished(const slack::MessageInfo& message, store::Unit& unit)
{
    auto draft = unit.unfinished.waiting(message.channel, message.ts);
    if (!draft)
        return false;
    const std::string text = trimmed(readable(unit, message.text));
    if (text.empty())
        return true;
    draft->fields.erase("details");
    for (auto& [name, value] : title_and_details(text)) draft->fields[name] = value;
    unit.unfinished.change(draft->id, draft->fields);
    return true;
}

void withdraw_unfinished(const slack::MessageInfo& message, store::Unit& unit)
{
    const auto draft = unit.unfinished.waiting(message.channel, message.ts);
    if (!draft)
        return;
    unit.unfinished.withdrawn(draft->id);
    unit.timers.cancel(std::string(kFinish) + ":" + std::to_string(draft->id));
}

namespace {
constexpr std::array kButtons{Button{kFinish, true, open_form}};
constexpr std::array kRoutines{Routine{kFinish, raise_unfinished}};
}  // namespace

extern const Feature kUnfinished;
const Feature kUnfinished{.key = "unfinished", .buttons = kButtons, .routines = kRoutines, .card_line = line};

}  // namespace deskbell::kernel
