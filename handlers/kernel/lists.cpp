#include "handlers/kernel/lists.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

using Order = store::RecordFilter::Order;

constexpr std::size_t kTitleInList = 80;
constexpr int kOffsetMost = 100'000;
constexpr std::chrono::hours kPressingWithin{24};

/// A list as data: heading, what an empty one says, and what it selects.
struct ListKind {
    std::string_view name;
    std::string_view heading;
    std::string_view when_empty;
    std::array<std::string_view, 4> categories;  ///< "" ends them
    Order order;
    bool is_mine;        ///< only what the person asked for
    bool is_held;        ///< only what the person is the assignee of
    bool is_unassigned;  ///< only what nobody has
};

constexpr std::array kKinds{
    ListKind{"queue",
             "Queue",
             "The queue is empty. Well done.",
             {"new", "active", "waiting_requester", "on_hold"},
             Order::due,
             false,
             false,
             false},
    ListKind{"held",
             "Assigned to you",
             "Nothing is assigned to you.",
             {"new", "active", "waiting_requester", "on_hold"},
             Order::due,
             false,
             true,
             false},
    ListKind{"unassigned",
             "Unassigned",
             "Every ticket has somebody.",
             {"new", "active", "waiting_requester", "on_hold"},
             Order::due,
             false,
             false,
             true},
    ListKind{"pressing",
             "Due soon or late",
             "No promise is late or due within a day.",
             {"new", "active", "waiting_requester", "on_hold"},
             Order::due,
             false,
             false,
             false},
    ListKind{"waiting",
             "Waiting",
             "Nothing waits for anybody.",
             {"waiting_requester", "on_hold", "", ""},
             Order::due,
             false,
             false,
             false},
    ListKind{"decide",
             "Waiting for your decision",
             "Nothing waits for your decision.",
             {"new", "active", "waiting_requester", "on_hold"},
             Order::oldest,
             false,
             false,
             false},
    ListKind{"mine",
             "Your open tickets",
             "You have no open tickets. Raise one with `/ticket`.",
             {"new", "active", "waiting_requester", "on_hold"},
             Order::newest,
             true,
             false,
             false},
    ListKind{"solved",
             "Solved or closed",
             "Nothing yet.",
             {"resolved", "closed", "", ""},
             Order::newest,
             true,
             false,
             false},
    ListKind{"find",
             "Found",
             "Nothing that you may see has these words. Try fewer words.",
             {"", "", "", ""},
             Order::newest,
             false,
             false,
             false},
};

const ListKind* kind_of(std::string_view name)
{
    const auto it = std::ranges::find(kKinds, name, &ListKind::name);
    return it == kKinds.end() ? nullptr : &*it;
}

/// Takes "status:open", "inbox:it", "from:<@U1>" out of the words of a search.
void read_search(const Desk& desk, std::string_view text, store::RecordFilter& filter)
{
    std::vector<std::string> rest;
    for (const std::string& word : words(text)) {
        const std::size_t colon = word.find(':');
        const std::string key = lower(word.substr(0, colon));
        const std::string value = colon == std::string::npos ? "" : word.substr(colon + 1);
        if (key == "status" && value == "open")
            filter.categories = {"new", "active", "waiting_requester", "on_hold"};
        else if (key == "status" && parse_category(value))
            filter.categories = {value};
        else if (key == "inbox" && desk.settings().inbox(value) != nullptr)
            filter.inboxes = {value};
        else if (key == "from" && !slack::mentioned_user(value).empty())
            filter.requester = slack::mentioned_user(value);
        else
            rest.push_back(word);
    }
    filter.words = joined(rest, " ");
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

}  // namespace

