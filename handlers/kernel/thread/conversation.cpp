#include "handlers/kernel/thread/conversation.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/afterwards.hpp"
#include "handlers/kernel/thread/shared_files.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "handlers/kernel/thread/undo_window.hpp"
#include "handlers/kernel/thread/waiting.hpp"
#include "handlers/kernel/transition.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>
#include <set>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kPublicPrefix = ">>";
/// What begins so is a note, also where plain messages are answers.
constexpr std::array<std::string_view, 3> kNotePrefixes{":lock:", "🔒", "//"};

/// Copies words to the other side under a line that says who wrote them and who can read them.
void copy(const Record& record, std::string_view channel, std::int64_t thread, const Saying& saying,
          std::int64_t twin, std::string_view kind, store::Unit& unit)
{
    post(unit, {0, record.id, "copy", std::string(channel), "", twin}, saying, thread,
         event_key(record, kind));
}

void keep(store::Unit& unit, Record& record, const Act& act, std::string_view kind, const std::string& text,
          std::int64_t typed, std::vector<Change> changes = {})
{
    write(unit, record, act, kind, std::move(changes), text);
    unit.comments.insert({0, record.id, act.actor, kind == "note" ? "note" : "public", text, act.at, typed});
}

/// The first public word of an agent is the first response. Words can arrive in another order than they were
/// said.
std::vector<Change> first_response(const Record& record, UtcTime at)
{
    const auto known = record.time(attr::kFirstResponseAt);
    if (known && *known <= at)
        return {};
    return {*change(record, attr::kFirstResponseAt, rfc3339(at))};
}

void to_agents(const Desk& desk, const Record& record, const std::string& text, const std::string& label,
               std::int64_t twin, std::string_view kind, store::Unit& unit)
{
    if (kind != "note" && is_one_thread(desk, record, unit))
        return;
    if (const auto card = unit.messages.find(record.id, "card"))
        copy(record, card->channel, card->id, copied_words(text, label), twin, kind, unit);
}

std::vector<slack::FileInfo> files_of(const slack::MessageInfo* source)
{
    return source == nullptr ? std::vector<slack::FileInfo>() : source->files;
}

void files_to_agents(const Desk& desk, const Record& record, const std::vector<slack::FileInfo>& files,
                     const Act& act, store::Unit& unit)
{
    const auto card = unit.messages.find(record.id, "card");
    if (card && !is_one_thread(desk, record, unit))
        share_files(desk, record, files, {card->channel, card->id, shown(unit, act.actor)}, unit);
}

/// What is said in public after an approver's question goes under the approver's card as well.
void to_askers(const Desk& desk, const Record& record, const std::string& text, const Act& act,
               std::int64_t twin, store::Unit& unit)
{
    const auto approval = unit.approvals.pending(record.id);
    if (!approval)
        return;
    const auto copies = unit.approvals.copies(approval->id);
    std::set<std::string> told;  // reminders are copies too: the newest one of each reader
    for (auto card = copies.rbegin(); card != copies.rend(); ++card) {
        const auto seat = unit.approvals.seat(card->seat_id);
        const auto root = unit.messages.find(card->message);
        if (!root || !seat || !seat->has_asked || seat->state != "asked" || !told.insert(card->reader).second)
            continue;
        copy(record, root->channel, root->id,
             copied_words(text, "*" + Names::for_reader(desk, record, card->reader, unit)(act.actor) +
                                    "* writes · " + desk.number_of(record)),
             twin, "to_asker:" + std::to_string(root->id), unit);
    }
}

}  // namespace

std::string with_files(std::string text, const slack::MessageInfo* source)
{
    if (source == nullptr)
        return text;
    for (const slack::FileInfo& file : source->files)
        text += (text.empty() ? "" : "\n") + std::string("[file: ") + file.name + "] " + file.permalink;
    return text;
}

Saying copied_words(const std::string& text, const std::string& label)
{
    Saying saying;
    saying.text = slack::escaped(text);
    saying.blocks.context({label});
    add_text(saying.blocks, slack::escaped(text));
    return saying;
}

bool is_for_requester(const Desk& desk, const Record& record, std::string_view text, const store::Unit& unit)
{
    if (text.starts_with(kPublicPrefix))
        return true;
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    return inbox != nullptr && inbox->is_plain_public && !is_one_thread(desk, record, unit) &&
           std::ranges::none_of(kNotePrefixes, [&](std::string_view sign) { return text.starts_with(sign); });
}

std::string public_words(const std::string& text)
{
    return text.starts_with(kPublicPrefix) ? trimmed(text.substr(kPublicPrefix.size())) : text;
}

std::int64_t take_in(const Record& record, const slack::MessageInfo* source, store::Unit& unit)
{
    if (source == nullptr)
        return 0;
    return unit.messages.insert({0, record.id, "typed", source->channel, source->ts, 0, source->root_ts()});
}

