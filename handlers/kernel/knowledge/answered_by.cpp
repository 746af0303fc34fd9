#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/bulk/resolving.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/knowledge/entries.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>

/// A solution can name the entry that it follows: what is known, and how often it is needed.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kAnsweredBy = "knowledge_entry";  // attribute of the record: the entry's id

bool applies_to(const store::KnowledgeEntry& entry, const Record& record)
{
    return entry.kind != kCanned && (entry.inbox.empty() || entry.inbox == record.at(attr::kInbox));
}

void add_menu(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit,
              slack::Modal& modal)
{
    if (resolving_form(desk.process_of(record), modal.callback_id) == nullptr ||
        !is_agent(desk, record.at(attr::kInbox), user, unit))
        return;
    std::vector<slack::Choice> choices;
    for (const store::KnowledgeEntry& entry :
         entries_for(desk, record.at(attr::kInbox), {std::string(kArticle), std::string(kKnownError)},
                     static_cast<int>(slack::kOptionsMax), unit))
        choices.push_back({std::to_string(entry.id), shortened(entry.title, slack::kOptionTextMax)});
    if (!choices.empty())
        modal.blocks.input(kAnsweredBy, "Knowledge", slack::menu(kAnsweredBy, "Choose", choices), true,
                           "The entry that says how it is solved, if there is one.");
}

Result<void> take_choice(const Desk& desk, const Record& record, const slack::ViewState& form,
                         Attributes& values, const Act&, store::Unit& unit)
{
    const auto chosen = form.values.find(kAnsweredBy);
    if (resolving_form(desk.process_of(record), form.callback_id) == nullptr || chosen == form.values.end() ||
        chosen->second.text.empty())
        return {};
    const auto entry = unit.knowledge.find(whole_number(chosen->second.text));
    if (!entry || entry->is_retired || !applies_to(*entry, record))
        return Error(Errc::invalid_input, "This entry is not there any more. Please choose another, or none.",
                     std::string(kAnsweredBy));
    values[std::string(kAnsweredBy)] = std::to_string(entry->id);
    unit.knowledge.count_use(entry->id);
    return {};
}

std::string card_line(const Desk&, const Record& record, const store::Unit& unit)
{
    const auto entry =
        record.has(kAnsweredBy) ? unit.knowledge.find(whole_number(record.at(kAnsweredBy))) : std::nullopt;
    return entry ? ":books: As *" + slack::escaped(entry->title) + "* says" : "";
}

}  // namespace

extern const Feature kAnsweredByKnowledge;
const Feature kAnsweredByKnowledge{
    .key = "answered_by", .card_line = card_line, .form_inputs = add_menu, .take_part = take_choice};

}  // namespace deskbell::kernel
