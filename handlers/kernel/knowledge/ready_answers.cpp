#include "handlers/kernel/knowledge/ready_answers.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/knowledge/entries.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "store/text_query.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kMenu = "ready_answer";
constexpr std::string_view kTextBlock = "text";
constexpr std::string_view kFilledIn = "ready";  // what the form carries: the entry whose text it shows
constexpr std::string_view kReplyForm = "reply";
constexpr int kListed = 5;  // by /ticket canned; each with its text
constexpr std::size_t kTextListed = 600;

std::string chosen_in(const slack::ViewState& form, std::string_view name)
{
    const auto it = form.values.find(name);
    return it == form.values.end() ? std::string() : it->second.text;
}

std::vector<slack::Choice> choices_of(const std::vector<store::KnowledgeEntry>& entries)
{
    std::vector<slack::Choice> out;
    for (const store::KnowledgeEntry& entry : entries)
        out.push_back({std::to_string(entry.id), shortened(entry.title, slack::kOptionTextMax)});
    return out;
}

/// The most used first; Slack lets people search in a menu by typing.
std::vector<slack::Choice> ready_answers(const Desk& desk, const Record& record, const store::Unit& unit)
{
    return choices_of(entries_for(desk, record.at(attr::kInbox), {std::string(kCanned)},
                                  static_cast<int>(slack::kOptionsMax), unit));
}

void add_menu(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit,
              slack::Modal& modal)
{
    if (modal.callback_id != kReplyForm || !is_agent(desk, record.at(attr::kInbox), user, unit))
        return;
    const auto choices = ready_answers(desk, record, unit);
    if (choices.empty())
        return;
    const std::string filled_in = unpack(modal.private_metadata)[std::string(kFilledIn)];
    modal.blocks.input(kMenu, "Ready answer", slack::menu(kMenu, "Choose", choices, filled_in), true,
                       filled_in.empty() ? "Its text comes into the reply, where you can still change it."
                                         : "Its text is in the reply above. Another one is added below it.",
                       true);
}

/// A ready answer that was sent counts as used, however much of it was changed.
Result<void> count_use(const Desk& desk, const Record& record, const slack::ViewState& form, Attributes&,
                       const Act& act, store::Unit& unit)
{
    const std::string id = chosen_in(form, kMenu);
    if (form.callback_id != kReplyForm || id.empty())
        return {};
    const auto entry = unit.knowledge.find(whole_number(id));
    if (entry && entry->kind == kCanned && is_agent(desk, record.at(attr::kInbox), act.actor, unit))
        unit.knowledge.count_use(entry->id);
    return {};
}

/// What was typed stays above; a text that is there already is not put there twice.
std::string with_text(const std::string& typed, const std::string& ready)
{
    const std::string before = trimmed(typed);
    if (before.empty() || before.find(ready) != std::string::npos)
        return before.empty() ? ready : before;
    return before + "\n\n" + ready;
}

/// A name that the block did not have before.
std::string other_block(const std::string& block)
{
    return std::string(kTextBlock) +
           std::to_string(whole_number(std::string_view(block).substr(kTextBlock.size())) + 1);
}

void add_canned(const Desk& desk, const store::KnowledgeEntry& entry, slack::Blocks& blocks)
{
    const InboxSettings* inbox = desk.settings().inbox(entry.inbox);
    blocks.section("*" + slack::escaped(entry.title) + "*\n" +
                   slack::quoted(slack::escaped(shortened(entry.text, kTextListed))));
    blocks.context({(inbox == nullptr ? "Every inbox" : slack::escaped(inbox->name)) + " · used " +
                    counted(static_cast<std::size_t>(entry.used), "time")});
}

/// For people who are no agents the words are a request like any other.
Answer list_canned(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act& act,
                   store::Unit& unit)
{
    store::KnowledgeFilter filter;
    filter.inboxes = inboxes_of(desk, act.actor, unit);
    if (filter.inboxes.empty() && command.command == "/ticket")
        return raise_from_command(desk, command, command.text, act, unit);
    if (filter.inboxes.empty())
        return Error(Errc::forbidden,
                     "Ready answers are for agents: the members of an inbox's agent channel.");
    filter.kinds = {std::string(kCanned)};
    filter.live_on = today(desk, unit);
    filter.words = store::every_word(said.rest);
    filter.limit = kListed;
    const store::KnowledgePage page = unit.knowledge.list(filter);
    const std::string heading = "Ready answers: " + std::to_string(page.total);
    slack::Blocks blocks;
    blocks.section("*" + heading + "*");
    for (const store::KnowledgeEntry& entry : page.entries) add_canned(desk, entry, blocks);
    blocks.context({page.entries.empty()
                        ? "None fits. Write one with `/desk knowledge new`."
                        : "In the form *Reply* of a ticket the menu *Ready answer* fills one in. More: "
                          "`/desk knowledge`."});
    return slack::Reply::message(heading, blocks);
}

constexpr std::array kVerbs{
    Verb{"/ticket", "canned", "canned password", "ready answers (agents)", list_canned, true, false},
    Verb{"/desk", "canned", "canned password", "ready answers of your inboxes", list_canned, true, false},
};

}  // namespace

std::string answer_block(const slack::ViewState& form)
{
    const auto it = std::ranges::find_if(
        form.values, [](const auto& value) { return value.first.starts_with(kTextBlock); });
    return it == form.values.end() ? std::string(kTextBlock) : it->first;
}

Result<slack::Reply> redraw_reply(const Desk& desk, const slack::BlockAction& change, const Act& act,
                                  store::Unit& unit)
{
    const slack::ViewState& form = *change.view;
    const auto record = record_in(desk, form, act.actor, unit);
    if (!record)
        return record.error();
    if (!is_agent(desk, record->at(attr::kInbox), act.actor, unit))
        return Error(Errc::forbidden, "Only the agents of its inbox answer " + desk.number_of(*record) + ".");
    // While a form is redrawn its state may be that of before the click; the click says what was chosen.
    const std::string id = change.value.text.empty() ? chosen_in(form, kMenu) : change.value.text;
    const auto entry = unit.knowledge.find(whole_number(id));
    const bool is_theirs = entry && entry->kind == kCanned && !entry->is_retired &&
                           (entry->inbox.empty() || entry->inbox == record->at(attr::kInbox));
    if (!is_theirs)
        return slack::Reply::nothing();
    const std::string block = answer_block(form);
    const std::string text =
        with_text(chosen_in(form, block), filled(entry->text, names_for(desk, *record, act.actor, unit)));
    const std::string next = other_block(block);
    slack::Modal modal;
    modal.callback_id = kReplyForm;
    modal.title = "Reply";
    modal.submit = "Send";
    Attributes carried = unpack(form.private_metadata);
    carried[std::string(kFilledIn)] = id;
    modal.private_metadata = pack(carried);
    modal.blocks.context({headline(desk, *record)});
    modal.blocks.input(next, "Reply", slack::text_input(next, true, shortened(text, slack::kInputTextMax)),
                       false, "The requester reads this.");
    return slack::Reply::update(with_form_lines(desk, *record, act.actor, unit, std::move(modal)), form.id,
                                form.hash);
}

extern const Feature kReadyAnswers;
const Feature kReadyAnswers{
    .key = "ready_answers", .verbs = kVerbs, .form_inputs = add_menu, .take_part = count_use};

}  // namespace deskbell::kernel
