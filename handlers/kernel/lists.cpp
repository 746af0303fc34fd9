#include "handlers/kernel/lists.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/list_kind.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTitleInList = 80;
constexpr int kOffsetMost = 100'000;

/// Who has to act next, for the requester.
std::string turn_of(const Desk& desk, const Record& record, std::string_view reader, const store::Unit& unit)
{
    if (record.at(attr::kCategory) == to_text(Category::waiting_requester))
        return "*your answer is needed*";
    if (record.has(attr::kAssignee))
        return Names::for_reader(desk, record, reader, unit)(record.at(attr::kAssignee)) + " has to act";
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    return inbox == nullptr ? std::string() : slack::escaped(inbox->name) + " has to act";
}

std::string heading_of(const Desk& desk, const ListQuery& query)
{
    if (const ListKind* kind = kind_of(query.name))
        return std::string(kind->heading);
    const Process* process = desk.process(query.name);
    return process == nullptr ? "Records" : std::string(process->plural);
}

std::string empty_text(const ListQuery& query)
{
    const ListKind* kind = kind_of(query.name);
    return kind == nullptr ? "There is none yet." : std::string(kind->when_empty);
}

bool may_select(const Desk& desk, const ListQuery& query, const store::RecordPage& page,
                std::string_view user, const store::Unit& unit)
{
    const ListKind* kind = kind_of(query.name);
    const Process* process = desk.process(query.name);
    const bool is_for_work = kind != nullptr ? kind->is_for_work : process != nullptr && process->is_ticket();
    return is_for_work && !page.records.empty() && !inboxes_of(desk, user, unit).empty();
}

slack::Element select_button(const ListQuery& query)
{
    return slack::button("bulk_select", "Select…", to_text(query));
}

/// "11 to 20 of 23".
std::string showing(const ListQuery& query, const store::RecordPage& page)
{
    return std::to_string(query.offset + 1) + " to " +
           std::to_string(query.offset + static_cast<int>(page.records.size())) + " of " +
           std::to_string(page.total);
}

/// Previous and Next, where there is one; `prefix` begins the names of the buttons.
std::vector<slack::Element> turns(const ListQuery& query, const store::RecordPage& page,
                                  const std::string& prefix)
{
    std::vector<slack::Element> out;
    ListQuery other = query;
    if (query.offset > 0) {
        other.offset = std::max(0, query.offset - query.rows);
        out.push_back(slack::button(prefix + "previous", "Previous", to_text(other)));
    }
    if (query.offset + query.rows < page.total) {
        other.offset = query.offset + query.rows;
        out.push_back(slack::button(prefix + "next", "Next", to_text(other)));
    }
    return out;
}

void add_rows(const Desk& desk, slack::Blocks& blocks, const ListQuery& query, const store::RecordPage& page,
              std::string_view user, const store::Unit& unit)
{
    if (page.records.empty())
        blocks.context({empty_text(query)});
    for (const Record& record : page.records) add_row(desk, blocks, query.name, record, user, unit);
}

}  // namespace

namespace {

/// The row with the state in the words of whoever reads it.
std::string row_with(const Desk& desk, const Record& record, const std::string& state,
                     std::string_view reader, const store::Unit& unit)
{
    note_shown(desk, record, reader, unit);
    const Process& process = desk.process_of(record);
    std::vector<std::string> facts{slack::escaped(state)};
    if (record.has(attr::kPriority))
        facts.push_back(record.at(attr::kPriority));
    if (process.is_ticket())
        facts.push_back(record.has(attr::kAssignee)
                            ? Names::for_reader(desk, record, reader, unit)(record.at(attr::kAssignee))
                            : "nobody yet");
    if (!record.has(attr::kResolvedAt))
        if (const std::string left = time_left(desk, record, unit); !left.empty())
            facts.push_back(left);
    if (const auto due = record.time(attr::kNextDue); due && !record.has(attr::kResolvedAt))
        facts.push_back("due " + slack::date(*due, desk.settings().timezone));
    const std::string lock = record.has(attr::kPrivate) ? ":lock: " : "";
    return lock + "*" + desk.number_of(record) + "* " +
           slack::escaped(shortened(record.at(attr::kTitle), kTitleInList)) + "\n" + joined(facts, " · ");
}

}  // namespace

