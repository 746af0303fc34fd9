#include "handlers/kernel/list_kind.hpp"

#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/search.hpp"

#include <algorithm>
#include <chrono>

namespace deskbell::kernel {

namespace {

using Order = store::RecordFilter::Order;

constexpr std::chrono::hours kPressingWithin{24};
constexpr std::array<std::string_view, 4> kOpen{"new", "active", "waiting_requester", "on_hold"};
constexpr std::chrono::days kSolvedShown{30};

// clang-format off
constexpr std::array kKinds{
    ListKind{"queue", "Queue", "The queue is empty. Well done.", kOpen, Order::due, Whose::inboxes, true},
    ListKind{"needs", "Needs you now", "Nothing that you have needs you now.", {"new", "active"}, Order::due,
             Whose::held, true},
    ListKind{"held", "Assigned to you", "Nothing is assigned to you.", kOpen, Order::due, Whose::held, true},
    ListKind{"unassigned", "Unassigned", "Every ticket has somebody.", kOpen, Order::due, Whose::unassigned,
             true},
    ListKind{"pressing", "Due soon or late", "No promise is late or due within a day.", kOpen, Order::due,
             Whose::late, true},
    ListKind{"waiting", "Waiting for the requester", "Nobody has to answer you.", {"waiting_requester"},
             Order::due, Whose::inboxes, true},
    ListKind{"snoozed", "On hold", "Nothing is on hold.", {"on_hold"}, Order::due, Whose::inboxes, true},
    ListKind{"decide", "Waiting for your decision", "Nothing waits for your decision.", kOpen, Order::oldest,
             Whose::awaiting},
    ListKind{"mine", "Your open tickets", "You have no open tickets. Raise one with `/ticket`.", kOpen,
             Order::newest, Whose::requested},
    ListKind{"solved", "Solved in the last 30 days", "Nothing yet.", {"resolved", "closed"}, Order::newest,
             Whose::requested},
    ListKind{"followed", "You follow", "You follow no open ticket.", kOpen, Order::newest, Whose::followed},
    ListKind{"find", "Found", "Nothing that you may see has these words. Try fewer words.", {}, Order::newest,
             Whose::searched, true},
};
// clang-format on

/// What the list selects; false when it can hold nothing for this person.
bool select(const Desk& desk, const ListKind& kind, std::string_view user, const store::Unit& unit,
            store::RecordFilter& filter)
{
    switch (kind.whose) {
        case Whose::unassigned:
            filter.assignee = "-";
            [[fallthrough]];
        case Whose::inboxes:
            // An agent's lists are about their inboxes, not about what they asked for themselves elsewhere.
            filter.inboxes = inboxes_of(desk, user, unit);
            return !filter.inboxes.empty();
        case Whose::held:
            filter.assignee = user;
            break;
        case Whose::requested:
            filter.requester = user;
            if (kind.name == "solved")
                filter.changed_from = unit.now - kSolvedShown;
            break;
        case Whose::followed:
            filter.follower = user;
            break;
        case Whose::awaiting:
            filter.awaits_decision = true;
            break;
        case Whose::late:
            filter.due_before = unit.now + kPressingWithin;
            break;
        case Whose::searched:
            break;
    }
    return true;
}

}  // namespace

const ListKind* kind_of(std::string_view name)
{
    const auto it = std::ranges::find(kKinds, name, &ListKind::name);
    return it == kKinds.end() ? nullptr : &*it;
}

store::RecordPage page_of(const Desk& desk, const ListQuery& query, std::string_view user,
                          const store::Unit& unit)
{
    store::RecordFilter filter;
    const ListKind* kind = kind_of(query.name);
    if (query.name == "find") {
        auto searched = read_search(desk, query.words, user, unit);
        if (!searched)
            return {};  // it was refused when it was typed
        filter = *std::move(searched);
    }
    filter.visible = visibility_of(desk, user, unit);
    filter.limit = query.rows;
    filter.offset = query.offset;
    if (kind == nullptr) {
        filter.processes = {query.name};
        return unit.records.list(filter);
    }
    filter.order = kind->order;
    for (const std::string_view category : kind->categories)
        if (!category.empty())
            filter.categories.emplace_back(category);
    if (!select(desk, *kind, user, unit, filter))
        return {};
    return unit.records.list(filter);
}

}  // namespace deskbell::kernel
