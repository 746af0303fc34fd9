#include "handlers/kernel/assignment/away.hpp"

#include "handlers/domain/local_time.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/leaving.hpp"
#include "handlers/kernel/assignment/offers.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/home.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

Result<void> must_be_agent(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    if (!inboxes_of(desk, user, unit).empty())
        return {};
    return Error(Errc::forbidden,
                 "Only agents can be away: the members of an inbox's agent channel are given tickets.");
}

std::string zone_of(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    const auto person = unit.directory.person(user);
    return person && !person->timezone.empty() ? person->timezone : desk.settings().timezone;
}

/// "until you come back", or the instant.
std::string until_words(const Desk& desk, UtcTime until)
{
    return until == kUntilBack ? "until you say that you are back"
                               : "until " + slack::date(until, desk.settings().timezone);
}

/// What somebody reads who has just gone away: what it means, and what becomes of what they hold.
Saying gone(const Desk& desk, std::string_view user, UtcTime until, const store::Unit& unit)
{
    Saying saying;
    const auto held = static_cast<std::size_t>(unit.duty.open_of(user));
    saying.text = "You are away " + until_words(desk, until) + ". You are given no tickets meanwhile.";
    saying.blocks.section(":palm_tree: " + saying.text);
    std::vector<slack::Element> buttons;
    if (held > 0) {
        saying.blocks.section("You hold " + counted(held, "open ticket") + ", and " +
                              (held == 1 ? "it stays" : "they stay") +
                              " with you until somebody takes over.");
        buttons.push_back(slack::button("away_list", "Ask the team to take over", std::string(user)));
    }
    buttons.push_back(slack::button("away_off", "I am back"));
    saying.blocks.actions("away", buttons);
    return saying;
}

Answer go_away(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act& act,
               store::Unit& unit)
{
    if (auto allowed = must_be_agent(desk, act.actor, unit); !allowed)
        return allowed.error();
    const auto until = parse_until(said.rest, zone_of(desk, command.actor.user, unit), unit.now);
    if (!until)
        return until.error();
    get_to_know(unit, act.actor);
    unit.duty.set_away(act.actor, *until);
    pass_offers_of(desk, act.actor, unit);
    const Saying saying = gone(desk, act.actor, *until, unit);
    return slack::Reply::message(saying.text, saying.blocks);
}

Answer come_back(const Desk& desk, const slack::SlashCommand&, const Words&, const Act& act,
                 store::Unit& unit)
{
    if (auto allowed = must_be_agent(desk, act.actor, unit); !allowed)
        return allowed.error();
    const bool was_away = unit.duty.away_until(act.actor, unit.now).has_value();
    unit.duty.set_back(act.actor);
    return slack::Reply::message(was_away ? "Welcome back. You can be given tickets again."
                                          : "You were not away. You can be given tickets.");
}

Answer press_away(const Desk& desk, const slack::BlockAction&, const Act& act, store::Unit& unit)
{
    if (auto allowed = must_be_agent(desk, act.actor, unit); !allowed)
        return allowed.error();
    unit.duty.set_away(act.actor, kUntilBack);
    pass_offers_of(desk, act.actor, unit);
    publish_home(unit, act.actor, home_of(desk, act.actor, unit));
    return slack::Reply::nothing();
}

Answer press_back(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    unit.duty.set_back(act.actor);
    if (click.view) {
        publish_home(unit, act.actor, home_of(desk, act.actor, unit));
        return slack::Reply::nothing();
    }
    Saying saying;
    saying.text = "Welcome back. You can be given tickets again.";
    saying.blocks.section(saying.text);
    whisper(unit, click.channel, click.thread_ts, act.actor, saying, click.actor.response_url);
    return slack::Reply::nothing();
}

