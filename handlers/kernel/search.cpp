#include "handlers/kernel/search.hpp"

#include "handlers/domain/local_time.hpp"
#include "handlers/domain/number.hpp"
#include "handlers/domain/tags.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kNoInbox = "-";  // no inbox has this key
constexpr std::int64_t kAgoMost = 1000;     // hours, days, weeks or months

/// What the value of a filter is read with.
struct Reading {
    const Desk& desk;
    std::string_view user;
    const store::Unit& unit;
    std::string value;
};

using Filter = store::RecordFilter;

/// One filter: what comes before the colon, and what its value may be.
struct FilterKind {
    std::string_view key, values;
    bool (*read)(const Reading& in, Filter& out);
};

/// What people call a state, and the categories that it means.
struct Status {
    std::string_view word;
    std::array<std::string_view, 4> categories;  ///< "" ends them
};
constexpr std::array kStatuses{
    Status{"open", {"new", "active", "waiting_requester", "on_hold"}},
    Status{"new", {"new"}},
    Status{"active", {"active"}},
    Status{"waiting", {"waiting_requester"}},
    Status{"waiting_requester", {"waiting_requester"}},
    Status{"hold", {"on_hold"}},
    Status{"on_hold", {"on_hold"}},
    Status{"solved", {"resolved"}},
    Status{"resolved", {"resolved"}},
    Status{"closed", {"closed"}},
    Status{"cancelled", {"void"}},
    Status{"void", {"void"}},
};

/// "At the supplier" and what people type for it: "at-the-supplier".
std::string as_typed(std::string_view name)
{
    std::string out = lower(name);
    for (char& c : out) c = c == ' ' || c == '_' ? '-' : c;
    return out;
}

/// A name of an inbox's own finds what is of its category, in every inbox.
bool read_state_name(const Reading& in, Filter& out)
{
    bool is_found = false;
    for (const InboxSettings& inbox : in.desk.settings().inboxes)
        for (const auto& [category, name] : inbox.names.states)
            if (as_typed(name) == as_typed(in.value)) {
                out.categories.emplace_back(to_text(category));
                is_found = true;
            }
    return is_found;
}

bool read_status(const Reading& in, Filter& out)
{
    const auto it = std::ranges::find(kStatuses, lower(in.value), &Status::word);
    if (it == kStatuses.end())
        return read_state_name(in, out);
    for (const std::string_view category : it->categories)
        if (!category.empty())
            out.categories.emplace_back(category);
    return true;
}

std::string person_in(const Reading& in)
{
    return lower(in.value) == "me" ? std::string(in.user) : slack::mentioned_user(in.value);
}

bool read_from(const Reading& in, Filter& out)
{
    out.requester = person_in(in);
    return !out.requester.empty();
}

bool read_assignee(const Reading& in, Filter& out)
{
    const std::string word = lower(in.value);
    out.assignee = word == "nobody" || word == "none" ? "-" : person_in(in);
    return !out.assignee.empty();
}

bool read_inbox(const Reading& in, Filter& out)
{
    const bool is_as_typed = in.desk.settings().inbox(in.value) != nullptr;
    out.inboxes.push_back(is_as_typed ? in.value : lower(in.value));
    return in.desk.settings().inbox(out.inboxes.back()) != nullptr;
}

bool read_process(const Reading& in, Filter& out)
{
    std::string prefix = in.value;
    std::ranges::transform(prefix, prefix.begin(), [](unsigned char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : static_cast<char>(c);
    });
    const Process* by_key = in.desk.process(lower(in.value));
    const Process* process = by_key != nullptr ? by_key : in.desk.process_of_prefix(prefix);
    if (process != nullptr)
        out.processes.emplace_back(process->key);
    return process != nullptr;
}

bool read_priority(const Reading& in, Filter& out)
{
    const std::string word = lower(in.value);
    const auto priority =
        word.size() == 2 && word[0] == 'p' ? parse_priority("P" + word.substr(1)) : std::optional<Priority>();
    if (priority)
        out.priorities.emplace_back(to_text(*priority));
    return priority.has_value();
}

bool read_tag(const Reading& in, Filter& out)
{
    const auto tag = parse_tag(in.value);
    if (tag)
        out.tags.push_back(*tag);
    return static_cast<bool>(tag);
}

bool read_is(const Reading& in, Filter& out)
{
    out.is_private = lower(in.value) == "private";
    return out.is_private;
}

/// "2w" ago, or a date on the searcher's wall clock.
std::optional<UtcTime> instant_in(const Reading& in)
{
    const std::string word = lower(in.value);
    const auto digits = static_cast<std::size_t>(
        std::ranges::find_if(word, [](char c) { return c < '0' || c > '9'; }) - word.begin());
    if (digits > 0 && digits + 1 == word.size()) {
        const std::int64_t n = whole_number(word);
        const std::string_view units = "hdwm";
        static constexpr std::array kHours{1, 24, 7 * 24, 30 * 24};
        const std::size_t which = units.find(word.back());
        if (which == std::string_view::npos || n < 1 || n > kAgoMost)
            return std::nullopt;
        return in.unit.now - std::chrono::hours{n * kHours.at(which)};
    }
    const auto date = parse_time(word + "T00:00", zone_of(in.desk, in.user, in.unit));
    return date ? std::optional(*date) : std::nullopt;
}

