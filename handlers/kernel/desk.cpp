#include "handlers/kernel/desk.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/leaving.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicks.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/commands.hpp"
#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/home.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/refusal.hpp"
#include "handlers/kernel/setup/outsiders.hpp"
#include "handlers/kernel/setup/troubles.hpp"
#include "handlers/kernel/submissions.hpp"
#include "handlers/kernel/thread/collisions.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/transition.hpp"

#include <stdexcept>

namespace deskbell::kernel {

namespace {

/// Stands in for a process whose folder was removed from the build: its records can be read, nothing more.
const State kGoneStates[] = {{"gone", "Not in this build", Category::fresh}};
const Process kGone{.key = "gone",
                    .prefix = "GONE",
                    .title = "Removed process",
                    .plural = "Removed processes",
                    .purpose = {},
                    .clauses = {},
                    .fields = {},
                    .states = kGoneStates,
                    .transitions = {}};

Answer nothing_or(const Result<void>& result)
{
    return result ? Answer(slack::Reply::nothing()) : Answer(result.error());
}

/// One function per kind of payload; std::visit is the routing table.
struct Route {
    const Desk& desk;
    store::Unit& unit;
    UtcTime at;

    Act act(const std::string& user, std::string_view source) const
    {
        return {user, std::string(source), at};
    }

    Answer operator()(const slack::UnknownPayload&) const { return slack::Reply::nothing(); }
    Answer operator()(const slack::ViewClosed&) const { return slack::Reply::nothing(); }
    Answer operator()(const slack::Suggestion&) const { return slack::Reply::options({}); }
    Answer operator()(const slack::SlashCommand& c) const
    {
        return on_command(desk, c, act(c.actor.user, "slash_command"), unit);
    }
    Answer operator()(const slack::BlockAction& c) const
    {
        return on_click(desk, c, act(c.actor.user, "button"), unit);
    }
    Answer operator()(const slack::ViewSubmission& s) const
    {
        return on_submission(desk, s, act(s.actor.user, "view"), unit);
    }
    Answer operator()(const slack::MessageEvent& m) const { return nothing_or(on_message(desk, m, unit)); }
    Answer operator()(const slack::ReactionEvent& r) const { return nothing_or(on_reaction(desk, r, unit)); }

    Answer operator()(const slack::GlobalShortcut& s) const { return by_shortcut(s, &Shortcut::on_desk); }
    Answer operator()(const slack::MessageShortcut& s) const { return by_shortcut(s, &Shortcut::on_message); }

    template <class Payload, class Run>
    Answer by_shortcut(const Payload& payload, Run Shortcut::*run) const
    {
        const Shortcut* row = find_row(&Feature::shortcuts, &Shortcut::callback, payload.callback_id);
        if (row == nullptr || row->*run == nullptr)
            return Error(Errc::not_found, "This shortcut is not of this version of the desk.");
        return (row->*run)(desk, payload, unit);
    }

    Answer operator()(const slack::MembershipEvent& m) const
    {
        const bool is_person = m.user != desk.self().user;  // the bot sits in its channels, but is no agent
        if (is_person && m.joined && !is_outsider(unit, m.user))
            unit.directory.join(m.channel, m.user);
        if (!m.joined)
            unit.directory.leave(m.channel, m.user);
        if (is_person && desk.settings().inbox_of_agent_channel(m.channel) != nullptr)
            get_to_know(unit, m.user);
        for (const Feature* feature : features())
            if (feature->on_membership != nullptr)
                feature->on_membership(desk, m, unit);
        return slack::Reply::nothing();
    }

    Answer operator()(const slack::WorkspaceEvent& e) const
    {
        on_workspace_event(desk, e, unit);
        return slack::Reply::nothing();
    }

    Answer operator()(const slack::HomeOpened& h) const
    {
        if (h.tab == "home") {
            get_to_know(unit, h.user);
            show_home(desk, h.user, "", unit);
        }
        return slack::Reply::nothing();
    }