/// Each of the person's agent channels reads what they hold, with a way to give it to somebody else.
Answer ask_team(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (auto allowed = must_be_agent(desk, act.actor, unit); !allowed)
        return allowed.error();
    int told = 0;
    for (const std::string& channel : agent_channels(desk))
        if (unit.directory.is_member(channel, act.actor))
            told += list_held(desk, channel, act.actor, click.action_ts, unit) ? 1 : 0;
    Saying saying;
    saying.text = told == 0 ? "You hold nothing that the team could take over."
                            : "The team reads what you hold. It stays with you until somebody takes over.";
    saying.blocks.section(saying.text);
    if (click.view)
        publish_home(unit, act.actor, home_of(desk, act.actor, unit));
    else
        whisper(unit, click.channel, click.thread_ts, act.actor, saying, click.actor.response_url);
    return slack::Reply::nothing();
}

void home(const Desk& desk, slack::Blocks& blocks, std::string_view user, const store::Unit& unit)
{
    if (inboxes_of(desk, user, unit).empty())
        return;
    blocks.divider();
    const auto until = unit.duty.away_until(user, unit.now);
    if (!until) {
        blocks.section("*You are there* · you can be given tickets.");
        blocks.actions("away", {slack::button("away_on", "I am away")});
        return;
    }
    blocks.section("*:palm_tree: You are away* " + until_words(desk, *until) +
                   " · you are given no tickets.");
    std::vector<slack::Element> buttons{slack::button("away_off", "I am back")};
    if (unit.duty.open_of(user) > 0)
        buttons.push_back(slack::button("away_list", "Ask the team to take over", std::string(user)));
    blocks.actions("away", buttons);
}

/// Nobody is given a ticket while they are away, by no colleague either.
Result<void> guard(const Desk& desk, const Transition& row, const Step& step)
{
    if (row.action != "assign")
        return {};
    const std::string& person = step.value("assign_to");
    const auto until = step.unit.duty.away_until(person, step.at);
    if (!until || person == step.actor)
        return {};
    const std::string name = name_of(step.unit, person);
    const std::string when = *until == kUntilBack
                                 ? "."
                                 : " until " + wall_clock(*until, zone_of(desk, step.actor, step.unit)) + ".";
    return Error(Errc::invalid_input,
                 (name.empty() ? "This person" : name) + " is away" + when + " Please choose somebody else.",
                 "assign_to");
}

constexpr std::array kButtons{Button{"away_on", false, press_away}, Button{"away_off", false, press_back},
                              Button{"away_list", false, ask_team}};
constexpr std::array kVerbs{
    Verb{"/desk", "away", "away until 2026-12-01",
         "you are given no tickets until then; also `until 14:00`, or nothing", go_away, true, false},
    Verb{"/desk", "back", "back", "you are there again", come_back, false, false},
};

}  // namespace

Result<UtcTime> parse_until(std::string_view said, std::string_view zone, UtcTime now)
{
    auto pieces = words(said);
    if (!pieces.empty() && lower(pieces.front()) == "until")
        pieces.erase(pieces.begin());
    if (pieces.empty())
        return kUntilBack;
    const bool is_time_alone = pieces.size() == 1 && pieces[0].find(':') != std::string::npos &&
                               pieces[0].find('-') == std::string::npos;
    std::string text = is_time_alone        ? deskbell::to_text(date_in(zone, now)) + "T" + pieces[0]
                       : pieces.size() == 2 ? pieces[0] + "T" + pieces[1]
                       : pieces[0].find('T') == std::string::npos ? pieces[0] + "T00:00"
                                                                  : pieces[0];
    const auto until =
        pieces.size() > 2 ? Result<UtcTime>(Error(Errc::invalid_input, "")) : parse_time(text, zone);
    if (!until)
        return Error(Errc::invalid_input,
                     "Please write until when, like `until 2026-12-01`, `until 14:00` or "
                     "`until 2026-12-01 14:00`, or nothing if you do not know.");
    if (*until <= now)
        return Error(Errc::invalid_input, "That is over already. Please write a time that is still to come.");
    return *until;
}

extern const Feature kAway;
const Feature kAway{.key = "away", .buttons = kButtons, .verbs = kVerbs, .guard = guard, .home = home};

}  // namespace deskbell::kernel