bool read_since(const Reading& in, Filter& out)
{
    out.raised_from = instant_in(in);
    return out.raised_from.has_value();
}

bool read_before(const Reading& in, Filter& out)
{
    out.raised_before = instant_in(in);
    return out.raised_before.has_value();
}

constexpr std::array kFilters{
    FilterKind{"status",
               "open, new, active, waiting, hold, solved, closed or cancelled, or what your inbox calls it: "
               "at-the-supplier",
               read_status},
    FilterKind{"from", "@name or me", read_from},
    FilterKind{"assignee", "@name, me or nobody", read_assignee},
    FilterKind{"inbox", "the key of an inbox, as `/desk inboxes` shows it", read_inbox},
    FilterKind{"process", "incident or request, or INC or REQ", read_process},
    FilterKind{"priority", "P1, P2, P3 or P4", read_priority},
    FilterKind{"tag", "a tag like vpn", read_tag},
    FilterKind{"is", "private", read_is},
    FilterKind{"since", "2w (also h, d, m for months) or a date like 2026-11-01", read_since},
    FilterKind{"before", "2w (also h, d, m for months) or a date like 2026-11-01", read_before},
};

Error unknown_filter(const std::string& key)
{
    std::vector<std::string> known, shown;
    for (const FilterKind& kind : kFilters) {
        known.emplace_back(kind.key);
        shown.push_back(std::string(kind.key) + ":");
    }
    const std::string near = nearest(key, known);
    return Error(Errc::invalid_input, "I do not know the filter `" + key + ":`." +
                                          (near.empty() ? "" : " Did you mean `" + near + ":`?") +
                                          " There are " + joined(shown, " ") +
                                          " Words with a colon in them belong in quotes.");
}

/// Tags are the team's: a search by one finds nothing outside of the inboxes whose agent the person is, not
/// even their own tickets.
Result<void> keep_to_own_inboxes(const Desk& desk, std::string_view user, const store::Unit& unit,
                                 Filter& out)
{
    if (out.tags.empty() || user.empty() || has_role(desk, "auditor", user, unit))
        return {};
    std::vector<std::string> own = inboxes_of(desk, user, unit);
    if (!out.inboxes.empty())
        std::erase_if(own, [&](const std::string& inbox) {
            return std::ranges::find(out.inboxes, inbox) == out.inboxes.end();
        });
    if (own.empty())
        return Error(Errc::forbidden, "Tags are for the agents of an inbox. Search without `tag:`.");
    out.inboxes = std::move(own);
    return {};
}

/// Where agents answer as a team, "assignee:@Ana" would tell who has what: those inboxes are left out for who
/// does not learn it.
void keep_unnamed(const Desk& desk, std::string_view user, const store::Unit& unit, Filter& out)
{
    if (out.assignee.empty() || out.assignee == "-" || out.assignee == user || user.empty() ||
        has_role(desk, "auditor", user, unit))
        return;
    const bool is_anywhere = out.inboxes.empty();
    std::vector<std::string> open;
    for (const InboxSettings& inbox : desk.settings().inboxes)
        if ((!inbox.hides_agents || is_agent(desk, inbox.key, user, unit)) &&
            (is_anywhere || std::ranges::find(out.inboxes, inbox.key) != out.inboxes.end()))
            open.push_back(inbox.key);
    if (is_anywhere && open.size() == desk.settings().inboxes.size())
        return;
    if (open.empty())
        open.emplace_back(kNoInbox);
    out.inboxes = std::move(open);
}

/// The key of a word that is meant as a filter, else "": "https://..." and "10:30" are words.
std::string key_of(const SearchTerm& term)
{
    const std::size_t colon = term.text.find(':');
    if (term.is_phrase || colon == std::string::npos || colon == 0 || colon + 1 == term.text.size() ||
        term.text[colon + 1] == '/')
        return {};
    const std::string key = lower(term.text.substr(0, colon));
    const bool is_word = std::ranges::all_of(key, [](char c) { return c >= 'a' && c <= 'z'; });
    return is_word ? key : std::string();
}

}  // namespace

Result<store::RecordFilter> read_search(const Desk& desk, std::string_view text, std::string_view user,
                                        const store::Unit& unit)
{
    Filter out;
    std::vector<std::string> rest;
    for (const SearchTerm& term : search_terms(text)) {
        const std::string key = key_of(term);
        if (key.empty()) {
            rest.push_back(term.is_phrase ? "\"" + term.text + "\"" : term.text);
            continue;
        }
        const auto kind = std::ranges::find(kFilters, key, &FilterKind::key);
        if (kind == kFilters.end())
            return unknown_filter(slack::escaped(key));
        if (!kind->read({desk, user, unit, term.text.substr(key.size() + 1)}, out))
            return Error(Errc::invalid_input, "`" + key + ":` takes " + std::string(kind->values) + ".");
    }
    out.words = joined(rest, " ");
    if (auto kept = keep_to_own_inboxes(desk, user, unit, out); !kept)
        return kept.error();
    keep_unnamed(desk, user, unit, out);
    return out;
}

}  // namespace deskbell::kernel
