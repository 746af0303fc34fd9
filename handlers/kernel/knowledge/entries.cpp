#include "handlers/kernel/knowledge/entries.hpp"

#include "handlers/domain/local_time.hpp"
#include "handlers/domain/number.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/people.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::size_t kDayLength = 10;           // "2026-11-23"
constexpr std::string_view kSomebody = "there";  // "Hello there": whose name is not known yet

/// The text that stands for a variable, or null.
const std::string* value_of(std::string_view name, const EntryNames& names)
{
    if (name == "requester")
        return &names.requester;
    if (name == "number")
        return &names.number;
    if (name == "agent")
        return &names.agent;
    return name == "inbox" ? &names.inbox : nullptr;
}

}  // namespace

std::string today(const Desk& desk, const store::Unit& unit)
{
    return local_rfc3339(unit.now, desk.settings().timezone).substr(0, kDayLength);
}

std::string_view kind_of_entry(std::string_view kind)
{
    if (kind == kCanned)
        return "Ready answer";
    return kind == kKnownError ? "Known error" : "Article";
}

bool may_edit(const Desk& desk, const store::KnowledgeEntry& entry, std::string_view user,
              const store::Unit& unit)
{
    return entry.inbox.empty() ? !inboxes_of(desk, user, unit).empty()
                               : is_agent(desk, entry.inbox, user, unit);
}

Result<store::KnowledgeEntry> entry_for_agent(const Desk& desk, std::string_view id, std::string_view user,
                                              const store::Unit& unit)
{
    auto entry = unit.knowledge.find(whole_number(id));
    if (!entry)
        return Error(Errc::not_found, "This entry is not there any more.");
    if (!may_edit(desk, *entry, user, unit))
        return Error(Errc::forbidden, "Only the agents of its inbox work on this entry.");
    return *std::move(entry);
}

std::vector<store::KnowledgeEntry> entries_for(const Desk& desk, std::string_view inbox,
                                               std::vector<std::string> kinds, int limit,
                                               const store::Unit& unit)
{
    store::KnowledgeFilter filter;
    filter.inboxes = {std::string(inbox)};
    filter.kinds = std::move(kinds);
    filter.live_on = today(desk, unit);
    filter.limit = limit;
    return unit.knowledge.list(filter).entries;
}

EntryNames names_for(const Desk& desk, const Record& record, std::string_view agent, const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const std::string requester = name_of(unit, record.at(attr::kRequester));
    const std::string team = inbox == nullptr ? std::string() : inbox->name;
    const bool hides_agents = inbox != nullptr && inbox->hides_agents;
    return {requester.empty() ? std::string(kSomebody) : requester, desk.number_of(record),
            hides_agents ? team : name_of(unit, agent), team};
}

std::string filled(std::string_view text, const EntryNames& names)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find('{', at);
        const std::size_t close = text.find('}', open);
        if (open == std::string_view::npos || close == std::string_view::npos)
            return out + std::string(text.substr(at));
        const std::string* value = value_of(text.substr(open + 1, close - open - 1), names);
        // A brace that opens no variable stays, and what follows it may still open one.
        const std::size_t end = value == nullptr ? open + 1 : close + 1;
        out += text.substr(at, open - at);
        out += value == nullptr ? std::string_view("{") : std::string_view(*value);
        at = end;
    }
    return out;
}

}  // namespace deskbell::kernel