    Answer operator()(const slack::PersonChanged& p) const
    {
        // Only people whom we know: a workspace has thousands who never write to the desk.
        if (const auto known = unit.directory.person(p.id))
            desk.on_person({p.id, p.name, p.timezone, "", p.is_bot, p.is_deleted, known->is_external,
                            p.is_admin, p.picture},
                           unit);
        return slack::Reply::nothing();
    }
};

/// Through what somebody was shown something.
std::string_view source_of(const slack::Payload& payload)
{
    if (std::holds_alternative<slack::SlashCommand>(payload))
        return "slash_command";
    if (std::holds_alternative<slack::ViewSubmission>(payload))
        return "view";
    return std::holds_alternative<slack::BlockAction>(payload) ? "button" : "slack";
}

const Preparation* preparation_of(const store::Timer& timer)
{
    return find_row(&Feature::preparations, &Preparation::kind, timer.kind);
}

}  // namespace

Desk::Desk(std::vector<const Process*> processes, Settings settings, Self self)
    : fixed_(std::make_shared<const Fixed>(Fixed{std::move(processes), std::move(self)})),
      settings_cache_(std::make_shared<SettingsCache>(std::move(settings))),
      settings_(settings_cache_->configured()),
      levels_cache_(std::make_shared<LevelsCache>())
{
    for (const Process* process : fixed_->processes) {
        if (const std::string fault = fault_of(*process); !fault.empty())
            throw std::logic_error(fault);
        if (std::ranges::count(fixed_->processes, process->key, &Process::key) > 1 ||
            std::ranges::count(fixed_->processes, process->prefix, &Process::prefix) > 1)
            throw std::logic_error("two processes share the key or prefix of \"" + std::string(process->key) +
                                   "\"");
    }
}

Desk Desk::as_of(const store::Unit& unit) const
{
    Desk out = *this;
    out.settings_ = settings_cache_->in_force(unit);
    return out;
}

const Process* Desk::process(std::string_view key) const
{
    const auto it = std::ranges::find(fixed_->processes, key, &Process::key);
    return it == fixed_->processes.end() ? nullptr : *it;
}

const Process* Desk::process_of_prefix(std::string_view prefix) const
{
    const auto it = std::ranges::find(fixed_->processes, prefix, &Process::prefix);
    return it == fixed_->processes.end() ? nullptr : *it;
}

const Process& Desk::process_of(const Record& record) const
{
    const Process* found = process(record.process);
    return found == nullptr ? kGone : *found;
}

std::string Desk::number_of(const Record& record) const
{
    return to_text(RecordNumber{std::string(process_of(record).prefix), record.number});
}

std::optional<Record> Desk::find(const RecordNumber& number, const store::Unit& unit) const
{
    const Process* process = process_of_prefix(number.prefix);
    return process == nullptr ? std::nullopt : unit.records.find(process->key, number.number);
}

bool Desk::only_reads(const slack::Payload& payload) const
{
    if (const auto* command = std::get_if<slack::SlashCommand>(&payload))
        return command_only_reads(*this, *command);
    if (const auto* click = std::get_if<slack::BlockAction>(&payload))
        return click_only_reads(*this, *click);
    return std::holds_alternative<slack::GlobalShortcut>(payload) ||
           std::holds_alternative<slack::MessageShortcut>(payload) ||
           std::holds_alternative<slack::Suggestion>(payload) ||
           std::holds_alternative<slack::ViewClosed>(payload) ||
           std::holds_alternative<slack::UnknownPayload>(payload);
}

Result<slack::Reply> Desk::handle(const slack::Envelope& envelope, store::Unit& unit) const
{
    const auto stamped = slack::occurred_at(envelope.payload);
    const UtcTime at = stamped ? unit.when(*stamped) : unit.now;
    const Desk desk = as_of(unit);
    auto reply = std::visit(Route{desk, unit, at}, envelope.payload);
    drop_logged(desk, unit);
    if (reply && !only_reads(envelope.payload))
        log_sightings(desk, unit.sightings, source_of(envelope.payload), unit);
    return reply;
}

bool Desk::is_noted(const slack::Payload& payload, const std::set<store::Sighting>& shown) const
{
    const auto* click = std::get_if<slack::BlockAction>(&payload);
    return !shown.empty() || (click != nullptr && opens_answer(*this, *click));
}

void Desk::note_reading(const slack::Envelope& envelope, const std::set<store::Sighting>& shown,
                        store::Unit& unit) const
{
    const Desk desk = as_of(unit);
    log_sightings(desk, shown, source_of(envelope.payload), unit);
    const auto* click = std::get_if<slack::BlockAction>(&envelope.payload);
    if (click == nullptr)
        return;
    const Act act{click->actor.user, "button", unit.now};
    for (const Feature* feature : features())
        if (feature->note_reading != nullptr)
            feature->note_reading(desk, *click, act, unit);
}

slack::Reply Desk::refuse(const slack::Envelope& envelope, const Error& error, const std::string& reference,
                          store::Unit& unit) const
{
    return refusal(envelope, error, reference, &unit);
}

slack::Reply Desk::refuse_without_store(const slack::Envelope& envelope, const Error& error,
                                        const std::string& reference) const
{
    return refusal(envelope, error, reference, nullptr);
}

void Desk::adopt(store::Unit& unit) const
{
    const Desk desk = as_of(unit);
    if (adopt_levels(desk.settings().levels, unit))
        begin_reckoning(unit);
    for (const Feature* feature : features())
        if (feature->adopt != nullptr)
            feature->adopt(desk, unit);
}

std::vector<LevelsVersion> Desk::levels(const store::Unit& unit) const
{
    auto versions = versions_in(*levels_cache_, unit);
    if (versions.empty())
        versions.push_back({0, UtcTime{}, std::make_shared<const ServiceLevels>(settings_->levels)});
    return versions;
}

bool Desk::prepares(const store::Timer& timer) const { return preparation_of(timer) != nullptr; }

Result<Writes> Desk::prepare(const store::Timer& timer, const store::Unit& unit) const
{
    const Preparation* found = preparation_of(timer);
    return found == nullptr ? Result<Writes>(Writes()) : found->run(as_of(unit), timer, unit);
}

Result<void> Desk::on_timer(const store::Timer& timer, store::Unit& unit) const
{
    const auto second_half = prepare(timer, unit);
    if (!second_half)
        return second_half.error();
    if (*second_half)
        return (*second_half)(unit);
    const Desk desk = as_of(unit);
    if (const auto* routine = find_row(&Feature::routines, &Routine::kind, timer.kind))
        return routine->run(desk, timer, unit);
    auto record = unit.records.find(timer.record_id);
    if (!record || process_of(*record).transition(*record, timer.kind) == nullptr)
        return {};  // it has moved on in the meantime
    const Act act{"system", "timer", timer.due_at, "after a fixed time"};
    return perform(desk, *record, timer.kind, {}, act, unit);
}

Result<void> Desk::on_answer(const store::Outgoing& sent, const slack::CallResult& answer,
                             store::Unit& unit) const
{
    const auto* waiting = find_row(&Feature::awaited, &Awaited::prefix, sent.then);
    return waiting == nullptr ? Result<void>() : waiting->run(as_of(unit), sent, answer, unit);
}

void Desk::on_person(const store::Person& person, store::Unit& unit) const
{
    const auto before = unit.directory.person(person.id);
    unit.directory.save(person);
    const Desk desk = as_of(unit);
    store::RecordFilter open;
    open.visible.everything = true;
    open.requester = person.id;
    open.categories = {"new"};
    open.limit = 5;
    for (const Record& record : unit.records.list(open).records) redraw(desk, record, unit);
    for (const Feature* feature : features())
        if (feature->on_person != nullptr)
            feature->on_person(desk, person, unit);
    if (before && !before->is_deleted && person.is_deleted)
        asker_is_gone(desk, person.id, unit);
}

}  // namespace deskbell::kernel
