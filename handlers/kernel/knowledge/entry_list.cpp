#include "handlers/kernel/knowledge/entry_list.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/knowledge/entries.hpp"
#include "handlers/kernel/knowledge/entry_form.hpp"
#include "handlers/kernel/knowledge/review.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "store/text_query.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr int kRows = 10;
constexpr int kOffsetMost = 100'000;
constexpr int kVersionsShown = 5;
constexpr std::size_t kWordsKept = 500;  // of a search, in a button's value
constexpr std::chrono::days kServedWithin{30};

/// Which page of which entries, as a button carries it.
struct Look {
    std::string words;
    int offset = 0;
};

std::string to_text(const Look& look)
{
    return pack({{"words", shortened(look.words, kWordsKept)}, {"offset", std::to_string(look.offset)}});
}

Look look_from(std::string_view text)
{
    Attributes carried = unpack(text);
    const auto offset = std::clamp<std::int64_t>(whole_number(carried["offset"]), 0, kOffsetMost);
    return {carried["words"], static_cast<int>(offset)};
}

std::string inbox_name(const Desk& desk, const store::KnowledgeEntry& entry)
{
    const InboxSettings* inbox = desk.settings().inbox(entry.inbox);
    return inbox == nullptr ? "every inbox" : slack::escaped(inbox->name);
}

std::string review_fact(const Desk& desk, const store::KnowledgeEntry& entry, const store::Unit& unit)
{
    if (entry.review_on.empty())
        return "no review";
    if (entry.is_due_on(today(desk, unit)))
        return ":warning: review was due on " + entry.review_on + ", not suggested";
    return "review on " + entry.review_on;
}

std::string row_of(const Desk& desk, const store::KnowledgeEntry& entry, const store::Unit& unit)
{
    return "*" + slack::escaped(entry.title) + "*\n" +
           joined({std::string(kind_of_entry(entry.kind)), inbox_name(desk, entry),
                   review_fact(desk, entry, unit),
                   "used " + std::to_string(entry.used) + ", helped " + std::to_string(entry.helped)},
                  " · ");
}

store::KnowledgePage page_of(const Desk& desk, const Look& look, std::string_view user,
                             const store::Unit& unit)
{
    store::KnowledgeFilter filter;
    filter.inboxes = inboxes_of(desk, user, unit);
    filter.words = store::every_word(look.words);
    filter.limit = kRows;
    filter.offset = look.offset;
    if (!trimmed(look.words).empty() && filter.words.empty())
        return {};
    return unit.knowledge.list(filter);
}

void add_turns(const Look& look, const store::KnowledgePage& page, slack::Blocks& blocks)
{
    std::vector<slack::Element> turns;
    if (look.offset > 0)
        turns.push_back(slack::button("knowledge_previous", "Previous",
                                      to_text({look.words, std::max(0, look.offset - kRows)})));
    if (look.offset + kRows < page.total)
        turns.push_back(slack::button("knowledge_next", "Next", to_text({look.words, look.offset + kRows})));
    blocks.actions("turn", turns);
}

slack::Modal list_modal(const Desk& desk, const Look& look, std::string_view user, const store::Unit& unit)
{
    const store::KnowledgePage page = page_of(desk, look, user, unit);
    slack::Modal modal;
    modal.callback_id = "knowledge";
    modal.title = "Knowledge";
    modal.close = "Close";
    modal.blocks.actions("new", {slack::button("knowledge_new", "New entry", "", slack::Style::primary)});
    modal.blocks.section((trimmed(look.words).empty() ? "*What your inboxes know*"
                                                      : "*With the words* " + slack::escaped(look.words)) +
                         " · " + std::to_string(page.total));
    if (page.entries.empty())
        modal.blocks.context(
            {trimmed(look.words).empty()
                 ? "Nothing yet. A solved ticket is a good beginning: More, Save as knowledge."
                 : "No entry has these words. Try fewer words."});
    for (const store::KnowledgeEntry& entry : page.entries)
        modal.blocks.section("entry:" + std::to_string(entry.id), row_of(desk, entry, unit),
                             slack::button("knowledge_open", "Open", std::to_string(entry.id)));
    add_turns(look, page, modal.blocks);
    const auto served =
        unit.knowledge.count_self_served("", unit.now - kServedWithin, unit.now + std::chrono::seconds{1});
    modal.blocks.context({counted(static_cast<std::size_t>(served), "time") +
                          " in the last 30 days a suggestion was enough."});
    return modal;
}

