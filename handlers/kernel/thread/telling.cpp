#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/letters.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/confirmation.hpp"
#include "handlers/kernel/thread/conversation.hpp"

/// Where the two sides of a record read on, and lines of the program in them.
namespace deskbell::kernel {

bool is_one_thread(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const auto source = unit.messages.find(record.id, "source");
    return inbox != nullptr && inbox->mode == InboxSettings::Mode::same_channel && source &&
           !source->channel.starts_with('D');
}

std::int64_t requester_thread(const Record& record, const store::Unit& unit)
{
    if (const auto source = unit.messages.find(record.id, "source"))
        return source->id;
    const auto receipt = unit.messages.find(record.id, "receipt");
    return receipt ? receipt->id : 0;
}

std::string requester_channel(const Record& record, const store::Unit& unit)
{
    const auto message = unit.messages.find(requester_thread(record, unit));
    return message ? message->channel : record.at(attr::kRequester);
}

void tell_requester(const Desk& desk, const Record& record, const std::string& mrkdwn, const Act& act,
                    store::Unit& unit)
{
    if (act.letters != nullptr)
        return act.letters->to_requester(record, mrkdwn);
    const std::int64_t thread = requester_thread(record, unit);
    if (thread == 0)
        return;
    const bool asks = record.at(attr::kCategory) == to_text(Category::resolved);
    Saying saying;
    saying.text = mrkdwn;
    add_text(saying.blocks, mrkdwn);
    if (asks)
        saying.blocks.actions("confirm", confirm_buttons(desk.number_of(record)));
    post(unit,
         {0, record.id, std::string(asks ? kAsksWhetherSolved : "notice"), requester_channel(record, unit),
          "", 0},
         saying, thread, event_key(record, "tell:" + act.actor));
}

void tell_agents(const Record& record, const std::string& mrkdwn, std::string_view once, store::Unit& unit)
{
    const auto card = unit.messages.find(record.id, "card");
    if (!card)
        return;
    Saying saying;
    saying.text = mrkdwn;
    saying.blocks.context({mrkdwn});
    post(unit, {0, record.id, "notice", card->channel, "", 0}, saying, card->id, once);
}

std::string event_key(const Record& record, std::string_view what)
{
    return std::string(what) + ":" + std::to_string(record.id) + ":" + std::to_string(record.version);
}

}  // namespace deskbell::kernel
