#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/attach.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_home.hpp"
#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/kernel/evidence/history.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

/// The log of the desk for people: `/desk log`, and as a file.
namespace deskbell::kernel {

namespace {

constexpr std::size_t kDetailsShown = 12;  // of one entry; a new inbox has more settings
constexpr std::size_t kValueShown = 120;   // UTF-16 units
constexpr std::string_view kOfChannel = "requests of channel ";
constexpr std::size_t kLineMost = 2900;  // below the 3,000 of a section

struct Kind {
    std::string_view key, words;
};
constexpr std::array kKinds{
    Kind{kInboxRead, "read tickets of an inbox by office"},
    Kind{kExported, "exported"},
    Kind{kSettingsChanged, "changed what is set up in Slack"},
    Kind{kPersonErased, "erased a person"},
    Kind{kDelegated, "let somebody else decide for them"},
    Kind{kDelegationEnded, "ended who decides for them"},
    Kind{store::kErasedKind, "replaced a name in this log"},
};

std::string who(std::string_view actor, const store::Unit& unit)
{
    return actor == kOperator ? "The operator" : shown(unit, actor);
}

std::string shown_name(std::string_view attribute)
{
    if (attribute.starts_with(kOfChannel))
        return std::string(kOfChannel) + slack::channel_mention(attribute.substr(kOfChannel.size()));
    return slack::escaped(attribute);
}

/// An id of a person or channel as Slack shows it, anything else as it is.
std::string shown_value(std::string_view attribute, const std::string& value, const store::Unit& unit)
{
    if (attribute.ends_with("agent_channel"))
        return slack::channel_mention(value);
    if (unit.directory.person(value))
        return shown(unit, value);
    return slack::escaped(shortened(value, kValueShown));
}

std::string line_of(const Event& event, const std::string& zone, const store::Unit& unit)
{
    const auto kind = std::ranges::find(kKinds, event.kind, &Kind::key);
    std::string out = "*" + wall_clock(event.occurred_at, zone) + "* · " + who(event.actor, unit) + " " +
                      std::string(kind == kKinds.end() ? std::string_view(event.kind) : kind->words) +
                      " · through " + through(event.source);
    std::size_t shown = 0;
    for (const Change& change : event.changes) {
        if (++shown > kDetailsShown)
            continue;
        out += "\n• " + shown_name(change.attribute) + ": ";
        if (!change.before.empty())
            out += shown_value(change.attribute, change.before, unit) + " → ";
        out += change.after.empty() ? "nothing" : shown_value(change.attribute, change.after, unit);
    }
    if (shown > kDetailsShown)
        out += "\n• and " + std::to_string(shown - kDetailsShown) + " more";
    return slack::shortened_mrkdwn(out, kLineMost);
}

Error not_yours()
{
    return Error(Errc::forbidden,
                 "The log of the desk is for managers and auditors. What happened to a ticket stands in its "
                 "History.");
}

/// Newest first, from the `offset` newest on.
slack::Modal log_modal(const Desk& desk, std::int64_t offset, std::string_view user, const store::Unit& unit)
{
    slack::Modal modal;
    modal.callback_id = "show";
    modal.title = "Log of the desk";
    modal.close = "Close";
    const std::int64_t all = unit.desk_log.count();
    const std::int64_t last = std::clamp<std::int64_t>(all - offset, 0, all);
    const std::int64_t before = std::max<std::int64_t>(last - kHistoryRows, 0);
    auto events = unit.desk_log.of(0, before, static_cast<int>(last - before));
    std::ranges::reverse(events);
    const std::string zone = zone_of(desk, user, unit);
    for (const Event& event : events) modal.blocks.section(line_of(event, zone, unit));
    if (events.empty())
        modal.blocks.section("Nothing was changed, exported, erased or read by office yet.");
    std::vector<slack::Element> turns;
    if (offset > 0)
        turns.push_back(slack::button("desk_log_newer", "Newer",
                                      std::to_string(std::max<std::int64_t>(0, offset - kHistoryRows))));
    if (before > 0)
        turns.push_back(slack::button("desk_log_older", "Older", std::to_string(offset + kHistoryRows)));
    if (!events.empty())
        turns.push_back(slack::button("desk_log_file", "As a file", "file"));
    modal.blocks.actions("desk_log_pages", turns);
    if (!events.empty())
        modal.blocks.context({"Entries " + std::to_string(before + 1) + " to " + std::to_string(last) +
                              " of " + std::to_string(all) + ", newest first. Times in " + zone +
                              ". Who reads tickets by office is noted once for each inbox and day. "
                              "`deskbell verify` proves that nothing was changed."});
    return modal;
}

Answer open_by_command(const Desk& desk, const slack::SlashCommand& command, const Words&, const Act&,
                       store::Unit& unit)
{
    if (!oversees(desk, command.actor.user, unit))
        return not_yours();
    return slack::Reply::open(log_modal(desk, 0, command.actor.user, unit));
}

Answer open_by_click(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (!oversees(desk, act.actor, unit))
        return not_yours();
    const slack::Modal modal = log_modal(desk, whole_number(click.value.text), act.actor, unit);
    const bool is_page = click.view && click.action_id != "desk_log";
    return is_page ? slack::Reply::update(modal, click.view->id, click.view->hash) : show_modal(click, modal);
}

/// "desk_log_file:U0MANA"
constexpr std::string_view kFileTimer = "desk_log_file";
constexpr int kPage = 500;  // events in memory at a time

Answer order_file(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (!oversees(desk, act.actor, unit))
        return not_yours();
    unit.timers.arm({0, std::string(kFileTimer) + ":" + act.actor, std::string(kFileTimer), 0, unit.now});
    return say_to_clicker(click, "You get the log as a file by direct message in a moment.", unit);
}

std::string json_line(const Event& event)
{
    using Json = nlohmann::ordered_json;
    Json changes = Json::array();
    for (const Change& change : event.changes)
        changes.push_back({{"what", change.attribute}, {"before", change.before}, {"after", change.after}});
    const Json line{{"sequence", event.sequence},
                    {"occurred_at", rfc3339(event.occurred_at)},
                    {"recorded_at", rfc3339(event.recorded_at)},
                    {"actor", event.actor},
                    {"source", event.source},
                    {"rule", event.rule},
                    {"kind", event.kind},
                    {"details", std::move(changes)},
                    {"hash", event.hash}};
    return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// The newest entries that fit into one file, oldest first.
std::string lines_of_log(const store::Unit& unit, std::int64_t& rows)
{
    std::vector<std::string> newest_first;
    std::size_t bytes = 0;
    for (std::int64_t last = unit.desk_log.count(); last > 0 && bytes <= kTextBytesMost; last -= kPage) {
        const std::int64_t before = std::max<std::int64_t>(last - kPage, 0);
        auto page = unit.desk_log.of(0, before, static_cast<int>(last - before));
        for (auto event = page.rbegin(); event != page.rend() && bytes <= kTextBytesMost; ++event) {
            newest_first.push_back(json_line(*event));
            bytes += newest_first.back().size();
        }
    }
    if (bytes > kTextBytesMost)
        newest_first.pop_back();
    rows = static_cast<std::int64_t>(newest_first.size());
    std::ranges::reverse(newest_first);
    return joined(newest_first, "");
}

Result<Writes> prepare_file(const Desk& desk, const store::Timer& timer, const store::Unit& unit)
{
    const std::string user = timer.key.substr(kFileTimer.size() + 1);
    if (!oversees(desk, user, unit))  // the role was taken away meanwhile
        return Writes([](store::Unit&) -> Result<void> { return {}; });
    std::int64_t rows = 0;
    std::string lines = lines_of_log(unit, rows);
    const std::string words = "The log of the desk: the newest " +
                              counted(static_cast<std::size_t>(rows), "entry", "entries") + " of " +
                              std::to_string(unit.desk_log.count()) + ", a line of JSON each.";
    return Writes([user, words, rows, once = timer.key + ":" + rfc3339(timer.due_at),
                   file = Attachment{"desk-log.jsonl", "Log of the desk", "Who did what to the desk.",
                                     std::move(lines)}](store::Unit& writing) -> Result<void> {
        log_act(writing, {user, "button", writing.now}, kExported,
                {detail("what", "the log of the desk"), detail("rows", std::to_string(rows))});
        attach(writing, user, 0, {file}, words, once);
        return {};
    });
}

constexpr std::array kButtons{
    Button{"desk_log", true, open_by_click}, Button{"desk_log_newer", true, open_by_click},
    Button{"desk_log_older", true, open_by_click}, Button{"desk_log_file", false, order_file}};
constexpr std::array kPreparations{Preparation{kFileTimer, prepare_file}};
constexpr std::array kVerbs{Verb{"/desk", "log", "log",
                                 "who changed settings, exported, erased or read by office, for managers and "
                                 "auditors",
                                 open_by_command}};

}  // namespace

extern const Feature kDeskLogFeature;
const Feature kDeskLogFeature{
    .key = "desk_log", .buttons = kButtons, .verbs = kVerbs, .preparations = kPreparations};

}  // namespace deskbell::kernel
