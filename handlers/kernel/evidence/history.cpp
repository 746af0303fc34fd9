#include "handlers/kernel/evidence/history.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTextShown = 500;
constexpr std::size_t kLineMost = 2900;  // below the 3,000 of a section

std::string in_mrkdwn(const HistoryLine& line, const std::string& zone)
{
    std::string out = "*" + wall_clock(line.at, zone) + "* · " + slack::escaped(line.who) + " " +
                      slack::escaped(line.what) + " · through " + line.through;
    for (const std::string& change : line.changes) out += "\n• " + slack::escaped(change);
    if (!line.text.empty())
        out += "\n" + slack::quoted(slack::escaped(shortened(line.text, kTextShown)));
    return slack::shortened_mrkdwn(out, kLineMost);
}

/// "REQ-1 15": which record, and how many newer events are passed over.
std::string page_value(const Desk& desk, const Record& record, std::int64_t offset)
{
    return desk.number_of(record) + " " + std::to_string(offset);
}

void add_pages(const Desk& desk, const Record& record, std::int64_t offset, slack::Blocks& blocks)
{
    std::vector<slack::Element> buttons;
    if (offset > 0)
        buttons.push_back(
            slack::button("history_newer", "Newer",
                          page_value(desk, record, std::max<std::int64_t>(0, offset - kHistoryRows))));
    if (offset + kHistoryRows < record.version)
        buttons.push_back(
            slack::button("history_older", "Older", page_value(desk, record, offset + kHistoryRows)));
    blocks.actions("history_pages", buttons);
}

Answer turn_page(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto said = words(click.value.text);
    const auto record = record_of(desk, said.empty() ? "" : said[0], act.actor, unit);
    if (!record)
        return record.error();
    const std::int64_t offset = said.size() > 1 ? whole_number(said[1]) : 0;
    const slack::Modal modal = history_modal(desk, *record, offset, act.actor, unit);
    const bool is_page = click.view && click.action_id != "history";
    return is_page ? slack::Reply::update(modal, click.view->id, click.view->hash) : show_modal(click, modal);
}

Answer open_history(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                    store::Unit& unit)
{
    return show_modal(click, history_modal(desk, record, 0, act.actor, unit));
}

bool has_part(const Desk&, const Record&, unsigned roles, const store::Unit&)
{
    return (roles & (kRequester | kAgent | kOwner)) != 0;
}

constexpr std::array kButtons{Button{"history", true, turn_page}, Button{"history_newer", true, turn_page},
                              Button{"history_older", true, turn_page}};
constexpr std::array kEntries{Entry{"history", "History", true, has_part, open_history}};

}  // namespace

slack::Modal history_modal(const Desk& desk, const Record& record, std::int64_t offset, std::string_view user,
                           const store::Unit& unit)
{
    slack::Modal modal;
    modal.callback_id = "show";
    modal.title = "History";
    modal.close = "Close";
    modal.blocks.section("*" + headline(desk, record) + "*");
    const HistoryReader reader = history_reader(desk, record, user, unit);
    // A redraw in between may have made the record shorter than the page that was asked for.
    const std::int64_t last = std::max<std::int64_t>(record.version - std::max<std::int64_t>(offset, 0), 0);
    const std::int64_t before = std::max<std::int64_t>(last - kHistoryRows, 0);
    auto events = unit.events.of(record.id, before, static_cast<int>(last - before));
    std::ranges::reverse(events);
    for (const Event& event : events)
        if (const auto line = history_line(desk, record, event, reader, unit))
            modal.blocks.section(in_mrkdwn(*line, reader.zone));
    add_pages(desk, record, offset, modal.blocks);
    modal.blocks.context({"Events " + std::to_string(before + 1) + " to " + std::to_string(last) + " of " +
                          std::to_string(record.version) + ", newest first. Times in " + reader.zone + "." +
                          (reader.is_agent ? "" : " Notes among agents are not shown.")});
    return modal;
}

extern const Feature kHistory;
const Feature kHistory{.key = "history", .buttons = kButtons, .entries = kEntries};

}  // namespace deskbell::kernel
