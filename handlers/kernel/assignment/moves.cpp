#include "handlers/kernel/assignment/moves.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/assigning.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "handlers/kernel/transition.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr int kToldMost = 10;             ///< public words that the new agents read under their card
constexpr std::size_t kToldLength = 500;  ///< of each, UTF-16 units
constexpr std::string_view kMovedTo = "moved_to";

std::vector<slack::Choice> other_inboxes(const Desk& desk, const Record& record)
{
    std::vector<slack::Choice> out;
    for (const InboxSettings& inbox : desk.settings().inboxes)
        if (inbox.key != record.at(attr::kInbox))
            out.push_back({inbox.key, inbox.name});
    return out;
}

bool is_offered(const Desk& desk, const Record& record, unsigned roles, const store::Unit&)
{
    return (roles & kAgent) != 0 && desk.process_of(record).transition(record, "move") != nullptr &&
           !other_inboxes(desk, record).empty();
}

/// What the agents of an inbox must know of such a ticket; nothing when its form requires nothing.
std::optional<FormDefinition> required_in(const Settings& settings, std::string_view inbox,
                                          std::string_view process)
{
    const auto forms = settings.forms_for(inbox, process);
    auto needed = forms.empty() ? FormDefinition{} : required_part(*forms.front());
    return needed.fields.empty() ? std::nullopt : std::optional(std::move(needed));
}

/// The form as it is for the inbox `to`, "" while none is chosen. The new inbox's questions are asked here:
/// whoever asked is not asked twice.
slack::Modal move_form(const Desk& desk, const Record& record, const Attributes& typed)
{
    const auto get = [&](std::string_view name) {
        const auto it = typed.find(name);
        return it == typed.end() ? std::string() : it->second;
    };
    const std::string to = get(kMoveTo);
    slack::Modal modal;
    modal.callback_id = "move_ticket";
    modal.title = "Move";
    modal.submit = "Move";
    modal.private_metadata = pack({{"record", desk.number_of(record)}, {"to", to}});
    modal.blocks.context({headline(desk, record)});
    modal.blocks.input(kMoveTo, "To which inbox?",
                       slack::menu(kMoveTo, "Choose", other_inboxes(desk, record), to), false,
                       "It keeps its number, and nobody has it there yet.", !desk.settings().forms.empty());
    modal.blocks.input(kMoveReason, "Why?",
                       slack::text_input(kMoveReason, false, get(kMoveReason), {}, kMoveReasonMost), false,
                       "The requester and both teams read this.");
    if (const auto needed = required_in(desk.settings(), to, record.process)) {
        Attributes known = record.attributes;
        for (const auto& [name, value] : typed) known[name] = value;
        modal.blocks.context({"*" + slack::escaped(desk.settings().inbox(to)->name) +
                              "* needs to know this. You answer it, whoever asked is not asked again."});
        add_questions(modal.blocks, *needed, known, true);
    }
    return modal;
}

/// What was entered in it.
Attributes read_move(const Desk& desk, const Record& record, const slack::ViewState& view)
{
    Attributes out;
    for (const std::string_view name : {kMoveTo, kMoveReason}) {
        const auto it = view.values.find(name);
        out[std::string(name)] = it == view.values.end() ? "" : trimmed(cleaned(it->second.text));
    }
    if (const auto needed = required_in(desk.settings(), out[std::string(kMoveTo)], record.process))
        out.merge(read_answers(*needed, view.values, true));
    return out;
}

Answer open_form(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                 store::Unit& unit)
{
    if (!allowed(desk, record, "move", roles_of(desk, record, act.actor, unit)))
        return Error(Errc::forbidden, "Only the agents of its inbox can move " + desk.number_of(record) +
                                          ", while it is open.");
    return show_modal(click, move_form(desk, record, {}));
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    auto record = record_in(desk, submission.view, act.actor, unit);
    if (!record)
        return record.error();
    Attributes values = read_move(desk, *record, submission.view);
    const bool was_asked = unpack(submission.view.private_metadata)["to"] == values[std::string(kMoveTo)];
    if (!was_asked && required_in(desk.settings(), values[std::string(kMoveTo)], record->process))
        return slack::Reply::replace(move_form(desk, *record, values));
    if (auto done = perform(desk, *record, "move", std::move(values), act, unit); !done)
        return done.error();
    return slack::Reply::clear();
}

