#include "handlers/kernel/knowledge/suggestions.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/evidence/erasure.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/knowledge/entries.hpp"
#include "handlers/kernel/knowledge/known_issues.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/setup/outsiders.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "store/text_query.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

using Suggestions = std::vector<Suggestion>;

constexpr std::size_t kTextShown = 300;
constexpr int kSolvedLookedAt = 10;  // some are private, or say nothing

store::RecordFilter known_issues_of(const std::string& inbox)
{
    store::RecordFilter filter;
    filter.visible.everything = true;  // what is shown of them was written for everybody
    filter.is_known_issue = true;
    filter.inboxes = {inbox};
    filter.categories = {"new", "active", "waiting_requester", "on_hold"};
    filter.limit = static_cast<int>(kSuggestionsMost);
    return filter;
}

Suggestion from_known_issue(const Record& record)
{
    return {Suggestion::Kind::known_issue, record.id, record.at(kKnownIssue), ""};
}

Suggestion from_entry(const Desk& desk, const store::KnowledgeEntry& entry, std::string_view person,
                      const std::string& inbox_key, const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(inbox_key);
    const EntryNames names{name_of(unit, person), "your ticket", "the team",
                           inbox == nullptr ? std::string() : inbox->name};
    return {Suggestion::Kind::entry, entry.id, entry.title, filled(entry.text, names)};
}

std::string solution_of(const Record& record)
{
    return record.has("resolution_note") ? record.at("resolution_note") : record.at("fulfilment_note");
}

Suggestion from_solved(const Desk& desk, const Record& record)
{
    return {Suggestion::Kind::solved, record.id, desk.number_of(record) + " " + record.at(attr::kTitle),
            solution_of(record)};
}

/// An agent answered, so that the note is more than the requester's "it went away".
bool is_solution(const Desk& desk, const Record& record, std::string_view person, const store::Unit& unit)
{
    const auto category = parse_category(record.at(attr::kCategory));
    return (category == Category::resolved || category == Category::closed) && !record.has(attr::kPrivate) &&
           !record.has(kSelfServed) && !record.has(kErasedAt) && record.has(attr::kFirstResponseAt) &&
           !solution_of(record).empty() && may_see(desk, record, person, unit);
}

void add_known(const store::RecordFilter& filter, std::int64_t besides, const store::Unit& unit,
               Suggestions& out)
{
    for (const Record& record : unit.records.list(filter).records) {
        const Suggestion found = from_known_issue(record);
        if (record.id != besides && out.size() < kSuggestionsMost &&
            std::ranges::find(out, found) == out.end())
            out.push_back(found);
    }
}

void add_entries(const Desk& desk, const Question& question, const store::Unit& unit, Suggestions& out)
{
    store::KnowledgeFilter filter;
    filter.inboxes = {question.inbox};
    filter.kinds = {std::string(kArticle), std::string(kKnownError)};
    filter.live_on = today(desk, unit);
    filter.words = store::alike(question.words);
    filter.limit = static_cast<int>(kSuggestionsMost);
    if (filter.words.empty())
        return;
    for (const store::KnowledgeEntry& entry : unit.knowledge.list(filter).entries)
        if (out.size() < kSuggestionsMost)
            out.push_back(from_entry(desk, entry, question.person, question.inbox, unit));
}

void add_solved(const Desk& desk, const Question& question, const store::Unit& unit, Suggestions& out)
{
    store::RecordFilter filter;
    filter.visible = visibility_of(desk, question.person, unit);
    filter.inboxes = {question.inbox};
    filter.categories = {"resolved", "closed"};
    filter.alike = question.words;
    filter.limit = kSolvedLookedAt;
    for (const Record& record : unit.records.list(filter).records)
        if (out.size() < kSuggestionsMost && record.id != question.besides &&
            is_solution(desk, record, question.person, unit)) {
            note_shown(desk, record, question.person, unit);
            out.push_back(from_solved(desk, record));
        }
}

std::string_view letter_of(Suggestion::Kind kind)
{
    if (kind == Suggestion::Kind::known_issue)
        return "k";
    return kind == Suggestion::Kind::entry ? "e" : "s";
}