store::RecordPage page_of(const Desk& desk, const ListQuery& query, std::string_view user,
                          const store::Unit& unit)
{
    store::RecordFilter filter;
    filter.visible = visibility_of(desk, user, unit);
    filter.limit = kPageRows;
    filter.offset = query.offset;
    const ListKind* kind = kind_of(query.name);
    if (kind == nullptr) {
        filter.processes = {query.name};
        return unit.records.list(filter);
    }
    filter.order = kind->order;
    for (const std::string_view category : kind->categories)
        if (!category.empty())
            filter.categories.emplace_back(category);
    if (query.name == "find")
        read_search(desk, query.words, filter);
    else if (kind->is_mine)
        filter.requester = user;
    else if (kind->is_held)
        filter.assignee = user;
    else if (query.name == "decide")
        filter.awaits_decision = true;
    else if (query.name == "pressing")
        filter.due_before = unit.now + kPressingWithin;
    else {
        // An agent's lists are about their inboxes, not about what they asked for themselves elsewhere.
        filter.inboxes = inboxes_of(desk, user, unit);
        if (filter.inboxes.empty())
            return {};
    }
    if (kind->is_unassigned)
        filter.assignee = "-";
    return unit.records.list(filter);
}

std::string row_text(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const Process& process = desk.process_of(record);
    const State* state = process.state(record.at(attr::kState));
    std::vector<std::string> facts{state == nullptr ? record.at(attr::kState) : std::string(state->label)};
    if (record.has(attr::kPriority))
        facts.push_back(record.at(attr::kPriority));
    if (process.is_ticket())
        facts.push_back(record.has(attr::kAssignee) ? shown(unit, record.at(attr::kAssignee)) : "nobody yet");
    if (!record.has(attr::kResolvedAt))
        if (const std::string left = time_left(desk, record, unit); !left.empty())
            facts.push_back(left);
    if (const auto due = record.time(attr::kNextDue); due && !record.has(attr::kResolvedAt))
        facts.push_back("due " + slack::date(*due, desk.settings().timezone));
    const std::string lock = record.has(attr::kPrivate) ? ":lock: " : "";
    return lock + "*" + desk.number_of(record) + "* " +
           slack::escaped(shortened(record.at(attr::kTitle), kTitleInList)) + "\n" + joined(facts, " · ");
}

void add_row(const Desk& desk, slack::Blocks& blocks, std::string_view list, const Record& record,
             const store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    blocks.section(std::string(list) + ":" + number, row_text(desk, record, unit),
                   slack::button("open", "Open", number));
}

void add_list(const Desk& desk, slack::Blocks& blocks, const ListQuery& query, const store::RecordPage& page,
              const store::Unit& unit, bool with_all)
{
    const auto total = static_cast<std::size_t>(page.total);
    blocks.section("*" + heading_of(desk, query) + "* · " + std::to_string(total));
    if (page.records.empty()) {
        blocks.context({empty_text(query)});
        return;
    }
    for (const Record& record : page.records) add_row(desk, blocks, query.name, record, unit);
    if (with_all && page.total > kPageRows)
        blocks.actions("all:" + query.name,
                       {slack::button("list", "Show all " + std::to_string(total), to_text(query))});
}

slack::Reply list_reply(const Desk& desk, const ListQuery& query, std::string_view user,
                        const store::Unit& unit)
{
    const store::RecordPage page = page_of(desk, query, user, unit);
    slack::Blocks blocks;
    add_list(desk, blocks, query, page, unit, true);
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
    add_list(desk, modal.blocks, query, page, unit, false);
    std::vector<slack::Element> turns;
    ListQuery other = query;
    if (query.offset > 0) {
        other.offset = std::max(0, query.offset - kPageRows);
        turns.push_back(slack::button("list_previous", "Previous", to_text(other)));
    }
    if (query.offset + kPageRows < page.total) {
        other.offset = query.offset + kPageRows;
        turns.push_back(slack::button("list_next", "Next", to_text(other)));
    }
    if (!page.records.empty())
        modal.blocks.context({"Showing " + std::to_string(query.offset + 1) + " to " +
                              std::to_string(query.offset + static_cast<int>(page.records.size())) + " of " +
                              std::to_string(page.total)});
    modal.blocks.actions("turn", turns);
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
