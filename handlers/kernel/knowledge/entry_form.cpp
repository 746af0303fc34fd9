#include "handlers/kernel/knowledge/entry_form.hpp"

#include "handlers/domain/local_time.hpp"
#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/knowledge/entries.hpp"
#include "handlers/kernel/knowledge/entry_list.hpp"
#include "handlers/kernel/knowledge/review.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kEveryInbox = "all";
constexpr std::size_t kTextMost = 2500;  // with its names filled in it fits Slack's input of 3,000
constexpr std::chrono::days kReviewAfter{180};

constexpr Field kKind{
    .name = "kind", .label = "Kind", .type = FieldType::one_of, .initial = kArticle, .options = kEntryKinds};
constexpr Field kTitle{.name = "title", .label = "Title", .max_length = 150};
constexpr Field kText{
    .name = "text",
    .label = "Text",
    .type = FieldType::long_text,
    .help = "{requester}, {number}, {agent} and {inbox} are filled in when it is used in an answer.",
    .max_length = kTextMost};
constexpr Field kPhrases{.name = "phrases",
                         .label = "Also asked as",
                         .type = FieldType::long_text,
                         .help = "Other words by which people look for it. They are not shown.",
                         .max_length = 500};
constexpr Field kOwnerField{.name = "owner",
                            .label = "Owner",
                            .type = FieldType::user,
                            .help = "Is reminded once, on the day of the review."};
constexpr Field kReviewField{.name = "review_on",
                             .label = "Review on",
                             .type = FieldType::date,
                             .help = "After that day it is not suggested until somebody has looked at it."};
constexpr Field kNothingPrivate{.name = "nothing_private",
                                .label = "I have read it: nothing private is in it",
                                .type = FieldType::yes_no};

void add_inbox(const Desk& desk, const store::KnowledgeEntry& entry, std::string_view user,
               const store::Unit& unit, slack::Blocks& blocks)
{
    std::vector<slack::Choice> choices;
    for (const std::string& key : inboxes_of(desk, user, unit))
        choices.push_back({key, desk.settings().inbox(key)->name});
    choices.push_back({std::string(kEveryInbox), "Every inbox"});
    const std::string chosen = !entry.inbox.empty() ? entry.inbox
                               : entry.id != 0      ? std::string(kEveryInbox)
                                                    : choices.front().value;
    blocks.input("inbox", "Inbox", slack::menu("inbox", "Choose", choices, chosen), false);
}

Error fault(const Field& field, std::string sentence)
{
    return {Errc::invalid_input, std::move(sentence), std::string(field.name)};
}

/// The inbox that was chosen, if it is one of the person's own.
Result<std::string> read_inbox(const Desk& desk, const slack::Values& values, std::string_view user,
                               const store::Unit& unit)
{
    const auto it = values.find("inbox");
    const std::string chosen = it == values.end() ? "" : it->second.text;
    if (chosen == kEveryInbox && !inboxes_of(desk, user, unit).empty())
        return std::string();
    if (!is_agent(desk, chosen, user, unit))
        return Error(Errc::forbidden, "Only the agents of an inbox write down what it knows.", "inbox");
    return chosen;
}

Result<void> read_entry(const Desk& desk, const slack::Values& values, std::string_view user,
                        const store::Unit& unit, store::KnowledgeEntry& entry)
{
    for (const Field* field : {&kKind, &kTitle, &kText})
        if (const std::string wrong = fault_in(*field, read_input(*field, values), true); !wrong.empty())
            return fault(*field, wrong);
    if (const std::string wrong = fault_in(kPhrases, read_input(kPhrases, values), false); !wrong.empty())
        return fault(kPhrases, wrong);
    auto inbox = read_inbox(desk, values, user, unit);
    if (!inbox)
        return inbox.error();
    entry.kind = read_input(kKind, values);
    entry.inbox = *std::move(inbox);
    entry.title = read_input(kTitle, values);
    entry.text = read_input(kText, values);
    entry.phrases = read_input(kPhrases, values);
    entry.owner = read_input(kOwnerField, values);
    entry.review_on = read_input(kReviewField, values);
    if (entry.owner.empty())
        entry.owner = user;
    if (entry.is_due_on(today(desk, unit)))
        return fault(kReviewField, "This day is over. Please choose one that is still to come, or none.");
    return {};
}

/// The entry as it was when the form was opened; refused when somebody saved it meanwhile.
Result<store::KnowledgeEntry> opened_entry(const Desk& desk, const Attributes& carried, const Act& act,
                                           const store::Unit& unit)
{
    const auto id = carried.find("entry");
    if (id == carried.end() || id->second == "0")
        return store::KnowledgeEntry();
    auto entry = entry_for_agent(desk, id->second, act.actor, unit);
    const auto version = carried.find("version");
    if (entry && version != carried.end() && whole_number(version->second) != entry->version)
        return Error(Errc::conflict,
                     "Somebody else saved this entry meanwhile. Copy your text, open it again and compare.",
                     std::string(kText.name));
    return entry;
}

/// More > Save as knowledge: of a private ticket only the solution is taken over, and the agent answers for
/// it.
Answer save_ticket(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                   store::Unit& unit)
{
    if (!is_agent(desk, record.at(attr::kInbox), act.actor, unit))
        return Error(Errc::forbidden, "Only the agents of its inbox write down what it knows.");
    const bool is_private = record.has(attr::kPrivate);
    store::KnowledgeEntry entry;
    entry.kind = kArticle;
    entry.inbox = record.at(attr::kInbox);
    entry.title = is_private ? "" : record.at(attr::kTitle);
    entry.text = record.has("resolution_note") ? record.at("resolution_note") : record.at("fulfilment_note");
    entry.owner = act.actor;
    return show_modal(click,
                      entry_form(desk, entry, is_private ? desk.number_of(record) : "", act.actor, unit));
}

