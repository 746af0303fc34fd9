#include "handlers/kernel/thread/privacy.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/followers.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr int kStoryMost = 10;             ///< public words that are told again in the direct message
constexpr std::size_t kStoryLength = 500;  ///< of each, UTF-16 units
constexpr int kCountedMost = 500;          ///< messages that are counted; more are "more than"
constexpr std::string_view kAskedBy = "publish_asked";  ///< the agent who asks the requester to publish
constexpr Field kStaying{.name = "staying",
                         .label = "Who may go on following it?",
                         .type = FieldType::users,
                         .help = "Everybody else who follows it is taken off."};

std::vector<std::string> listed(const std::string& list)
{
    return list.empty() ? std::vector<std::string>{} : split(list, ',');
}

/// It was raised by a message in a channel, so that others could read along.
bool is_in_channel(const Record& record)
{
    return record.has(attr::kSourceTs) && !record.at(attr::kSourceChannel).starts_with('D');
}

Result<void> may_hide(const Desk& desk, const Record& record, const Act& act, const store::Unit& unit)
{
    if ((roles_of(desk, record, act.actor, unit) & (kRequester | kAgent)) == 0)
        return Error(Errc::forbidden, "Only who asked and the agents of its inbox can make " +
                                          desk.number_of(record) + " private.");
    if (record.has(attr::kPrivate))
        return Error(Errc::conflict, desk.number_of(record) + " is private already.");
    return {};
}

/// What cannot be taken back: who could read what until now.
std::string already_public(const Desk& desk, const Record& record, std::string_view reader,
                           const store::Unit& unit)
{
    const auto said = unit.comments.of(record.id, false, kCountedMost);
    const std::string count =
        (said.size() == kCountedMost ? "more than " : "") + counted(said.size(), "message");
    const Names name = Names::for_reader(desk, record, reader, unit);
    std::vector<std::string> names;
    for (const std::string& user : listed(record.at(attr::kFollowers))) names.push_back(name(user));
    std::string out = "*What has been public already*\n• ";
    out += is_in_channel(record)
               ? "The request and " + count + " in <#" + record.at(attr::kSourceChannel) + ">."
               : "Nothing was said in a channel: " + count + " in direct messages.";
    out += "\n• " +
           (names.empty() ? std::string("Nobody follows it.") : "Followed by " + joined(names, ", ") + ".");
    return out;
}

Answer open_form(const Desk& desk, const slack::BlockAction& click, const Record& record, const Act& act,
                 store::Unit& unit)
{
    if (auto may = may_hide(desk, record, act, unit); !may)
        return may.error();
    slack::Modal modal;
    modal.callback_id = kMakePrivate;
    modal.title = "Make private";
    modal.submit = "Make private";
    modal.private_metadata = pack({{"record", desk.number_of(record)}});
    modal.blocks.context({headline(desk, record)});
    modal.blocks.section(already_public(desk, record, act.actor, unit));
    if (is_in_channel(record))
        modal.blocks.section(
            "What I wrote there goes away. What people typed there stays until they delete it themselves.");
    modal.blocks.section(
        "From now on everything is said in direct messages, and the title appears in no "
        "list, digest or search of others.");
    if (const auto shown = followers_for(desk, record, act.actor, unit); !shown.empty())
        add_input(modal.blocks, kStaying, false, joined(shown, ","));
    return show_modal(click, modal);
}

Answer open_from_menu(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                      store::Unit& unit)
{
    return open_form(desk, click, record, act, unit);
}

Answer open_from_receipt(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto record = record_of(desk, click.value.text, act.actor, unit);
    return record ? open_form(desk, click, *record, act, unit) : Answer(record.error());
}

Saying story(const Desk& desk, const Record& record, const store::Unit& unit)
{
    std::string text;
    for (const store::Comment& comment : unit.comments.of(record.id, false, kStoryMost))
        if (!comment.is_deleted)
            text += "\n" + slack::quoted(shown_to_requester(desk, record, comment.author, unit) + ": " +
                                         slack::escaped(shortened(comment.text, kStoryLength)));
    Saying out;
    if (text.empty())
        return out;
    out.text = "What was said so far about " + desk.number_of(record);
    add_text(out.blocks, "*What was said so far:*" + text);
    return out;
}