Answer redraw_form(const Desk& desk, const slack::BlockAction& change, const Act& act, store::Unit& unit)
{
    const auto record = record_in(desk, *change.view, act.actor, unit);
    if (!record)
        return record.error();
    if (!allowed(desk, *record, "move", roles_of(desk, *record, act.actor, unit)))
        return Error(Errc::forbidden, "Only the agents of its inbox can move it.");
    return slack::Reply::update(move_form(desk, *record, read_move(desk, *record, *change.view)),
                                change.view->id, change.view->hash);
}

/// The old card stays as a sign for who looks for the ticket; it says no more than where it is.
void leave_sign(const Desk& desk, const Record& record, const Act& act, store::Unit& unit)
{
    const auto card = unit.messages.find(record.id, "card");
    if (!card)
        return;
    Saying saying;
    saying.text = desk.number_of(record) + " moved to " + slack::escaped(record.at(kMovedTo)) + " by " +
                  shown(unit, act.actor) + ": " + slack::escaped(record.at(kMoveReason));
    saying.blocks.section(":arrow_right: " + saying.text);
    edit(unit, card->id, saying);
}

/// What the requester and the former agents said, under the new card. Notes stay where they were written.
void tell_story(const Desk& desk, const Record& record, std::int64_t card, const std::string& channel,
                store::Unit& unit)
{
    const auto said = unit.comments.of(record.id, false, kToldMost);
    std::string text = "*Moved here:* " + slack::escaped(record.at(kMoveReason));
    for (const store::Comment& comment : said)
        if (!comment.is_deleted)
            text += "\n" + slack::quoted(shown(unit, comment.author) + ": " +
                                         slack::escaped(shortened(comment.text, kToldLength)));
    Saying saying;
    saying.text = desk.number_of(record) + " was moved here.";
    add_text(saying.blocks, text);
    post(unit, {0, record.id, "notice", channel, "", 0}, saying, card,
         "story:" + std::to_string(record.id) + ":" + std::to_string(record.version));
}

constexpr std::array kEntries{Entry{"move", "Move…", true, is_offered, open_form}};
constexpr std::array kForms{Form{"move_ticket", submit, redraw_form}};

}  // namespace

Result<void> may_move(const Step& step)
{
    const InboxSettings* inbox = step.settings.inbox(step.value(kMoveTo));
    if (inbox == nullptr || inbox->key == step.record.at(attr::kInbox))
        return Error(Errc::invalid_input, "Please choose another inbox of this desk.", std::string(kMoveTo));
    const std::string& reason = step.value(kMoveReason);
    if (!step.values.contains(kMoveReason) || trimmed(reason).empty())
        return Error(Errc::invalid_input, "Please say why, so that the requester and the new team know.",
                     std::string(kMoveReason));
    if (utf16_length(reason) > kMoveReasonMost)
        return Error(Errc::invalid_input,
                     "Please shorten this to " + std::to_string(kMoveReasonMost) + " characters.",
                     std::string(kMoveReason));
    const auto needed = required_in(step.settings, inbox->key, step.record.process);
    if (!needed)
        return {};
    Attributes answers = step.values;
    answers.insert(step.record.attributes.begin(), step.record.attributes.end());
    return check_answers(*needed, answers, true, true);
}

void move(Step& step)
{
    const InboxSettings& inbox = *step.settings.inbox(step.value(kMoveTo));
    step.values[std::string(attr::kInbox)] = inbox.key;
    step.values[std::string(kMovedTo)] = inbox.name;
    if (const auto forms = step.settings.forms_for(inbox.key, step.record.process); !forms.empty()) {
        keep_version(*forms.front(), step.unit);
        step.values[std::string(kFormVersions)] = with_version(step.record, forms.front()->version);
    }
    for (const std::string_view name : {kMoveTo, attr::kAssignee, kRoutedBy, kFreeFrom})
        step.values[std::string(name)].clear();
    resume(step);
}

Result<void> hand_to_inbox(const Desk& desk, const Record& record, const Act& act, store::Unit& unit)
{
    const InboxSettings& inbox = *desk.settings().inbox(record.at(attr::kInbox));
    leave_sign(desk, record, act, unit);
    const std::int64_t place =
        post(unit, {0, record.id, "card", inbox.agent_channel, "", 0},
             card(desk, record, unit, kEveryone | kAgent), 0,
             "card:" + std::to_string(record.id) + ":" + std::to_string(record.version));
    tell_story(desk, record, place, inbox.agent_channel, unit);
    return {};
}

extern const Feature kMoves;
const Feature kMoves{.key = "moves", .forms = kForms, .entries = kEntries};

}  // namespace deskbell::kernel
