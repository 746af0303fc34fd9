#include "handlers/domain/text.hpp"
#include "handlers/kernel/approval/approvals.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/intake/unfinished.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/setup/outsiders.hpp"
#include "handlers/kernel/setup/setup.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/early_replies.hpp"
#include "handlers/kernel/thread/edits.hpp"
#include "handlers/kernel/thread/undo_window.hpp"
#include "handlers/kernel/ticket_steps.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

/// Messages as Slack tells of them: which of them are of ours, and who speaks to whom.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kMadePublic = "channel_convert_to_public";
constexpr std::array<std::string_view, 4> kPersonalSubtypes{"", "file_share", "thread_broadcast",
                                                            "me_message"};
constexpr std::size_t kMentionsMost = 10;  ///< people named in one message whose names are asked for

/// What an approver writes under their card is a question to those who know.
Result<void> approver_says(const Desk& desk, Record& record, const store::Message& card,
                           const slack::MessageInfo& message, const Act& act, store::Unit& unit)
{
    const auto copied = unit.approvals.copy(card.id);
    const auto seat = copied ? unit.approvals.seat(copied->seat_id) : std::nullopt;
    if (!seat)
        return {};
    const auto asked =
        ask_about_approval(desk, record, *seat, readable(unit, message.text), act, unit, &message);
    if (asked || asked.error().code() == Errc::internal)
        return asked;
    Saying saying;
    saying.text = "Nobody else reads what you wrote here. " + asked.error().detail();
    saying.blocks.section(saying.text);
    post(unit, {0, record.id, "notice", card.channel, "", 0}, saying, card.id,
         "approval:said:" + message.channel + ":" + message.ts);
    return {};
}

Result<void> agent_says(const Desk& desk, Record& record, const slack::MessageInfo& message, const Act& act,
                        store::Unit& unit)
{
    const std::string text = readable(unit, message.text);
    if (!is_agent(desk, record.at(attr::kInbox), act.actor, unit))
        return {};
    if (is_for_requester(desk, record, text, unit))
        return answer(desk, record, public_words(text), act, unit, &message);
    return note(desk, record, text, act, unit, &message);
}

/// The ticket that goes on where somebody's own two became one.
std::optional<Record> own_original(const Desk& desk, const Record& record, const std::string& author,
                                   const store::Unit& unit)
{
    const auto number = parse_number(record.at(attr::kDuplicateOf));
    auto original = number ? desk.find(*number, unit) : std::nullopt;
    const bool is_own = original && original->at(attr::kRequester) == author &&
                        record.at(attr::kRequester) == author &&
                        record.at(attr::kCategory) == to_text(Category::void_);
    return is_own ? original : std::nullopt;
}

Result<void> on_reply(const Desk& desk, const slack::MessageInfo& message, store::Unit& unit)
{
    const auto root = unit.messages.find(message.channel, message.thread_ts);
    if (unit.messages.find(message.channel, message.ts))
        return {};
    if (!root)
        return on_early_reply(desk, message, unit);
    auto record = unit.records.find(root->record_id);
    if (!record)
        return {};
    const auto at = from_slack_ts(message.ts);
    const Act act{message.user, "message", at ? unit.when(*at) : unit.now};
    get_to_know(unit, message.user);
    if (root->role == "card")
        return agent_says(desk, *record, message, act, unit);
    if (root->role == "approval")
        return approver_says(desk, *record, *root, message, act, unit);
    if (record->at("cancel_reason") == kNotARequest && !message.channel.starts_with('D'))
        return {};  // people talk; what they said is read when it is put back
    if (auto original = own_original(desk, *record, message.user, unit))
        record = std::move(original);
    const std::string text = readable(unit, message.text);
    const bool answers = is_agent(desk, record->at(attr::kInbox), message.user, unit) &&
                         record->at(attr::kRequester) != message.user;
    if (!answers)
        return requester_says(desk, *record, text, act, unit, &message);
    // Everybody reads it there already; what the agent said before comes first all the same.
    if (auto sent = send_waiting(desk, *record, message.user, unit); !sent)
        return sent;
    return reply(desk, *record, text, act, unit, &message);
}

}  // namespace

bool is_personal(const Desk& desk, const slack::MessageInfo& message)
{
    return std::ranges::find(kPersonalSubtypes, message.subtype) != kPersonalSubtypes.end() &&
           message.bot_id.empty() && !message.user.empty() && message.user != desk.self().user;
}

Result<void> on_message(const Desk& desk, const slack::MessageEvent& event, store::Unit& unit)
{
    const slack::MessageInfo& message = event.message;
    if (event.kind == slack::MessageEvent::Kind::deleted)
        return on_deleted(desk, event, unit);
    if (message.subtype == kMadePublic)
        on_made_public(desk, message.channel, unit);
    if (!is_personal(desk, message))
        return {};
    meet_outsider(desk, message, unit);
    for (const std::string& user : slack::mentioned_users(message.text, kMentionsMost))
        get_to_know(unit, user);
    const bool is_changed = event.kind == slack::MessageEvent::Kind::changed;
    if (is_changed && reword_unfinished(message, unit))
        return {};
    if (is_changed && !overtakes(message, unit))
        return on_edited(desk, event, unit);
    if (!message.thread_ts.empty() && message.thread_ts != message.ts)
        return on_reply(desk, message, unit);
    return raise_from_message(desk, message, unit);
}

}  // namespace deskbell::kernel
