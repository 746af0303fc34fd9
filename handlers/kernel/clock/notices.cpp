#include "handlers/kernel/clock/notices.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/clock/snooze.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace deskbell::kernel {

namespace {

// "I have it": a mute that ended before it began, so that only repeats ask for it.
constexpr UtcTime kAcknowledged{};
constexpr int kReadMost = 200;  // notices read for one message
constexpr std::string_view kOpen = "open";

std::string timer_key(std::string_view audience)
{
    return std::string(kNoticesTimer) + ":" + std::string(audience);
}

void arm(std::string_view audience, UtcTime earliest, store::Unit& unit)
{
    UtcTime at = std::max(earliest, unit.now + kGather);
    if (const auto last = unit.notices.last_sent(audience))
        at = std::max(at, *last + kBetweenMessages);
    unit.timers.arm_sooner({0, timer_key(audience), std::string(kNoticesTimer), 0, at});
}

/// One record with something to tell, as a line of a message.
struct Line {
    Record record;
    store::Notice notice;
};

/// What waits for an audience: of each record the highest rung.
std::vector<Line> lines_for(const std::string& audience, store::Unit& unit)
{
    std::vector<Line> out;
    std::set<std::int64_t> told;
    for (const store::Notice& notice : unit.notices.waiting(audience, unit.now, kReadMost)) {
        const store::Escalation& e = notice.escalation;
        const auto record = unit.records.find(e.record_id);
        if (!record || !told.insert(e.record_id).second)
            continue;
        out.push_back({*record, notice});
    }
    return out;
}

/// How the clock that rang stands by now: another one may be nearer to its end.
std::string left_of(const Desk& desk, const Line& line, const store::Unit& unit)
{
    const store::Escalation& e = line.notice.escalation;
    for (const TicketClock& clock : clocks_of(desk, line.record, unit))
        if (to_text(clock.metric) == e.metric && clock.cycle == e.cycle && clock.state.is_open())
            return time_left(clock.state, unit.now);
    return {};
}

std::string words_of(const Desk& desk, const Line& line, const store::Unit& unit)
{
    const store::Escalation& e = line.notice.escalation;
    const auto metric = parse_metric(e.metric);
    const std::string what = metric ? std::string(label_of(*metric)) : e.metric;
    const std::string left = left_of(desk, line, unit);
    const std::string state = e.point >= 100
                                  ? "*" + what + " is late*"
                                  : what + ": " + std::to_string(e.point) + " % of the time is used";
    return state + (left.empty() ? "" : " (" + left + ")");
}

std::string mark_of(std::int64_t point)
{
    return point >= 100 ? ":rotating_light: " : ":hourglass_flowing_sand: ";
}

std::string who_has_it(const Record& record)
{
    return record.has(attr::kAssignee) ? slack::mention(record.at(attr::kAssignee)) : "Nobody has it yet";
}

std::vector<slack::Element> buttons_for(const std::string& number)
{
    return {slack::button("open", "Open", number, slack::Style::primary),
            slack::button("notice_have", "I have it", number),
            slack::menu("notice_later", "Snooze…", snooze_choices(number))};
}

/// The same beside one of several tickets in a message.
slack::Element menu_for(const std::string& number)
{
    std::vector<slack::Choice> choices{{std::string(kOpen) + "|" + number, "Open"},
                                       {"have|" + number, "I have it"}};
    const auto more = snooze_choices(number);
    choices.insert(choices.end(), more.begin(), more.end());
    return slack::menu("notice_row", "Open or snooze…", choices);
}

/// A private ticket shows its title to people only, not to a channel of which not everybody may read it.
std::string title_of(const Desk& desk, const Record& record, const std::string& audience,
                     const store::Unit& unit)
{
    const bool may_read =
        is_person(audience) ? may_see(desk, record, audience, unit) : !record.has(attr::kPrivate);
    return may_read ? headline(desk, record) : desk.number_of(record) + " :lock:";
}

void tell_one(const Desk& desk, const std::string& audience, const Line& line, store::Unit& unit)
{
    const std::string words = words_of(desk, line, unit);
    const std::string number = desk.number_of(line.record);
    Saying saying;
    saying.text = number + ": " + words;
    saying.blocks.section(mark_of(line.notice.escalation.point) + "*" +
                          title_of(desk, line.record, audience, unit) + "*\n" + words + " · " +
                          who_has_it(line.record));
    saying.blocks.actions("notice", buttons_for(number));
    const auto card = unit.messages.find(line.record.id, "card");
    const bool in_thread = line.notice.in_thread && card;
    post(unit, {0, line.record.id, "alert", in_thread ? card->channel : audience, "", 0}, saying,
         in_thread ? card->id : 0, "notice:" + std::to_string(line.notice.id));
}

void tell_many(const Desk& desk, const std::string& audience, const std::vector<Line>& lines,
               std::int64_t total, store::Unit& unit)
{
    const auto late =
        std::ranges::count_if(lines, [](const Line& l) { return l.notice.escalation.point >= 100; });
    Saying saying;
    saying.text = counted(static_cast<std::size_t>(total), "ticket") + " with a promise at risk" +
                  (late > 0 ? " or broken" : "") + ".";
    saying.blocks.section((late > 0 ? ":rotating_light: *" : ":hourglass_flowing_sand: *") + saying.text +
                          "*");
    for (std::size_t i = 0; i < lines.size() && i < kNamedMost; ++i)
        saying.blocks.section("notice:" + std::to_string(lines[i].notice.id),
                              title_of(desk, lines[i].record, audience, unit) + "\n" +
                                  words_of(desk, lines[i], unit) + " · " + who_has_it(lines[i].record),
                              menu_for(desk.number_of(lines[i].record)));
    if (total > kNamedMost)
        saying.blocks.context({"and " + std::to_string(total - kNamedMost) + " more"});
    saying.blocks.actions(
        "notices", {slack::button("list:pressing", "Open the list", to_text(ListQuery{"pressing", "", 0}))});
    post(unit, {0, 0, "alert", audience, "", 0}, saying, 0,
         "notices:" + audience + ":" + std::to_string(lines.front().notice.id));
}

/// Where somebody acts on a notice, and who reads it there: the channel, or the person in a direct message.
struct Place {
    std::string channel, message_ts, audience;

