#include "handlers/kernel/thread/afterwards.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/intake.hpp"
#include "handlers/kernel/intake/missing.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/transition.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kLinked = "linked_ticket";
constexpr std::string_view kFollowUp = "follow_up";      // type of the link
constexpr std::string_view kFollows = "follows";         // number of the closed ticket
constexpr std::string_view kFromMessage = "from_words";  // row of the message whose words it was raised from

bool is_in(const Record& record, Category category)
{
    return record.at(attr::kCategory) == to_text(category);
}

/// A ticket that is over can get a new one linked to it.
void offer_linked(const Desk& desk, const Record& record, std::int64_t typed, const Act& act,
                  store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    if (!may_see(desk, record, act.actor, unit)) {
        tell_requester(desk, record,
                       number + " is closed. Whoever needs more help can raise a new ticket with `/ticket`.",
                       act, unit);
        return;
    }
    Saying saying;
    saying.text = number + " is closed and stays so; your message is kept with it. Do you need more help?";
    saying.blocks.section(saying.text);
    saying.blocks.actions("linked",
                          {slack::button(kLinked, "New ticket linked to " + number,
                                         pack({{"record", number}, {"message", std::to_string(typed)}}))});
    const auto place = unit.messages.find(requester_thread(record, unit));
    post(unit, {0, record.id, "notice", place ? place->channel : act.actor, "", 0}, saying,
         place ? place->id : 0, "linked:" + std::to_string(typed));
}

void ask_again(const Desk& desk, const Record& record, const Act& act, store::Unit& unit)
{
    tell_requester(desk, record,
                   "Your message reached the team. Is " + desk.number_of(record) + " still solved?", act,
                   unit);
}

/// The ticket that was raised from these words already.
std::optional<Record> known_follow_up(const Record& record, const std::string& message,
                                      const store::Unit& unit)
{
    for (const store::Link& link : unit.links.of(record.id))
        if (link.type == kFollowUp && link.to == record.id)
            if (auto other = unit.records.find(link.from); other && other->at(kFromMessage) == message)
                return other;
    return std::nullopt;
}

/// Words, person and place of the closed ticket, as a new one.
NewRecord wish_after(const Desk& desk, const Record& record, const store::Comment& comment)
{
    NewRecord wish;
    wish.process = &desk.process_of(record);
    wish.values = title_and_details(comment.text);
    fill_initials(*wish.process, wish.values);
    wish.is_incomplete = !missing_fields(*wish.process, wish.values).empty();
    wish.values[std::string(kFollows)] = desk.number_of(record);
    wish.values[std::string(kFromMessage)] = std::to_string(comment.message);
    wish.requester = comment.author;
    wish.inbox = record.at(attr::kInbox);
    wish.via = "a message";
    wish.is_private = record.has(attr::kPrivate);
    wish.is_again = true;
    return wish;
}

/// The offer becomes what came of it.
void replace_offer(const slack::BlockAction& click, const std::string& text, store::Unit& unit)
{
    const auto offer = unit.messages.find(click.channel, click.message_ts);
    if (!offer)
        return;
    Saying saying;
    saying.text = text;
    saying.blocks.section(text);
    edit(unit, offer->id, saying);
}

Answer raise_linked(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const Attributes carried = unpack(click.value.text);
    const auto number = carried.find("record"), message = carried.find("message");
    if (number == carried.end() || message == carried.end())
        return Error(Errc::invalid_input,
                     "This button lost its text. Please raise a new ticket with `/ticket`.");
    auto record = record_of(desk, number->second, act.actor, unit);
    if (!record)
        return record.error();
    const auto comment = unit.comments.of_message(whole_number(message->second));
    if (!comment || comment->record_id != record->id || comment->is_deleted)
        return Error(Errc::not_found,
                     "The message was deleted, so there is nothing to raise. You can use `/ticket`.");
    if (comment->author != act.actor)
        return Error(Errc::forbidden, "Only whoever wrote the message can raise a ticket from it.");
    if (const auto known = known_follow_up(*record, message->second, unit))
        return Error(Errc::conflict, "This message is " + desk.number_of(*known) + " already.");
    auto raised = raise(desk, wish_after(desk, *record, *comment), act, unit);
    if (!raised)
        return raised.error();
    unit.links.insert({raised->record.id, record->id, std::string(kFollowUp)}, unit.now);
    write(unit, *record, act, "followed_up", {}, desk.number_of(raised->record));
    redraw(desk, *record, unit);
    replace_offer(click,
                  "Your message is a new ticket, " + desk.number_of(raised->record) + ", linked to " +
                      desk.number_of(*record) + ".",
                  unit);
    return slack::Reply::nothing();
}

std::string line(const Desk& desk, const Record& record, const store::Unit& unit)
{
    if (record.has(kFollows))
        return ":link: Follows " + record.at(kFollows);
    std::vector<std::string> numbers;
    if (!is_final(parse_category(record.at(attr::kCategory)).value_or(Category::fresh)))
        return {};
    for (const store::Link& link : unit.links.of(record.id))
        if (link.type == kFollowUp && link.to == record.id)
            if (const auto other = unit.records.find(link.from))
                numbers.push_back(desk.number_of(*other));
    return numbers.empty() ? "" : ":link: Followed by " + joined(numbers, ", ");
}

}  // namespace

Courtesy courtesy_of(const slack::MessageInfo& message)
{
    std::string text = message.text;
    for (const std::string_view opening : {"<@", "<!"})
        for (std::size_t at; (at = text.find(opening)) != std::string::npos;)
            text.replace(at, std::min(text.find('>', at), text.size() - 1) + 1 - at, " ");
    return courtesy_in(text);
}

bool is_courtesy_after(const Record& record, const slack::MessageInfo& message, const Act& act)
{
    const bool is_over = is_in(record, Category::resolved) || is_in(record, Category::closed);
    return is_over && act.actor == record.at(attr::kRequester) && message.files.empty() &&
           courtesy_of(message) == Courtesy::only;
}

void acknowledge(std::int64_t typed, store::Unit& unit)
{
    const auto message = unit.messages.find(typed);
    if (!message)
        return;
    store::Outgoing sign;
    sign.method = "reactions.add";
    sign.lane = "sign:" + message->channel;
    sign.message = typed;
    sign.arguments = {{"name", "white_check_mark"}};
    sign.dedupe_key = "sign:" + std::to_string(typed);
    unit.outbox.add(sign, unit.now);
}

Result<void> follow_words(const Desk& desk, Record& record, const std::string& text, std::int64_t typed,
                          const Act& act, store::Unit& unit)
{
    if (is_in(record, Category::closed)) {
        offer_linked(desk, record, typed, act, unit);
        return {};
    }
    if (!is_in(record, Category::resolved))
        return {};
    const bool is_theirs = act.actor == record.at(attr::kRequester);
    const bool may_reopen =
        allowed(desk, record, "reopen", roles_of(desk, record, act.actor, unit)) != nullptr;
    if (!is_theirs || !may_reopen || courtesy_in(text) != Courtesy::none) {
        ask_again(desk, record, act, unit);
        return {};
    }
    const auto reopened = perform(desk, record, "reopen", {}, act, unit);
    if (!reopened && reopened.error().code() == Errc::conflict) {
        // The time to reopen it is over, and the program has not closed it yet.
        offer_linked(desk, record, typed, act, unit);
        return {};
    }
    return reopened;
}

namespace {
constexpr std::array kButtons{Button{kLinked, false, raise_linked}};
}

extern const Feature kAfterwards;
const Feature kAfterwards{.key = "afterwards", .buttons = kButtons, .card_line = line};

}  // namespace deskbell::kernel