std::string row_text(const Desk& desk, const Record& record, std::string_view reader, const store::Unit& unit)
{
    return row_with(desk, record, state_label(desk, record), reader, unit);
}

void add_row(const Desk& desk, slack::Blocks& blocks, std::string_view list, const Record& record,
             std::string_view reader, const store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    const ListKind* kind = kind_of(list);
    const bool is_of_requester =
        kind != nullptr && (kind->whose == Whose::requested || kind->whose == Whose::followed);
    std::string text = row_with(
        desk, record, is_of_requester ? state_label_for_requester(desk, record) : state_label(desk, record),
        reader, unit);
    if (list == "mine")
        if (const std::string turn = turn_of(desk, record, reader, unit); !turn.empty())
            text += " · " + turn;
    blocks.section(std::string(list) + ":" + number, text, slack::button("open", "Open", number));
}

void add_list(const Desk& desk, slack::Blocks& blocks, const ListQuery& query, const store::RecordPage& page,
              std::string_view user, const store::Unit& unit, bool with_all)
{
    const auto total = static_cast<std::size_t>(page.total);
    blocks.section("*" + heading_of(desk, query) + "* · " + std::to_string(total));
    add_rows(desk, blocks, query, page, user, unit);
    if (with_all && page.total > query.rows)
        blocks.actions("all:" + query.name,
                       {slack::button("list", "Show all " + std::to_string(total), to_text(query))});
}

void add_page(const Desk& desk, slack::Blocks& blocks, const ListQuery& query, const store::RecordPage& page,
              std::string_view user, const store::Unit& unit)
{
    blocks.section("*" + heading_of(desk, query) + "* · " + std::to_string(page.total) +
                   (page.total > query.rows ? " · " + showing(query, page) : ""));
    add_rows(desk, blocks, query, page, user, unit);
    auto buttons = turns(query, page, "home_page_");
    if (may_select(desk, query, page, user, unit))
        buttons.push_back(select_button(query));
    blocks.actions("pages:" + query.name, buttons);
}

slack::Reply list_reply(const Desk& desk, const ListQuery& query, std::string_view user,
                        const store::Unit& unit)
{
    const store::RecordPage page = page_of(desk, query, user, unit);
    slack::Blocks blocks;
    add_list(desk, blocks, query, page, user, unit, true);
    if (may_select(desk, query, page, user, unit))
        blocks.actions("select:" + query.name, {select_button(query)});
    return slack::Reply::message(heading_of(desk, query) + ": " + std::to_string(page.total), blocks);
}

slack::Modal list_modal(const Desk& desk, const ListQuery& query, std::string_view user,
                        const store::Unit& unit)
{
    const store::RecordPage page = page_of(desk, query, user, unit);
    slack::Modal modal;
    modal.callback_id = "list";
    modal.title = shortened(heading_of(desk, query), 24);
    modal.close = "Close";
    add_list(desk, modal.blocks, query, page, user, unit, false);
    if (!page.records.empty())
        modal.blocks.context({"Showing " + showing(query, page)});
    auto buttons = turns(query, page, "list_");
    if (may_select(desk, query, page, user, unit))
        buttons.push_back(select_button(query));
    modal.blocks.actions("turn", buttons);
    return modal;
}

std::string to_text(const ListQuery& query)
{
    return pack({{"name", query.name},
                 {"words", shortened(query.words, 500)},
                 {"offset", std::to_string(query.offset)}});
}

ListQuery list_query(std::string_view text)
{
    Attributes carried = unpack(text);
    const auto offset = std::clamp<std::int64_t>(whole_number(carried["offset"]), 0, kOffsetMost);
    return {carried["name"], carried["words"], static_cast<int>(offset)};
}

}  // namespace deskbell::kernel
