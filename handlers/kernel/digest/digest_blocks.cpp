#include "handlers/kernel/digest/digest_blocks.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clock/sla_view.hpp"
#include "handlers/kernel/digest/digest_home.hpp"
#include "handlers/kernel/digest/digest_messages.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/voice/survey.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "store/home_figures.hpp"

#include <functional>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kElementsMost = 25;  // of one actions block. Source: Block Kit
constexpr int kOffsetMost = 1'000'000;
constexpr std::string_view kHomeWord = "home";

void add_numbers(slack::Blocks& blocks, std::int64_t digest, const DigestSection& section, std::size_t index)
{
    std::vector<slack::Element> row;
    std::size_t rows = 0;
    const auto flush = [&] {
        blocks.actions("figures:" + std::to_string(index) + ":" + std::to_string(rows++), row);
        row.clear();
    };
    for (const ShownNumber& number : section.numbers) {
        row.push_back(slack::button("figure:" + std::to_string(row.size()), number.text(),
                                    to_text(FigureQuery{digest, number.figure, 0})));
        if (row.size() == kElementsMost)
            flush();
    }
    flush();
}

std::vector<slack::Element> acts_on(const store::Digest& digest)
{
    const std::string id = std::to_string(digest.id), subscription = std::to_string(digest.subscription);
    std::vector<slack::Element> out;
    if (digest.subscription != 0) {
        out.push_back(slack::button("digest_pause", "Pause 1 week", subscription));
        out.push_back(slack::button("digest_change", "Change time", subscription));
    } else {
        out.push_back(slack::button("digest_subscribe", "Subscribe…", "", slack::Style::primary));
    }
    out.push_back(slack::button("digest_csv", "Open CSV", id));
    return out;
}

bool may_open(const store::Digest& digest, std::string_view user)
{
    const bool is_channel = digest.reader.starts_with('C') || digest.reader.starts_with('G');
    return is_channel || digest.reader == user;  // who reads a channel presses its buttons
}

/// The rows that the person may see, and how many they may not.
struct Rows {
    std::vector<Record> records;
    std::size_t hidden = 0;
};

Rows rows_of(const Desk& desk, const std::vector<std::int64_t>& ids, std::string_view user,
             const store::Unit& unit)
{
    Rows out;
    for (const std::int64_t id : ids) {
        auto record = unit.records.find(id);
        if (record && may_see(desk, *record, user, unit))
            out.records.push_back(*std::move(record));
        else
            ++out.hidden;
    }
    return out;
}

std::vector<slack::Element> turns(const FigureQuery& query, std::size_t total)
{
    std::vector<slack::Element> out;
    FigureQuery other = query;
    if (query.offset > 0) {
        other.offset = std::max(0, query.offset - kPageRows);
        out.push_back(slack::button("figure_previous", "Previous", to_text(other)));
    }
    if (static_cast<std::size_t>(query.offset + kPageRows) < total) {
        other.offset = query.offset + kPageRows;
        out.push_back(slack::button("figure_next", "Next", to_text(other)));
    }
    return out;
}

/// What is behind a number, as rows.
struct Listing {
    std::size_t total = 0;   ///< rows that the person may see
    std::size_t hidden = 0;  ///< and those that they may not
    std::function<void(slack::Blocks&, std::size_t)> add;
};

Listing listing_of(const Desk& desk, const std::string& figure, Rows rows, std::string_view user,
                   const store::Unit& unit)
{
    return {rows.records.size(), rows.hidden,
            [&desk, &unit, figure, rows, reader = std::string(user)](slack::Blocks& blocks, std::size_t i) {
                const Record& record = rows.records[i];
                add_row(desk, blocks, figure, record, reader, unit);
                if (figure == "voice.rated" || figure == "voice.low")
                    blocks.context({rating_line(record)});
            }};
}

Listing listing_of(const Desk& desk, const std::string& timezone, ListedMessages listed,
                   const store::Unit& unit)
{
    return {listed.messages.size(), listed.hidden,
            [&desk, &unit, timezone, listed](slack::Blocks& blocks, std::size_t i) {
                blocks.section(message_row(desk, listed.messages[i], timezone, unit));
            }};
}

