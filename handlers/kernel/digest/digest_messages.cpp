#include "handlers/kernel/digest/digest_messages.hpp"

#include "handlers/kernel/authority.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

struct Word {
    std::string_view kind, text;
};
constexpr std::array kWords{Word{"message", "Message"}, Word{"edit", "Edit"}, Word{"deletion", "Deletion"},
                            Word{"reaction", "Reaction"}};

std::string in_words(std::string_view kind)
{
    const auto* word = std::ranges::find(kWords, kind, &Word::kind);
    return std::string(word == kWords.end() ? kind : word->text);
}

/// That there is a message is known to those who answer for its channel, and to those who watch over all; of
/// a private ticket's only to who sees the ticket.
bool may_know(const Desk& desk, const store::Recovery& message, std::string_view user,
              const store::Unit& unit)
{
    const auto known = unit.messages.find(message.channel, message.ts);
    const auto record =
        known ? unit.records.find(known->record_id) : unit.records.find_source(message.channel, message.ts);
    if (record && record->has(attr::kPrivate))
        return may_see(desk, *record, user, unit);
    const InboxSettings* inbox = desk.settings().inbox_for(message.channel);
    const std::string key = record ? record->at(attr::kInbox) : inbox == nullptr ? "" : inbox->key;
    return has_role(desk, "manager", user, unit) || has_role(desk, "auditor", user, unit) ||
           is_agent(desk, key, user, unit);
}

bool is_direct(const store::Recovery& message) { return message.channel.starts_with('D'); }

/// Slack's own address of a message: its ts without the dot.
std::string address_of(const Desk& desk, const store::Recovery& message)
{
    std::string ts = message.ts;
    std::erase(ts, '.');
    return desk.self().url + "archives/" + message.channel + "/p" + ts;
}

}  // namespace

bool lists_messages(std::string_view figure)
{
    return figure == kRecoveredFigure || figure == kUnexplainedFigure;
}

Span counted_span(const DigestBasis& basis)
{
    const Span whole = basis.period.span();
    return {whole.from, std::min(whole.to, basis.as_of)};
}

ListedMessages messages_of(const Desk& desk, const DigestBasis& basis, std::string_view figure,
                           std::string_view user, const store::Unit& unit)
{
    const auto [from, to] = counted_span(basis);
    ListedMessages out;
    out.messages = figure == kRecoveredFigure ? unit.readings.recoveries(from, to, kMessagesListed)
                                              : unit.readings.unexplained(from, to, kMessagesListed);
    out.hidden = std::erase_if(
        out.messages, [&](const store::Recovery& message) { return !may_know(desk, message, user, unit); });
    return out;
}

std::string message_row(const Desk& desk, const store::Recovery& message, std::string_view timezone,
                        const store::Unit& unit)
{
    // Whose conversation it is, and its address, are no business of a list.
    std::string out = "*" + in_words(message.kind) + "* in " +
                      (is_direct(message) ? "a direct message" : slack::channel_mention(message.channel));
    if (const auto at = from_slack_ts(message.ts))
        out += " · " + slack::date(unit.when(*at), timezone);
    // What was deleted has no address any more.
    if (!is_direct(message) && message.kind != "deletion" && !desk.self().url.empty())
        out += " · " + slack::link(address_of(desk, message), "Open");
    return out;
}

}  // namespace deskbell::kernel
