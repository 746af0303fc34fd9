#include "handlers/kernel/thread/reconcile.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/period.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "handlers/kernel/thread/conversation.hpp"

namespace deskbell::kernel {

namespace {

void count(Account& account, const slack::MessageInfo& message, const Desk& desk, const store::Unit& unit)
{
    if (unit.records.find_source(message.channel, message.ts)) {
        ++account.counts.tickets;
        return;
    }
    const std::string_view reason =
        is_personal(desk, message) ? why_no_ticket(desk, message, unit) : "no message of a person";
    if (reason.empty()) {
        ++account.counts.unexplained;
        account.unexplained.push_back(message.ts);
        return;
    }
    ++account.counts.explained;
    std::string& number = account.counts.reasons[std::string(reason)];
    number = std::to_string(whole_number(number) + 1);
}

}  // namespace

std::vector<Conversation> days_to_reconcile(const Desk& desk, UtcTime now, const store::Unit& unit)
{
    const auto yesterday = parse_period("yesterday", desk.settings().timezone, now);
    if (!yesterday)
        return {};
    std::vector<Period> days{*yesterday};
    while (days.size() < kDaysBack) days.push_back(previous(days.back()));
    std::ranges::reverse(days);
    std::vector<Conversation> out;
    for (const InboxSettings& inbox : desk.settings().inboxes)
        for (const std::string& channel : inbox.request_channels) {
            const auto since = unit.readings.since(channel);
            for (const Period& day : days)
                if (since && *since <= day.span().from && !unit.readings.is_reconciled(channel, day.key()))
                    out.push_back({channel, "", day.span().from, day.span().to});
        }
    return out;
}

Account account_of(const Desk& desk, const Conversation& day)
{
    Account out;
    out.counts.channel = day.channel;
    if (day.from)
        if (const auto period = parse_period("today", desk.settings().timezone, *day.from))
            out.counts.day = period->key();
    return out;
}

void reconcile(const Desk& desk, const History& part, Account& account, const store::Unit& unit)
{
    for (const slack::MessageInfo& message : part.messages) count(account, message, desk, unit);
}

}  // namespace deskbell::kernel