slack::Modal modal_of(const Desk& desk, const FigureQuery& query, const Listing& rows,
                      const std::string& note)
{
    const std::size_t total = rows.total;
    const std::string label = figure_label(desk, query.figure);
    slack::Modal modal;
    modal.callback_id = "figure";
    modal.title = shortened(label, 24);
    modal.close = "Close";
    modal.blocks.section("*" + slack::escaped(label) + "* · " + std::to_string(total + rows.hidden));
    modal.blocks.context({note});
    const std::size_t first = std::min(static_cast<std::size_t>(query.offset), total);
    const std::size_t last = std::min(first + kPageRows, total);
    for (std::size_t i = first; i < last; ++i) rows.add(modal.blocks, i);
    if (total > static_cast<std::size_t>(kPageRows))
        modal.blocks.context({"Showing " + std::to_string(first + 1) + " to " + std::to_string(last) +
                              " of " + std::to_string(total)});
    if (rows.hidden > 0)
        modal.blocks.context(
            {(total > 0 ? "and " : "") + std::to_string(rows.hidden) + " that you may not see"});
    modal.blocks.actions("turn", turns(query, total));
    return modal;
}

}  // namespace

Saying digest_message(const Desk& desk, const store::Digest& digest, const Numbers& numbers,
                      const store::Unit& unit)
{
    const Wording wording{Wording::Style::slack, digest.timezone};
    Saying out;
    out.text = digest_title(digest);
    out.blocks.header(out.text);
    const std::string footnote = digest_footnote(desk, digest, wording);
    out.text += "\n" + footnote;
    out.blocks.context({footnote});
    std::size_t index = 0;
    for (const DigestSection& section : digest_sections(desk, digest, numbers, wording, unit)) {
        const std::string text = joined(section.lines, "\n");
        out.text += "\n" + text;
        out.blocks.section(text);
        add_numbers(out.blocks, digest.id, section, index++);
    }
    out.blocks.actions("digest", acts_on(digest));
    return out;
}

std::string to_text(const FigureQuery& query)
{
    return pack({{"digest", query.digest == kOfHome ? std::string(kHomeWord) : std::to_string(query.digest)},
                 {"figure", query.figure},
                 {"offset", std::to_string(query.offset)}});
}

FigureQuery figure_query(std::string_view text)
{
    Attributes carried = unpack(text);
    const auto offset = std::clamp<std::int64_t>(whole_number(carried["offset"]), 0, kOffsetMost);
    const std::string& digest = carried["digest"];
    return {digest == kHomeWord ? kOfHome : whole_number(digest), carried["figure"],
            static_cast<int>(offset)};
}

Result<slack::Modal> figure_modal(const Desk& desk, const FigureQuery& query, std::string_view user,
                                  const store::Unit& unit)
{
    if (query.digest == 0) {
        const auto ids = sla_records(desk, query.figure, user, unit);
        if (!ids)
            return ids.error();
        return modal_of(desk, query,
                        listing_of(desk, query.figure, rows_of(desk, *ids, user, unit), user, unit),
                        "As of " + slack::date(unit.now, zone_of(desk, user, unit)));
    }
    if (query.digest == kOfHome) {
        const auto counted = store::HomeFiguresTable(unit.db).of(user);
        if (!counted || !oversees(desk, user, unit))
            return Error(Errc::not_found,
                         "These figures are not there any more. Please press Refresh in the Home.");
        return modal_of(
            desk, query,
            listing_of(desk, query.figure,
                       rows_of(desk, numbers_from(counted->numbers).records(query.figure), user, unit), user,
                       unit),
            "As of " + slack::date(counted->as_of, zone_of(desk, user, unit)));
    }
    const auto digest = unit.digests.find(query.digest);
    if (!digest)
        return Error(Errc::not_found, "This digest is not stored any more. `/desk digest` makes a new one.");
    if (!may_open(*digest, user))
        return Error(Errc::forbidden, "This digest was made for somebody else. `/desk digest` makes yours.");
    const DigestBasis basis = basis_of(*digest);
    const Listing rows =
        lists_messages(query.figure)
            ? listing_of(desk, digest->timezone, messages_of(desk, basis, query.figure, user, unit), unit)
            : listing_of(desk, query.figure,
                         rows_of(desk, numbers_from(digest->numbers).records(query.figure), user, unit), user,
                         unit);
    return modal_of(
        desk, query, rows,
        slack::escaped(basis.period.label()) + ", as of " + slack::date(digest->as_of, digest->timezone));
}

}  // namespace deskbell::kernel