std::string name_of(const Suggestion& suggestion)
{
    return std::string(letter_of(suggestion.kind)) + std::to_string(suggestion.id);
}

std::string_view sign_of(Suggestion::Kind kind)
{
    if (kind == Suggestion::Kind::known_issue)
        return ":rotating_light: Known issue: ";
    return kind == Suggestion::Kind::entry ? ":books: " : ":white_check_mark: ";
}

void add_one(const Suggestion& suggestion, const std::string& ticket, slack::Blocks& blocks)
{
    const std::string name = name_of(suggestion);
    const std::string value = pack({{"suggestion", name}, {"ticket", ticket}});
    const bool is_open = suggestion.kind == Suggestion::Kind::known_issue;
    const std::string text = shortened(suggestion.text, kTextShown);
    blocks.section(std::string(sign_of(suggestion.kind)) + "*" + slack::escaped(suggestion.title) + "*" +
                   (is_open        ? "\nThe team works on it."
                    : text.empty() ? ""
                                   : "\n" + slack::escaped(text)));
    std::vector<slack::Element> buttons;
    buttons.push_back(is_open ? slack::button("suggest_me_too", "Me too", value)
                              : slack::button("suggest_solved", "This solved it", value));
    if (utf16_length(suggestion.text) > kTextShown)
        buttons.push_back(slack::button("suggest_read", "Read all", value));
    blocks.actions("suggest:" + name, buttons);
}

}  // namespace

std::vector<Suggestion> suggestions_for(const Desk& desk, const Question& question, const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(question.inbox);
    if (inbox == nullptr || !inbox->suggest || trimmed(question.words).empty() ||
        is_outsider(unit, question.person))  // what a team knows was written for its own people
        return {};
    Suggestions out;
    store::RecordFilter known = known_issues_of(question.inbox);
    known.alike = question.words;
    known.is_loosely = true;
    add_known(known, question.besides, unit, out);
    add_entries(desk, question, unit, out);
    add_solved(desk, question, unit, out);
    // What else is broken now fills the places that are left, but stops nobody by itself.
    if (!out.empty())
        add_known(known_issues_of(question.inbox), question.besides, unit, out);
    return out;
}

void add_suggestions(const std::vector<Suggestion>& suggestions, const std::string& ticket,
                     slack::Blocks& blocks)
{
    if (suggestions.empty())
        return;
    blocks.section(ticket.empty() ? "*Is it one of these?*"
                                  : "*Is it one of these?* " + ticket + " is with the team in any case.");
    for (const Suggestion& suggestion : suggestions) add_one(suggestion, ticket, blocks);
    if (!ticket.empty())
        blocks.actions("suggest_keep",
                       {slack::button("suggest_keep", "Keep it", pack({{"ticket", ticket}}))});
}

Result<Picked> picked(const Desk& desk, std::string_view value, std::string_view person,
                      const store::Unit& unit)
{
    Attributes carried = unpack(value);
    const std::string name = carried["suggestion"];
    const std::int64_t id = whole_number(name.empty() ? "" : std::string_view(name).substr(1));
    Picked out{{}, carried["ticket"], {}};
    const auto entry = name.starts_with('e') ? unit.knowledge.find(id) : std::nullopt;
    if (entry && !entry->is_retired && entry->kind != kCanned) {
        out.inbox = entry->inbox;
        out.suggestion = from_entry(desk, *entry, person, entry->inbox, unit);
        return out;
    }
    const auto record = name.starts_with('k') || name.starts_with('s') ? unit.records.find(id) : std::nullopt;
    if (record && name.starts_with('k') && is_known_issue(*record))
        out.suggestion = from_known_issue(*record);
    else if (record && name.starts_with('s') && is_solution(desk, *record, person, unit))
        out.suggestion = from_solved(desk, *record);
    else
        return Error(Errc::not_found,
                     "This suggestion is not valid any more. Your ticket is not touched by it.");
    out.inbox = record->at(attr::kInbox);
    return out;
}

}  // namespace deskbell::kernel