/// In the channel stays one line; the receipt, and what was said, are in the requester's direct messages.
void move_conversation(const Desk& desk, const Record& record, store::Unit& unit)
{
    Saying moved;
    moved.text = desk.number_of(record) + " has moved to a private conversation.";
    moved.blocks.section(":lock: " + moved.text);
    for (const store::Message& message : unit.messages.ours_in(record.id, record.at(attr::kSourceChannel)))
        if (message.role == "receipt") {
            unit.messages.become(message.id, "public_receipt");
            edit(unit, message.id, moved);
        } else
            take_out(unit, message);
    if (const auto source = unit.messages.find(record.id, "source"))
        unit.messages.become(source->id, "public_source");
    const std::int64_t place = post(unit, {0, record.id, "receipt", record.at(attr::kRequester), "", 0},
                                    receipt(desk, record, unit), 0, event_key(record, "private_receipt"));
    if (const Saying told = story(desk, record, unit); !told.text.empty())
        post(unit, {0, record.id, "notice", record.at(attr::kRequester), "", 0}, told, place,
             event_key(record, "private_story"));
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    auto record = record_in(desk, submission.view, act.actor, unit);
    if (!record)
        return record.error();
    if (auto may = may_hide(desk, *record, act, unit); !may)
        return may.error();
    // Nobody is added here: only those stay who follow it now, agents whom the form could not show among
    // them.
    const std::string wished = read_input(kStaying, submission.view.values);
    auto staying = listed(record->at(attr::kFollowers));
    for (const std::string& user : followers_for(desk, *record, act.actor, unit))
        if (!is_listed(wished, user))
            std::erase(staying, user);
    const bool was_in_channel = is_in_channel(*record);
    write(unit, *record, act, "made_private",
          changes_to(*record, {{std::string(attr::kPrivate), "yes"},
                               {std::string(attr::kFollowers), joined(staying, ",")}}));
    if (was_in_channel)
        move_conversation(desk, *record, unit);
    tell_agents(*record,
                ":lock: *" + shown(unit, act.actor) + "* made " + desk.number_of(*record) + " private.",
                event_key(*record, "made_private"), unit);
    redraw(desk, *record, unit);
    return slack::Reply::clear();
}

/// An agent may only ask; nothing becomes public by this.
Answer ask_to_publish(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                      store::Unit& unit)
{
    if ((roles_of(desk, record, act.actor, unit) & kAgent) == 0)
        return Error(Errc::forbidden, "Only the agents of its inbox can ask for this.");
    if (!record.has(attr::kPrivate))
        return Error(Errc::conflict, desk.number_of(record) + " is public already.");
    if (record.has(kAskedBy))
        return Error(Errc::conflict, "The requester was asked already and has not answered yet.");
    write(unit, record, act, "asked_to_publish", changes_to(record, {{std::string(kAskedBy), act.actor}}));
    const std::string number = desk.number_of(record);
    Saying saying;
    saying.text =
        shown_to_requester(desk, record, act.actor, unit) + " asks whether " + number + " may become public.";
    saying.blocks.section(":unlock: " + saying.text +
                          "\nIts title and what is said could then be found and followed by others. This "
                          "conversation stays here.");
    saying.blocks.actions("publish", {slack::button("publish_yes", "Yes, make it public", number),
                                      slack::button("publish_no", "No, keep it private", number)});
    post(unit, {0, record.id, "notice", requester_channel(record, unit), "", 0}, saying,
         requester_thread(record, unit), event_key(record, "publish"));
    redraw(desk, record, unit);  // it is not offered a second time
    return say_to_clicker(click,
                          "I asked " + shown(unit, record.at(attr::kRequester)) + ". " + number +
                              " becomes public when they say yes.",
                          unit);
}

Answer decide(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto record = record_of(desk, click.value.text, act.actor, unit);
    if (!record)
        return record.error();
    if ((roles_of(desk, *record, act.actor, unit) & kRequester) == 0)
        return Error(Errc::forbidden, "Only the person who asked can say whether it becomes public.");
    if (!record->has(attr::kPrivate) || !record->has(kAskedBy))
        return Error(Errc::conflict, "Nobody asks for this any more.");
    const bool agrees = click.action_id == "publish_yes";
    Attributes values{{std::string(kAskedBy), ""}};
    if (agrees)
        values[std::string(attr::kPrivate)] = "";
    write(unit, *record, act, agrees ? "made_public" : "kept_private", changes_to(*record, values));
    const std::string outcome = desk.number_of(*record) + (agrees ? " is public now." : " stays private.");
    Saying saying;
    saying.text = outcome;
    saying.blocks.section((agrees ? ":unlock: " : ":lock: ") + outcome);
    if (const auto asked = unit.messages.find(click.channel, click.message_ts))
        edit(unit, asked->id, saying);
    tell_agents(*record, "*" + shown(unit, act.actor) + "* was asked: " + outcome,
                event_key(*record, "publish_answer"), unit);
    redraw(desk, *record, unit);
    return shown_again(desk, click, *record, unit);
}

bool can_be_hidden(const Desk& desk, const Record& record, unsigned roles, const store::Unit&)
{
    return desk.process_of(record).is_ticket() && (roles & (kRequester | kAgent)) != 0 &&
           !record.has(attr::kPrivate);
}

bool can_be_published(const Desk& desk, const Record& record, unsigned roles, const store::Unit&)
{
    return desk.process_of(record).is_ticket() && (roles & kAgent) != 0 && record.has(attr::kPrivate) &&
           !record.has(kAskedBy);
}

constexpr std::array kEntries{Entry{kMakePrivate, "Make private…", true, can_be_hidden, open_from_menu},
                              Entry{"make_public", "Make public…", false, can_be_published, ask_to_publish}};
constexpr std::array kButtons{Button{kMakePrivate, true, open_from_receipt},
                              Button{"publish_yes", false, decide}, Button{"publish_no", false, decide}};
constexpr std::array kForms{Form{kMakePrivate, submit}};

}  // namespace

extern const Feature kPrivacy;
const Feature kPrivacy{.key = "privacy", .buttons = kButtons, .forms = kForms, .entries = kEntries};

}  // namespace deskbell::kernel