void give_answer(const Desk& desk, Record& record, const AgentsWords& said, const Act& act, store::Unit& unit)
{
    keep(unit, record, act, kAgentWord, said.text, said.typed, first_response(record, act.at));
    settle_clocks(desk, record, "answer", unit);
    if (!said.is_there && requester_thread(record, unit) != 0) {
        Saying saying = copied_words(said.text, label_of_answer(desk, record, act.actor, unit));
        speak_as(desk, record, act.actor, unit, saying);
        copy(record, requester_channel(record, unit), requester_thread(record, unit), saying, said.typed,
             "reply", unit);
        share_files(desk, record, said.files,
                    {requester_channel(record, unit), requester_thread(record, unit),
                     shown_to_requester(desk, record, act.actor, unit)},
                    unit);
    }
    to_agents(desk, record, said.text, label_for_agents(act.actor, true, unit), said.typed, "replied", unit);
    if (said.is_there)
        files_to_agents(desk, record, said.files, act, unit);
    to_askers(desk, record, said.text, act, said.typed, unit);
    redraw(desk, record, unit);
}

Result<void> reply(const Desk& desk, Record& record, const std::string& words_said, const Act& act,
                   store::Unit& unit, const slack::MessageInfo* source)
{
    const std::string text = with_files(words_said, source);
    if (trimmed(text).empty())
        return Error(Errc::invalid_input, "Please write what the requester should read.", "text");
    const auto root = unit.messages.find(requester_thread(record, unit));
    // A message typed in the requester's own thread is there already.
    const bool is_there = root && source != nullptr && source->channel == root->channel;
    give_answer(desk, record, {text, take_in(record, source, unit), is_there, files_of(source)}, act, unit);
    return wait_after_answer(desk, record, act, unit);
}

Result<void> keep_note(const Desk& desk, Record& record, const std::string& text, std::int64_t typed,
                       const Act& act, store::Unit& unit)
{
    if (!is_agent(desk, record.at(attr::kInbox), act.actor, unit))
        return Error(Errc::forbidden,
                     "Only the agents of its inbox can write notes on " + desk.number_of(record) + ".");
    keep(unit, record, act, "note", text, typed);
    return {};
}

Result<void> note(const Desk& desk, Record& record, const std::string& words_said, const Act& act,
                  store::Unit& unit, const slack::MessageInfo* source)
{
    const std::string text = with_files(words_said, source);
    if (trimmed(text).empty())
        return Error(Errc::invalid_input, "Please write the note.", "text");
    const std::int64_t twin = take_in(record, source, unit);
    if (auto kept = keep_note(desk, record, text, twin, act, unit); !kept)
        return kept;
    if (source == nullptr)
        to_agents(desk, record, text, ":memo: *" + shown(unit, act.actor) + "* · note, agents only", twin,
                  "note", unit);
    return {};
}

Result<void> requester_says(const Desk& desk, Record& record, const std::string& words_said, const Act& act,
                            store::Unit& unit, const slack::MessageInfo* source)
{
    const std::string text = with_files(words_said, source);
    if (trimmed(text).empty())
        return Error(Errc::invalid_input, "Please write something to add.", "text");
    const std::int64_t twin = take_in(record, source, unit);
    keep(unit, record, act, kRequesterWord, text, twin);
    settle_clocks(desk, record, "question", unit);
    if (source != nullptr && is_courtesy_after(record, *source, act)) {
        acknowledge(twin, unit);
        return {};
    }
    to_agents(desk, record, text, label_for_agents(act.actor, false, unit), twin, "said", unit);
    files_to_agents(desk, record, files_of(source), act, unit);
    to_askers(desk, record, text, act, twin, unit);
    const unsigned roles = roles_of(desk, record, act.actor, unit);
    if (record.at(attr::kCategory) == to_text(Category::waiting_requester) &&
        allowed(desk, record, "resume", roles))
        return perform(desk, record, "resume", {}, act, unit);
    return source == nullptr ? Result<void>() : follow_words(desk, record, text, twin, act, unit);
}

Result<void> approver_asks(const Desk& desk, Record& record, const std::string& words_said, const Act& act,
                           store::Unit& unit, const slack::MessageInfo* source)
{
    const std::string text = with_files(words_said, source);
    if (trimmed(text).empty())
        return Error(Errc::invalid_input, "Please write your question.", "text");
    const std::int64_t twin = take_in(record, source, unit);
    keep(unit, record, act, "approval_question", text, twin);
    const auto label = [&](const Names& name) {
        return ":grey_question: *" + name(act.actor) + "* is asked to approve " + desk.number_of(record) +
               " and has a question";
    };
    const Names for_requester = Names::for_requester(desk.settings(), record, unit);
    if (const std::int64_t thread = requester_thread(record, unit); thread != 0)
        copy(record, requester_channel(record, unit), thread, copied_words(text, label(for_requester)), twin,
             "asks", unit);
    to_agents(desk, record, text, label(Names::for_agents(record, unit)) + " · visible to the requester",
              twin, "asked", unit);
    return {};
}

}  // namespace deskbell::kernel
