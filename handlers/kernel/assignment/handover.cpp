#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/assigning.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/naming.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

/// Shift hand-over: what one agent holds is offered to a colleague, who accepts it piece by piece. What is
/// not accepted stays where it is.
namespace deskbell::kernel {

namespace {

constexpr int kItemsMost = 20;  ///< of one hand-over: a message has 50 blocks
constexpr std::size_t kTitleShown = 80;

store::RecordPage held_by(const Desk& desk, const std::string& user, const store::Unit& unit)
{
    store::RecordFilter filter;
    filter.visible = visibility_of(desk, user, unit);
    filter.assignee = user;
    filter.categories = {"new", "active", "waiting_requester", "on_hold"};
    for (const Process* process : desk.processes())
        if (process->is_ticket())
            filter.processes.emplace_back(process->key);
    filter.order = store::RecordFilter::Order::due;
    filter.limit = kItemsMost;
    return unit.records.list(filter);
}

/// What the next agent has to do.
std::string next_step(const Desk& desk, const Record& record)
{
    const auto category = parse_category(record.at(attr::kCategory)).value_or(Category::fresh);
    const auto until = record.time("pending_until");
    const std::string then = until ? " until " + slack::date(*until, desk.settings().timezone) : "";
    if (category == Category::fresh)
        return "take it and answer";
    if (category == Category::waiting_requester)
        return "wait for the requester's answer" + then;
    if (category == Category::on_hold)
        return "on hold: " + slack::escaped(choice_label(desk, attr::kHoldReason, record.at(attr::kHoldReason))) +
               then;
    return record.has(attr::kFirstResponseAt) ? "go on and solve it" : "give the first answer";
}

/// Number, title, state, next step and what is at risk.
std::string item_text(const Desk& desk, const Record& record, const store::Unit& unit)
{
    std::vector<std::string> facts{slack::escaped(state_label(desk, record)), "next: " + next_step(desk, record)};
    if (const std::string left = time_left(desk, record, unit); !left.empty()) {
        const auto due = record.time(attr::kNextDue);
        facts.push_back((due && *due < unit.now ? ":rotating_light: " : "") + left);
    }
    return (record.has(attr::kPrivate) ? ":lock: *" : "*") + desk.number_of(record) + "* " +
           slack::escaped(shortened(record.at(attr::kTitle), kTitleShown)) + "\n" + joined(facts, " · ");
}

/// Where an item of the hand-over stands: it can have gone another way meanwhile.
enum class Stand { offered, accepted, elsewhere };

Stand stand_of(const store::Handover& handover, const store::Handover::Item& item, const Record& record)
{
    if (item.is_accepted)
        return Stand::accepted;
    const bool is_open_now = is_open(parse_category(record.at(attr::kCategory)).value_or(Category::void_));
    return is_open_now && record.at(attr::kAssignee) == handover.giver ? Stand::offered : Stand::elsewhere;
}

std::string item_value(const store::Handover& handover, const std::string& number)
{
    return std::to_string(handover.id) + "|" + number;
}

/// The message of one side. Only the taker has buttons.
Saying list_of(const Desk& desk, const store::Handover& handover, bool is_taker, const store::Unit& unit)
{
    std::size_t left = 0, accepted = 0;
    slack::Blocks rows;
    for (const store::Handover::Item& item : handover.items) {
        const auto record = unit.records.find(item.record_id);
        if (!record)
            continue;
        const Stand stand = stand_of(handover, item, *record);
        const std::string number = desk.number_of(*record);
        left += stand == Stand::offered ? 1 : 0;
        accepted += stand == Stand::accepted ? 1 : 0;
        if (stand != Stand::offered)
            rows.context(
                {number + (stand == Stand::accepted ? " · accepted" : " · went another way meanwhile")});
        else if (is_taker)
            rows.section("item:" + number, item_text(desk, *record, unit),
                         slack::button("handover_accept", "Accept", item_value(handover, number)));
        else
            rows.section(item_text(desk, *record, unit));
    }
    const std::string count = std::to_string(accepted) + " accepted, " + std::to_string(left) +
                              (is_taker ? " offered" : " still with you");
    Saying saying;
    saying.text = is_taker ? shown(unit, handover.giver) + " hands over to you: " + count + "."
                           : "Hand-over to " + shown(unit, handover.taker) + ": " + count + ".";
    saying.blocks.section(":handshake: *" + saying.text + "*");
    saying.blocks.append(rows);
    if (is_taker && left > 1)
        saying.blocks.actions("handover",
                              {slack::button("handover_all", "Accept all " + std::to_string(left),
                                             std::to_string(handover.id), slack::Style::primary)});
    if (left > 0)
        saying.blocks.context({is_taker
                                   ? "What you do not accept stays with " + shown(unit, handover.giver) + "."
                                   : "What is not accepted stays with you."});
    return saying;
}

void draw(const Desk& desk, std::int64_t id, store::Unit& unit)
{
    const auto handover = unit.handovers.find(id);
    edit(unit, handover->taker_message, list_of(desk, *handover, true, unit));
    edit(unit, handover->giver_message, list_of(desk, *handover, false, unit));
}

/// The same list as an answer to who wants to see it only.
slack::Reply show_held(const Desk& desk, const store::RecordPage& held, const store::Unit& unit)
{
    slack::Blocks blocks;
    const auto total = static_cast<std::size_t>(held.total);
    blocks.section("*You hold " + counted(total, "open ticket") + "*");
    for (const Record& record : held.records) blocks.section(item_text(desk, record, unit));
    if (total > held.records.size())
        blocks.context({"and " + std::to_string(total - held.records.size()) + " more, due later"});
    if (total > 0)
        blocks.context({"`/desk handover @colleague` offers them to somebody, who accepts them one by one."});
    return slack::Reply::message("You hold " + counted(total, "open ticket") + ".", blocks);
}

Result<void> may_take(const Desk& desk, const Act& act, const std::string& taker, const store::Unit& unit)
{
    if (taker.empty())
        return Error(Errc::invalid_input, "Please name one colleague, like `/desk handover @ana`.");
    if (taker == act.actor)
        return Error(Errc::invalid_input, "That is you. Please name a colleague.");
    if (const auto until = unit.duty.away_until(taker, unit.now))
        return Error(Errc::invalid_input,
                     shown(unit, taker) + " is away. Please name somebody who is there.");
    if (inboxes_of(desk, taker, unit).empty())
        return Error(Errc::invalid_input,
                     shown(unit, taker) + " is no agent. Please name a colleague of your team.");
    return {};
}

/// How many could not be offered, because the colleague is no agent of their inbox or there are too many.
std::size_t offer(const Desk& desk, const store::RecordPage& held, const std::string& taker, const Act& act,
                  store::Unit& unit)
{
    store::Handover handover{0, act.actor, taker, 0, 0, unit.now, {}};
    for (const Record& record : held.records)
        if (is_agent(desk, record.at(attr::kInbox), taker, unit))
            handover.items.push_back({record.id, false});
    const auto left = static_cast<std::size_t>(held.total) - handover.items.size();
    if (handover.items.empty())
        return left;
    handover.id = unit.handovers.insert(handover);
    const auto post_to = [&](const std::string& user) {
        return post(unit, {0, 0, "handover", user, "", 0}, list_of(desk, handover, user == taker, unit), 0,
                    "handover:" + std::to_string(handover.id) + ":" + user);
    };
    unit.handovers.set_messages(handover.id, post_to(act.actor), post_to(taker));
    for (const store::Handover::Item& item : handover.items)
        if (auto record = unit.records.find(item.record_id))
            write(unit, *record, act, "handover_offered", {}, taker);
    return left;
}

Answer hand_over(const Desk& desk, const slack::SlashCommand&, const Words& said, const Act& act,
                 store::Unit& unit)
{
    if (inboxes_of(desk, act.actor, unit).empty())
        return Error(Errc::forbidden, "Hand-overs are for agents: the members of an inbox's agent channel.");
    const store::RecordPage held = held_by(desk, act.actor, unit);
    if (said.rest.empty() || held.total == 0)
        return show_held(desk, held, unit);
    const std::string taker = slack::mentioned_user(said.rest);
    if (auto allowed = may_take(desk, act, taker, unit); !allowed)
        return allowed.error();
    get_to_know(unit, taker);
    const std::size_t left = offer(desk, held, taker, act, unit);
    const std::size_t offered = static_cast<std::size_t>(held.total) - left;
    if (offered == 0)
        return Error(Errc::invalid_input, shown(unit, taker) +
                                              " is no agent of the inboxes of what you hold. "
                                              "Nothing was offered.");
    const std::string text =
        "Offered " + counted(offered, "ticket") + " to " + shown(unit, taker) +
        (left == 0 ? ". "
                   : "; " + std::to_string(left) + (left == 1 ? " more stays" : " more stay") +
                         " with you, because " + shown(unit, taker) +
                         " is no agent of that inbox or a list holds " + std::to_string(kItemsMost) + ". ") +
        "What is not accepted stays with you; your direct messages with me show how it goes.";
    return slack::Reply::message(text);
}

/// The hand-over behind a button of its taker.
Result<store::Handover> handover_of(std::string_view value, const Act& act, const store::Unit& unit)
{
    const auto handover = unit.handovers.find(whole_number(value.substr(0, value.find('|'))));
    if (!handover || handover->taker != act.actor)
        return Error(Errc::forbidden, "Only the colleague whom it is offered to can accept it.");
    return *handover;
}

/// False when it is not the giver's any more.
bool accept(const Desk& desk, const store::Handover& handover, const store::Handover::Item& item,
            const Act& act, store::Unit& unit)
{
    auto record = unit.records.find(item.record_id);
    if (!record || stand_of(handover, item, *record) != Stand::offered ||
        !is_agent(desk, record->at(attr::kInbox), act.actor, unit) ||
        !unit.handovers.accept(handover.id, item.record_id))
        return false;
    give(desk, *record, act.actor, act, "handed_over", "from " + handover.giver, unit);
    return true;
}

Answer accept_one(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const std::string& value = click.value.text;
    const auto handover = handover_of(value, act, unit);
    if (!handover)
        return handover.error();
    const auto record = record_of(desk, value.substr(value.find('|') + 1), act.actor, unit);
    if (!record)
        return record.error();
    const auto item = std::ranges::find(handover->items, record->id, &store::Handover::Item::record_id);
    if (item == handover->items.end())
        return Error(Errc::not_found, desk.number_of(*record) + " is no part of this hand-over.");
    if (item->is_accepted)
        return say_to_clicker(click, "You accepted " + desk.number_of(*record) + " already.", unit);
    const bool is_done = accept(desk, *handover, *item, act, unit);
    draw(desk, handover->id, unit);
    if (is_done)
        return slack::Reply::nothing();
    return say_to_clicker(
        click, desk.number_of(*record) + " went another way meanwhile. Open it to see who has it.", unit);
}

Answer accept_all(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto handover = handover_of(click.value.text, act, unit);
    if (!handover)
        return handover.error();
    for (const store::Handover::Item& item : handover->items) accept(desk, *handover, item, act, unit);
    draw(desk, handover->id, unit);
    return slack::Reply::nothing();
}

constexpr std::array kButtons{Button{"handover_accept", false, accept_one},
                              Button{"handover_all", false, accept_all}};
constexpr std::array kVerbs{Verb{"/desk", "handover", "handover @colleague",
                                 "offers what you hold to a colleague; without a name it lists what you hold",
                                 hand_over, true, false}};

}  // namespace

extern const Feature kHandovers;
const Feature kHandovers{.key = "handovers", .buttons = kButtons, .verbs = kVerbs};

}  // namespace deskbell::kernel