/// The ticket in whose thread, on either side, the message stands.
std::optional<Record> record_of(const slack::MessageInfo& message, const store::Unit& unit)
{
    for (const std::string& ts : {message.ts, message.root_ts()})
        if (const auto known = unit.messages.find(message.channel, ts); known && known->record_id != 0)
            return unit.records.find(known->record_id);
    return unit.records.find_source(message.channel, message.root_ts());
}

bool is_offered(const Desk& desk, const Record& record, unsigned roles, const store::Unit&)
{
    return desk.process_of(record).is_ticket() && (roles & kAgent) != 0 && record.has(attr::kResolvedAt);
}

constexpr std::array kForms{Form{kEntryForm, submit_entry}};
constexpr std::array kEntries{Entry{"save_knowledge", "Save as knowledge…", true, is_offered, save_ticket}};

}  // namespace

slack::Modal entry_form(const Desk& desk, const store::KnowledgeEntry& entry, std::string_view from_private,
                        std::string_view user, const store::Unit& unit)
{
    slack::Modal modal;
    modal.callback_id = kEntryForm;
    modal.title = entry.id == 0 ? "New knowledge" : "Edit knowledge";
    modal.submit = "Save";
    modal.private_metadata = pack({{"entry", std::to_string(entry.id)},
                                   {"version", std::to_string(entry.version)},
                                   {"private", std::string(from_private)}});
    if (!from_private.empty())
        modal.blocks.section(":lock: " + std::string(from_private) +
                             " is private, and people who may not see it will read this entry. Write it so "
                             "that nobody is recognised in it.");
    add_input(modal.blocks, kKind, true, entry.kind.empty() ? kKind.initial : std::string_view(entry.kind));
    add_input(modal.blocks, kTitle, true, entry.title);
    add_input(modal.blocks, kText, true, shortened(entry.text, kTextMost));
    add_input(modal.blocks, kPhrases, false, entry.phrases);
    add_inbox(desk, entry, user, unit, modal.blocks);
    add_input(modal.blocks, kOwnerField, false, entry.owner.empty() ? user : std::string_view(entry.owner));
    const std::string later =
        local_rfc3339(unit.now + kReviewAfter, desk.settings().timezone).substr(0, today(desk, unit).size());
    add_input(modal.blocks, kReviewField, false, entry.id == 0 ? later : entry.review_on);
    if (!from_private.empty())
        add_input(modal.blocks, kNothingPrivate, true, "");
    return modal;
}

Result<slack::Reply> submit_entry(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                                  store::Unit& unit)
{
    const slack::Values& values = submission.view.values;
    const Attributes carried = unpack(submission.view.private_metadata);
    auto entry = opened_entry(desk, carried, act, unit);
    if (!entry)
        return entry.error();
    if (const auto number = carried.find("private");
        number != carried.end() && !number->second.empty() && read_input(kNothingPrivate, values).empty())
        return fault(kNothingPrivate, number->second +
                                          " is private. Please read the text once more and "
                                          "confirm that nothing private is in it.");
    if (auto read = read_entry(desk, values, act.actor, unit, *entry); !read)
        return read.error();
    entry->id == 0 ? unit.knowledge.add(*entry, act.actor, unit.now)
                   : unit.knowledge.save(*entry, act.actor, unit.now);
    arm_review(desk, *entry, unit);
    for (const std::string& person : {act.actor, entry->owner}) get_to_know(unit, person);
    return slack::Reply::replace(entry_modal(desk, *entry, unit));
}

namespace {

/// A new entry with the words of a message, for an agent of the ticket in whose thread it stands or of the
/// inbox in whose agents' channel it does.
Answer save_message(const Desk& desk, const slack::MessageShortcut& shortcut, store::Unit& unit)
{
    const slack::MessageInfo& message = shortcut.message;
    const std::string& user = shortcut.actor.user;
    const auto record = record_of(message, unit);
    const InboxSettings* inbox = record ? desk.settings().inbox(record->at(attr::kInbox))
                                        : desk.settings().inbox_of_agent_channel(message.channel);
    // The same words whether there is a ticket or not: a stranger does not learn which.
    if (inbox == nullptr || !is_agent(desk, inbox->key, user, unit))
        return Error(Errc::forbidden,
                     "Only the agents of a ticket's inbox save its messages as knowledge. Please choose a "
                     "message in the thread of one of your tickets, or in your agents' channel.");
    const bool is_private = record && record->has(attr::kPrivate);
    store::KnowledgeEntry entry;
    entry.kind = kArticle;
    entry.inbox = inbox->key;
    entry.title = record && !is_private ? record->at(attr::kTitle) : "";
    entry.text = readable(unit, message.text);
    entry.owner = user;
    return slack::Reply::open(entry_form(desk, entry, is_private ? desk.number_of(*record) : "", user, unit));
}

constexpr std::array kShortcutRows{Shortcut{.callback = "knowledge_from_message",
                                            .name = "Save as knowledge",
                                            .description = "Agents: a knowledge entry from this message",
                                            .on_message = save_message}};

}  // namespace

extern const Feature kKnowledgeForm;
const Feature kKnowledgeForm{
    .key = "knowledge_form", .forms = kForms, .shortcuts = kShortcutRows, .entries = kEntries};

}  // namespace deskbell::kernel
