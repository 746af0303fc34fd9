#include "handlers/kernel/assignment/leaving.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/offers.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicks.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/setup/outsiders.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <set>

namespace deskbell::kernel {

namespace {

constexpr int kRowsMost = 10;       ///< tickets that one message lists
constexpr int kHeldAtOnce = 200;    ///< tickets in memory at a time
constexpr int kHeldRounds = 100;    ///< times that: more than one person ever holds
constexpr int kHoldersMost = 1000;  ///< of one inbox

store::RecordFilter open_in(const Desk& desk, std::string_view channel)
{
    store::RecordFilter filter;
    filter.visible.everything = true;
    for (const InboxSettings& inbox : desk.settings().inboxes)
        if (inbox.agent_channel == channel)
            filter.inboxes.push_back(inbox.key);
    filter.categories = {"new", "active", "waiting_requester", "on_hold"};
    filter.order = store::RecordFilter::Order::due;
    filter.limit = kHeldAtOnce;
    return filter;
}

store::RecordFilter held_by(const Desk& desk, std::string_view channel, std::string_view user)
{
    store::RecordFilter filter = open_in(desk, channel);
    filter.assignee = user;
    return filter;
}

/// The tickets as rows with "Assign…", which opens the form of that step, at most kRowsMost.
void add_rows(const Desk& desk, slack::Blocks& blocks, const std::vector<Record>& records, std::size_t total,
              const store::Unit& unit)
{
    for (std::size_t i = 0; i < records.size() && i < kRowsMost; ++i) {
        const std::string number = desk.number_of(records[i]);
        blocks.section("left:" + number, row_text(desk, records[i], "", unit),
                       slack::button(std::string(kStepPrefix) + "assign", "Assign…", number));
    }
    if (total > kRowsMost)
        blocks.actions("left:all", {slack::button("list:queue",
                                                  std::to_string(total - kRowsMost) + " more: open the queue",
                                                  to_text(ListQuery{"queue", "", 0}))});
}

std::string why_gone(std::string_view user, const store::Unit& unit)
{
    const auto person = unit.directory.person(user);
    return person && person->is_deleted ? " is deactivated" : " is no agent here any more";
}

/// Takes everything from the person; the first rows of it, in the order of what is due.
std::vector<Record> hand_back(const Desk& desk, std::string_view channel, std::string_view user,
                              std::size_t& total, store::Unit& unit)
{
    std::vector<Record> first;
    for (int round = 0; round < kHeldRounds; ++round) {
        auto held = unit.records.list(held_by(desk, channel, user)).records;
        if (held.empty())
            break;
        for (Record& record : held) {
            const Act act{"system", "slack", unit.now, "no agent any more"};
            write(unit, record, act, "handed_back", changes_to(record, {{std::string(attr::kAssignee), ""}}),
                  std::string(user));
            redraw(desk, record, unit);
            if (first.size() < kRowsMost)
                first.push_back(record);
            ++total;
        }
    }
    return first;
}

void on_membership(const Desk& desk, const slack::MembershipEvent& event, store::Unit& unit)
{
    if (!event.joined && desk.settings().inbox_of_agent_channel(event.channel) != nullptr)
        agent_is_gone(desk, event.channel, event.user, unit);
}

/// Whoever asked reads no answer any more: those who work on it have to know.
void tell_asker_is_gone(const Desk& desk, const std::string& channel, const std::string& user,
                        store::Unit& unit)
{
    store::RecordFilter asked = open_in(desk, channel);
    asked.requester = user;
    const store::RecordPage page = unit.records.list(asked);
    if (page.records.empty())
        return;
    const auto total = static_cast<std::size_t>(page.total);
    Saying saying;
    saying.text = shown(unit, user) + " is deactivated in Slack and reads no answer any more. " +
                  counted(total, "open ticket") + " that they asked for:";
    saying.blocks.section(":wave: " + saying.text);
    for (std::size_t i = 0; i < page.records.size() && i < kRowsMost; ++i)
        add_row(desk, saying.blocks, "asker_gone", page.records[i], "", unit);
    if (total > kRowsMost)
        saying.blocks.context({"... and " + std::to_string(total - kRowsMost) + " more."});
    post(unit, {0, 0, "notice", channel, "", 0}, saying, 0,
         "asker_gone:" + channel + ":" + user + ":" + std::to_string(page.records.front().id));
    for (const Record& record : page.records) redraw(desk, record, unit);
}

/// Whoever was deactivated before holds nothing any more, so hearing of it again changes nothing.
void on_person(const Desk& desk, const store::Person& person, store::Unit& unit)
{
    if (!person.is_deleted)
        return;
    // Slack takes them out of their channels without saying so.
    for (const std::string& channel : unit.directory.channels_of(person.id))
        unit.directory.leave(channel, person.id);
    for (const std::string& channel : agent_channels(desk)) agent_is_gone(desk, channel, person.id, unit);
}

}  // namespace

std::vector<std::string> agent_channels(const Desk& desk)
{
    std::set<std::string> out;
    for (const InboxSettings& inbox : desk.settings().inboxes) out.insert(inbox.agent_channel);
    return {out.begin(), out.end()};
}

void asker_is_gone(const Desk& desk, const std::string& user, store::Unit& unit)
{
    for (const std::string& channel : agent_channels(desk)) tell_asker_is_gone(desk, channel, user, unit);
}

void agent_is_gone(const Desk& desk, std::string_view channel, std::string_view user, store::Unit& unit)
{
    pass_offers_of(desk, user, unit);
    std::size_t total = 0;
    const auto records = hand_back(desk, channel, user, total, unit);
    if (total == 0)
        return;
    Saying saying;
    saying.text = shown(unit, user) + why_gone(user, unit) + ". " + counted(total, "ticket") +
                  (total == 1 ? " is" : " are") + " unassigned now.";
    saying.blocks.section(":wave: " + saying.text);
    add_rows(desk, saying.blocks, records, total, unit);
    post(unit, {0, 0, "notice", std::string(channel), "", 0}, saying, 0,
         "left:" + std::string(channel) + ":" + std::string(user) + ":" + std::to_string(records.front().id) +
             ":" + std::to_string(records.front().version));
}

void strangers_are_gone(const Desk& desk, const std::string& channel, store::Unit& unit)
{
    std::set<std::string> gone;
    for (const InboxSettings& inbox : desk.settings().inboxes)
        if (inbox.agent_channel == channel)
            for (const std::string& holder : unit.duty.holders(inbox.key, kHoldersMost))
                if (!unit.directory.is_member(channel, holder))
                    gone.insert(holder);
    for (const std::string& user : gone) agent_is_gone(desk, channel, user, unit);
}

void keep_members(const Desk& desk, const std::string& place, const std::vector<std::string>& users,
                  store::Unit& unit)
{
    std::vector<std::string> own;
    for (const std::string& user : users)
        if (is_outsider(unit, user))
            warn_of_outsider(desk, place, user, unit);
        else
            own.push_back(user);
    unit.directory.set_members(place, own);
    for (const std::string& user : own) get_to_know(unit, user);
    strangers_are_gone(desk, place, unit);
}

bool list_held(const Desk& desk, const std::string& channel, const std::string& user, const std::string& once,
               store::Unit& unit)
{
    const store::RecordPage held = unit.records.list(held_by(desk, channel, user));
    if (held.records.empty())
        return false;
    Saying saying;
    saying.text = shown(unit, user) + " is away and asks you to take over " +
                  counted(static_cast<std::size_t>(held.total), "ticket") + ".";
    saying.blocks.section(":palm_tree: " + saying.text);
    add_rows(desk, saying.blocks, held.records, static_cast<std::size_t>(held.total), unit);
    post(unit, {0, 0, "notice", channel, "", 0}, saying, 0, "held:" + channel + ":" + user + ":" + once);
    return true;
}

extern const Feature kLeaving;
const Feature kLeaving{.key = "leaving", .on_membership = on_membership, .on_person = on_person};

}  // namespace deskbell::kernel
