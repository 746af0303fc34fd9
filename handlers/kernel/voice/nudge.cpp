#include "handlers/kernel/voice/nudge.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/ladder.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kNudged = "nudged";  // attribute: for which rung of which clock
constexpr std::size_t kNamesMost = 3;           // of those who were told, by name

/// The promise that has come furthest, and how far.
struct Standing {
    std::string mark;              ///< of clock and rung: the same one is not nudged for twice
    int point = 0;                 ///< 0: none has come far enough
    std::optional<UtcTime> first;  ///< when the first promise will have; nothing while all stand still
    std::optional<UtcTime> next;   ///< when the promise that has come furthest reaches its next rung
};

std::optional<UtcTime> sooner(std::optional<UtcTime> a, std::optional<UtcTime> b)
{
    return a && b ? std::min(a, b) : a ? a : b;
}

/// When the clock will have used the share from which on it may be nudged for.
std::optional<UtcTime> first_chance(const TicketClock& clock)
{
    return clock.state.status == ClockState::Status::running ? point_at(clock.state, kNudgeFrom)
                                                             : std::nullopt;
}

Standing standing_of(const Desk& desk, const Record& record, const store::Unit& unit)
{
    Standing out;
    for (const TicketClock& clock : clocks_of(desk, record, unit)) {
        if (!is_promise_to_requester(clock) || !clock.state.is_open())
            continue;
        const Rung* rung = highest_rung(clock, unit.now);
        if (rung == nullptr || rung->point < kNudgeFrom) {
            out.first = sooner(out.first, first_chance(clock));
        } else if (rung->point > out.point) {
            out.point = rung->point;
            out.next = next_rung_at(clock, unit.now);
            out.mark = std::string(to_text(clock.metric)) + ":" + std::to_string(clock.cycle) + ":" +
                       std::to_string(rung->point);
        }
    }
    return out;
}

/// By the stored clocks, which cost nothing: whether it is worth looking closer.
bool may_be_at_risk(const Record& record, const store::Unit& unit)
{
    const auto clocks = unit.clocks.of(record.id);
    return std::ranges::any_of(clocks, [&](const store::ClockRow& clock) {
        return clock.status == "running" && clock.warned_at && *clock.warned_at <= unit.now;
    });
}

std::string when(const Desk& desk, std::optional<UtcTime> t, const Act& act, const store::Unit& unit)
{
    return slack::date(*t, zone_of(desk, act.actor, unit));
}

/// Too early, or told already: when it will be possible.
Result<void> check(const Desk& desk, const Record& record, const Standing& standing, const Act& act,
                   const store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    if (!is_open(parse_category(record.at(attr::kCategory)).value_or(Category::void_)))
        return Error(Errc::conflict, number +
                                         " is solved or over, so there is nobody to nudge. If it is not "
                                         "solved, please say so in its thread.");
    if (standing.point == 0 && standing.first)
        return Error(Errc::conflict, "All promises about " + number + " are on time. You can nudge from " +
                                         when(desk, standing.first, act, unit) +
                                         " on, if nobody was quicker.");
    if (standing.point == 0)
        return Error(Errc::conflict, "No clock of " + number +
                                         " runs now, so there is no promise to nudge for. Please write in "
                                         "its thread.");
    if (record.at(kNudged) != standing.mark)
        return {};
    return Error(Errc::conflict, "The team has been nudged about " + number + " already. " +
                                     (standing.next ? "The next time is possible from " +
                                                          when(desk, standing.next, act, unit) + " on."
                                                    : "Everybody who can be told has been told."));
}

constexpr Rung kLeads{100, kToLead, false};