    Place(std::string in_channel, std::string ts, const std::string& user)
        : channel(std::move(in_channel)),
          message_ts(std::move(ts)),
          audience(channel.starts_with('D') || channel.empty() ? user : channel)
    {
    }
};

/// A notice about one ticket becomes what came of it; one about several keeps the others, and has it below.
void show_outcome(const Desk& desk, const Record& record, const Place& place, const std::string& what,
                  store::Unit& unit)
{
    const auto message = unit.messages.find(place.channel, place.message_ts);
    if (!message || message->role != "alert")
        return;
    Saying said;
    said.text = desk.number_of(record) + ": " + what;
    if (message->record_id == 0) {
        said.blocks.context({said.text});
        post(unit, {0, 0, "notice", message->channel, "", 0}, said, message->id,
             "quiet:" + std::to_string(record.id) + ":" + std::to_string(record.version));
        return;
    }
    said.blocks.section("*" + title_of(desk, record, place.audience, unit) + "*\n" + what);
    said.blocks.actions("notice", {slack::button("open", "Open", desk.number_of(record))});
    edit(unit, message->id, said);
}

void keep_quiet(const Desk& desk, Record& record, const Place& place, const Quiet& quiet,
                std::string_view kind, const Act& act, store::Unit& unit)
{
    unit.notices.mute(record.id, place.audience, quiet.until);
    write(unit, record, act, kind, {}, quiet.says);
    show_outcome(desk, record, place, shown(unit, act.actor) + " " + quiet.says + ".", unit);
}

Answer press(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto [word, number] = chosen_in(click.value.text);
    auto record = record_of(desk, number, act.actor, unit);
    if (!record)
        return record.error();
    if (word == kOpen)
        return show_modal(click, record_modal(desk, *record, act.actor, unit));
    if (word == kPickTime)
        return show_modal(click, snooze_form("notice_until", {{"record", desk.number_of(*record)},
                                                              {"channel", click.channel},
                                                              {"message", click.message_ts}}));
    const Place place(click.channel, click.message_ts, act.actor);
    if (const auto quiet = quiet_of(word, unit.now, zone_of(desk, act.actor, unit)))
        keep_quiet(desk, *record, place, *quiet, "reminders", act, unit);
    else
        keep_quiet(desk, *record, place, {kAcknowledged, "has it"}, "acknowledged", act, unit);
    return slack::Reply::nothing();
}

Answer submit_until(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                    store::Unit& unit)
{
    Attributes carried = unpack(submission.view.private_metadata);
    auto record = record_in(desk, submission.view, act.actor, unit);
    if (!record)
        return record.error();
    const auto quiet = quiet_in(submission.view, unit.now, zone_of(desk, act.actor, unit));
    if (!quiet)
        return quiet.error();
    keep_quiet(desk, *record, {carried["channel"], carried["message"], act.actor}, *quiet, "reminders", act,
               unit);
    return slack::Reply::clear();
}

}  // namespace

bool is_person(std::string_view audience) { return !audience.starts_with('C') && !audience.starts_with('G'); }

void notify(const std::string& audience, bool in_thread, const store::Escalation& escalation,
            const Calendar& calendar, bool is_repeat, store::Unit& unit)
{
    const auto muted = unit.notices.muted_until(escalation.record_id, audience);
    const bool is_silenced = muted && (is_for_good(*muted) || (is_repeat && *muted == kAcknowledged));
    if (is_silenced)
        return;
    if (muted == kAcknowledged)  // it held until this rung
        unit.notices.unmute(escalation.record_id, audience);
    UtcTime earliest = next_opening(calendar, unit.now).value_or(unit.now);
    if (muted)
        earliest = std::max(earliest, *muted);
    const auto last = unit.notices.last_sent(audience, escalation.record_id);
    if (last && escalation.point < 100)
        earliest = std::max(earliest, *last + kBetweenSameRecord);
    unit.notices.add({0, escalation.id, audience, in_thread, earliest, escalation});
    arm(audience, earliest, unit);
}

Result<void> tell_notices(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    const std::string audience = timer.key.substr(timer.key.find(':') + 1);
    if (const auto last = unit.notices.last_sent(audience); last && *last + kBetweenMessages > unit.now) {
        arm(audience, unit.now, unit);  // armed before the last message went out
        return {};
    }
    const std::int64_t total = unit.notices.count_waiting(audience, unit.now);
    const std::vector<Line> lines = lines_for(audience, unit);
    if (lines.size() == 1 && total == 1)
        tell_one(desk, audience, lines.front(), unit);
    else if (!lines.empty())
        tell_many(desk, audience, lines, total, unit);
    unit.notices.sent(audience, unit.now);
    if (const auto next = unit.notices.next(audience))
        arm(audience, *next, unit);
    return {};
}

namespace {
constexpr std::array kButtons{Button{"notice_", false, press}};
constexpr std::array kForms{Form{"notice_until", submit_until}};
constexpr std::array kRoutines{Routine{kNoticesTimer, tell_notices}};
}  // namespace

extern const Feature kNotices;
const Feature kNotices{.key = "notice", .buttons = kButtons, .forms = kForms, .routines = kRoutines};

}  // namespace deskbell::kernel
