#include "handlers/kernel/assignment/assigning.hpp"

#include "handlers/kernel/assignment/eligible.hpp"
#include "handlers/kernel/assignment/offers.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/letters.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kAgainTimer = "assign_again";

bool is_free(const Record& record)
{
    return !record.has(attr::kAssignee) &&
           is_open(parse_category(record.at(attr::kCategory)).value_or(Category::void_));
}

/// Whom a method can choose from.
std::vector<std::string> candidates(const Desk& desk, const Record& record, const InboxSettings& inbox,
                                    const Assigning& how, const store::Unit& unit)
{
    if (how.method == AssignMethod::fixed)
        return {how.person};
    if (how.method == AssignMethod::rota) {
        const Calendar* calendar = desk.settings().levels.calendar(inbox.calendar);
        const std::string zone = calendar == nullptr ? desk.settings().timezone : calendar->timezone;
        return {on_duty(inbox.rota, date_in(zone, unit.now))};
    }
    return agents_of(desk, inbox, record.at(attr::kRequester), unit);
}

std::string choose(const std::vector<std::string>& fit, const Assigning& how, const InboxSettings& inbox,
                   store::Unit& unit)
{
    if (fit.empty())
        return {};
    if (how.method == AssignMethod::least_loaded)
        return *std::ranges::min_element(fit, {},
                                         [&](const std::string& user) { return unit.duty.open_of(user); });
    if (how.method != AssignMethod::round_robin)
        return fit.front();
    std::string next = next_after(fit, unit.duty.last_turn(inbox.key));
    unit.duty.set_turn(inbox.key, next);
    return next;
}

/// One direct message per assignment. It belongs to no record, so that a word under it is no public answer.
void tell_assignee(const Desk& desk, const Record& record, const Act& act, store::Unit& unit)
{
    const std::string& user = record.at(attr::kAssignee);
    if (user.empty() || user == act.actor)
        return;
    if (act.letters != nullptr)
        return act.letters->to_assignee(record);
    const std::string by = act.actor == "system" ? "automatically, by " + slack::escaped(act.rule)
                                                 : "by " + shown(unit, act.actor);
    Saying saying;
    saying.text = desk.number_of(record) + " is yours, assigned " + by + ".";
    saying.blocks.section(":inbox_tray: " + saying.text);
    add_row(desk, saying.blocks, "assigned", record, user, unit);
    post(unit, {0, 0, "notice", user, "", 0}, saying, 0,
         "assigned:" + std::to_string(record.id) + ":" + std::to_string(record.version));
}

std::string again_key(const Record& record)
{
    return std::string(kAgainTimer) + ":" + std::to_string(record.id);
}

Result<void> follow_up(const Desk& desk, Record& record, std::string_view action, const Act& act,
                       store::Unit& unit)
{
    if (action == "move" || !is_free(record))
        end_offer(desk, record, unit);
    if (action == "assign")
        tell_assignee(desk, record, act, unit);
    if (action == kCreated || action == "move")
        assign_next(desk, record, unit);
    return {};
}

Result<void> assign_again(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    if (auto record = unit.records.find(timer.record_id))
        assign_next(desk, *record, unit);
    return {};
}

std::string card_line(const Desk& desk, const Record& record, const store::Unit&)
{
    std::string routed;
    if (record.has(kRoutedBy))
        routed = ":twisted_rightwards_arrows: Routed by the rule " + slack::escaped(record.at(kRoutedBy));
    if (!is_free(record) || !record.has(kFreeFrom))
        return routed;
    const auto from = record.time(kFreeFrom);
    return (routed.empty() ? "" : routed + " · ") + std::string(":zzz: Nobody can be given it now") +
           (from ? ", the next one from " + slack::date(*from, desk.settings().timezone)
                 : ", and nobody is expected: please take it or assign it");
}

constexpr std::array kRoutines{Routine{kAgainTimer, assign_again}};

}  // namespace

const RoutingRule* rule_of(const Desk& desk, const Record& record)
{
    const auto& rules = desk.settings().routing;
    const auto it = std::ranges::find(rules, record.at(kRoutedBy), &RoutingRule::name);
    return it == rules.end() ? nullptr : &*it;
}

std::string next_after(const std::vector<std::string>& people, std::string_view last)
{
    const auto it = std::ranges::upper_bound(people, last);
    return it == people.end() ? people.front() : *it;
}

void give(const Desk& desk, Record& record, const std::string& user, const Act& act, std::string_view kind,
          std::string text, store::Unit& unit)
{
    end_offer(desk, record, unit);
    write(unit, record, act, kind,
          changes_to(record, {{std::string(attr::kAssignee), user}, {std::string(kFreeFrom), ""}}),
          std::move(text));
    unit.timers.cancel(again_key(record));
    tell_assignee(desk, record, act, unit);
    redraw(desk, record, unit);
}

void wait_for_somebody(const Desk& desk, Record& record, const std::vector<std::string>& people,
                       store::Unit& unit)
{
    const InboxSettings& inbox = *desk.settings().inbox(record.at(attr::kInbox));
    const auto from = first_fit(desk, inbox, people, unit);
    const std::string when = from ? rfc3339(*from) : std::string(kUnknownTime);
    if (auto made = change(record, kFreeFrom, when))
        write(unit, record, {"system", "timer", unit.now, "nobody can be given it"}, "unassigned",
              {*std::move(made)});
    if (from && *from > unit.now)
        unit.timers.arm({0, again_key(record), std::string(kAgainTimer), record.id, *from});
    redraw(desk, record, unit);
}

void assign_next(const Desk& desk, Record& record, store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    if (inbox == nullptr || !desk.process_of(record).is_ticket() || !is_free(record))
        return;
    const RoutingRule* rule = rule_of(desk, record);
    const bool is_ruled = rule != nullptr && rule->assign;
    const Assigning how = is_ruled ? *rule->assign : inbox->assign;
    if (how.method == AssignMethod::none)
        return;
    const auto people = candidates(desk, record, *inbox, how, unit);
    if (how.method == AssignMethod::offer)
        return offer_next(desk, record, people, unit);
    const std::string next = choose(fit_of(desk, *inbox, people, unit), how, *inbox, unit);
    if (next.empty())
        return wait_for_somebody(desk, record, people, unit);
    const std::string why = is_ruled ? "the routing rule " + rule->name : "the inbox " + inbox->name;
    give(desk, record, next, {"system", "rule", unit.now, why}, "assigned", to_text(how), unit);
}

extern const Feature kAssigning;
const Feature kAssigning{
    .key = "assigning", .routines = kRoutines, .follow_up = follow_up, .card_line = card_line};

}  // namespace deskbell::kernel