/// Whom it concerns: who has it; the team while nobody does; the lead once a promise is broken.
struct Told {
    std::vector<std::string> people;  ///< by direct message
    std::string names;                ///< for the requester; mrkdwn
    std::string call;                 ///< before the line in the agents' thread: whom it mentions
    bool in_channel = false;
};
Told audience(const Desk& desk, const Record& record, int point, const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const std::string team = slack::escaped(inbox == nullptr ? "the team" : inbox->name);
    const std::string channel = inbox == nullptr ? "" : inbox->agent_channel;
    Told out;
    if (point >= 100) {
        out.people = audience_of(desk, record, kLeads, unit);
        std::erase(out.people, channel);
        std::vector<std::string> names;
        for (const std::string& user : out.people)
            if (names.size() < kNamesMost)
                names.push_back(shown(unit, user));
        if (!names.empty() && inbox->hides_agents)
            out.names = "Whoever leads " + team;
        else if (!names.empty())
            out.names =
                joined(names, ", ") + ", who " + (out.people.size() == 1 ? "leads " : "lead ") + team + ",";
    } else if (record.has(attr::kAssignee)) {
        out.names = shown_to_requester(desk, record, record.at(attr::kAssignee), unit);
        out.call = slack::mention(record.at(attr::kAssignee)) + " ";
    }
    if (out.names.empty()) {
        out.names = "Everybody at " + team;
        out.in_channel = !channel.empty();
    }
    return out;
}

Saying nudge_message(const Desk& desk, const Record& record, const Act& act, const store::Unit& unit)
{
    Saying out;
    const std::string left = time_left(desk, record, unit);
    out.text = shown(unit, act.actor) + " asks how it goes with " + desk.number_of(record) +
               (left.empty() ? "." : " (" + left + ").");
    out.blocks.section(":bell: " + out.text + "\n*" + headline(desk, record) + "*");
    out.blocks.actions("nudge",
                       {slack::button("open", "Open", desk.number_of(record), slack::Style::primary)});
    return out;
}

void tell(const Desk& desk, const Record& record, const Told& told, const Act& act, store::Unit& unit)
{
    const Saying said = nudge_message(desk, record, act, unit);
    const std::string once = "nudge:" + std::to_string(record.id) + ":" + std::to_string(record.version);
    for (const std::string& user : told.people)
        post(unit, {0, record.id, "alert", user, "", 0}, said, 0, once + ":" + user);
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    if (told.in_channel)
        post(unit, {0, record.id, "alert", inbox->agent_channel, "", 0}, said, 0, once + ":channel");
    tell_agents(record, ":bell: " + told.call + said.text, once, unit);
}

Answer nudge(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    const bool is_theirs =
        record->at(attr::kRequester) == act.actor || record->at(attr::kCreatedBy) == act.actor;
    if (!is_theirs)
        return Error(Errc::forbidden,
                     "Only the person who asked can nudge the team about " + desk.number_of(*record) + ".");
    const Standing standing = standing_of(desk, *record, unit);
    if (auto may = check(desk, *record, standing, act, unit); !may)
        return may.error();
    const Told told = audience(desk, *record, standing.point, unit);
    write(unit, *record, act, kNudged, changes_to(*record, {{std::string(kNudged), standing.mark}}));
    tell(desk, *record, told, act, unit);
    redraw(desk, *record, unit);
    return say_to_clicker(
        click,
        told.names + " was told that you ask about " + desk.number_of(*record) + ". " +
            (standing.next ? "You can nudge again from " + when(desk, standing.next, act, unit) +
                                 " on, if it is still open then."
                           : "Nobody is left to be told after that."),
        unit);
}

constexpr std::array kButtons{Button{"nudge", false, nudge}};

}  // namespace

std::vector<slack::Element> nudge_buttons(const Desk& desk, const Record& record, const store::Unit& unit)
{
    if (!may_be_at_risk(record, unit))
        return {};
    const Standing standing = standing_of(desk, record, unit);
    if (standing.point == 0 || record.at(kNudged) == standing.mark)
        return {};
    return {slack::button("nudge", "Nudge", desk.number_of(record))};
}

extern const Feature kNudges;
const Feature kNudges{.key = "nudge", .buttons = kButtons};

}  // namespace deskbell::kernel