Result<void> must_be_agent(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    if (!inboxes_of(desk, user, unit).empty())
        return {};
    return Error(Errc::forbidden,
                 "What a team knows is written down by its agents: the members of an inbox's agent channel. "
                 "When you ask with `/ticket`, you are shown what fits.");
}

Answer open_list(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act& act,
                 store::Unit& unit)
{
    if (auto allowed = must_be_agent(desk, act.actor, unit); !allowed)
        return allowed.error();
    if (lower(said.rest) == "new")
        return slack::Reply::open(entry_form(desk, {}, "", act.actor, unit));
    return slack::Reply::open(list_modal(desk, {said.rest, 0}, command.actor.user, unit));
}

Answer turn(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (auto allowed = must_be_agent(desk, act.actor, unit); !allowed)
        return allowed.error();
    const slack::Modal modal = list_modal(desk, look_from(click.value.text), act.actor, unit);
    return click.view ? slack::Reply::update(modal, click.view->id, click.view->hash)
                      : slack::Reply::open(modal);
}

Answer open_new(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (auto allowed = must_be_agent(desk, act.actor, unit); !allowed)
        return allowed.error();
    return show_modal(click, entry_form(desk, {}, "", act.actor, unit));
}

Answer open_entry(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto entry = entry_for_agent(desk, click.value.text, act.actor, unit);
    if (!entry)
        return entry.error();
    return show_modal(click, entry_modal(desk, *entry, unit));
}

Answer open_edit(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto entry = entry_for_agent(desk, click.value.text, act.actor, unit);
    if (!entry)
        return entry.error();
    return show_modal(click, entry_form(desk, *entry, "", act.actor, unit));
}

/// Retired entries are found by nobody; their versions stay. Pressing again brings it back.
Answer retire(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto entry = entry_for_agent(desk, click.value.text, act.actor, unit);
    if (!entry)
        return entry.error();
    entry->is_retired = click.action_id == "knowledge_retire";
    unit.knowledge.save(*entry, act.actor, unit.now);
    arm_review(desk, *entry, unit);
    if (!click.view)
        return say_to_clicker(click, "Done.", unit);
    return slack::Reply::update(entry_modal(desk, *entry, unit), click.view->id, click.view->hash);
}

constexpr std::array kVerbs{
    Verb{"/desk", "knowledge", "knowledge vpn", "what your inboxes know; also *new*", open_list, true}};
constexpr std::array kButtons{
    Button{"knowledge_open", true, open_entry}, Button{"knowledge_edit", true, open_edit},
    Button{"knowledge_new", true, open_new},    Button{"knowledge_previous", true, turn},
    Button{"knowledge_next", true, turn},       Button{"knowledge_retire", false, retire},
    Button{"knowledge_revive", false, retire},
};

}  // namespace

slack::Modal entry_modal(const Desk& desk, const store::KnowledgeEntry& entry, const store::Unit& unit)
{
    const std::string id = std::to_string(entry.id);
    slack::Modal modal;
    modal.callback_id = "knowledge_shown";
    modal.title = kind_of_entry(entry.kind);
    modal.close = "Close";
    modal.blocks.section("*" + slack::escaped(entry.title) + "*" +
                         (entry.is_retired ? "  :no_entry: retired, found by nobody" : ""));
    add_text(modal.blocks, slack::escaped(entry.text));
    if (!entry.phrases.empty())
        modal.blocks.context({"Also asked as: " + slack::escaped(entry.phrases)});
    modal.blocks.context({"For " + inbox_name(desk, entry) + " · owner " + shown(unit, entry.owner) + " · " +
                              review_fact(desk, entry, unit),
                          "used " + counted(static_cast<std::size_t>(entry.used), "time") + " by agents, " +
                              counted(static_cast<std::size_t>(entry.helped), "person", "people") +
                              " needed nothing else"});
    std::vector<std::string> changes;
    for (const store::KnowledgeVersion& version : unit.knowledge.versions(entry.id, kVersionsShown))
        changes.push_back("version " + std::to_string(version.version) + " by " +
                          shown(unit, version.changed_by) + ", " +
                          slack::date(version.changed_at, desk.settings().timezone) +
                          (version.is_retired ? " (retired)" : ""));
    modal.blocks.context({joined(changes, "\n")});
    modal.blocks.actions("knowledge", {slack::button("knowledge_edit", "Edit", id),
                                       entry.is_retired ? slack::button("knowledge_revive", "Bring back", id)
                                                        : slack::button("knowledge_retire", "Retire", id)});
    return modal;
}

extern const Feature kKnowledge;
const Feature kKnowledge{.key = "knowledge", .buttons = kButtons, .verbs = kVerbs};

}  // namespace deskbell::kernel
