#include "handlers/kernel/assignment/eligible.hpp"

#include "handlers/kernel/authority.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

/// Open time is looked for so far ahead when an offer's end is reckoned.
constexpr std::chrono::days kOfferHorizon{14};

const AgentSettings& own_settings(const Desk& desk, std::string_view user)
{
    static const AgentSettings kNone;
    const auto it = desk.settings().agents.find(user);
    return it == desk.settings().agents.end() ? kNone : it->second;
}

Calendar hours_in(const Desk& desk, const InboxSettings& inbox, std::string_view user,
                  const store::Unit& unit)
{
    const Calendar* of_inbox = desk.settings().levels.calendar(inbox.calendar);
    return hours_of(desk, of_inbox == nullptr ? always_open() : *of_inbox, user, unit);
}

bool can_work(const std::optional<store::Person>& person)
{
    return !person || (!person->is_deleted && !person->is_bot);
}

}  // namespace

Calendar hours_of(const Desk& desk, Calendar of_team, std::string_view user, const store::Unit& unit)
{
    if (const Calendar* own = desk.settings().levels.calendar(own_settings(desk, user).calendar))
        return *own;
    if (const auto person = unit.directory.person(user); person && !person->timezone.empty())
        of_team.timezone = person->timezone;
    return of_team;
}

Fitness fitness_of(const Desk& desk, const InboxSettings& inbox, std::string_view user,
                   const store::Unit& unit)
{
    using enum Fitness::Why;
    if (!is_agent(desk, inbox.key, user, unit) || !can_work(unit.directory.person(user)))
        return {no_agent};
    const Calendar hours = hours_in(desk, inbox, user, unit);
    if (const auto until = unit.duty.away_until(user, unit.now))
        return {away, *until > unit.now + kOpensWithin ? std::nullopt : next_opening(hours, *until)};
    if (!is_open(hours, unit.now))
        return {off_hours, next_opening(hours, unit.now)};
    if (unit.duty.open_of(user) >= own_settings(desk, user).cap.value_or(inbox.cap))
        return {full};
    return {};
}

std::vector<std::string> agents_of(const Desk& desk, const InboxSettings& inbox, std::string_view requester,
                                   const store::Unit& unit)
{
    auto out = unit.directory.members(inbox.agent_channel);
    std::erase_if(out, [&](const std::string& user) {
        return user == requester || user == desk.self().user || !can_work(unit.directory.person(user));
    });
    return out;
}

std::vector<std::string> fit_of(const Desk& desk, const InboxSettings& inbox,
                                const std::vector<std::string>& people, const store::Unit& unit)
{
    std::vector<std::string> out;
    std::ranges::copy_if(people, std::back_inserter(out), [&](const std::string& user) {
        return fitness_of(desk, inbox, user, unit).why == Fitness::Why::fit;
    });
    return out;
}

std::optional<UtcTime> first_fit(const Desk& desk, const InboxSettings& inbox,
                                 const std::vector<std::string>& people, const store::Unit& unit)
{
    std::optional<UtcTime> first;
    for (const std::string& user : people) {
        const Fitness fitness = fitness_of(desk, inbox, user, unit);
        const auto from = fitness.why == Fitness::Why::fit ? std::optional(unit.now) : fitness.from;
        if (from && (!first || *from < *first))
            first = from;
    }
    return first;
}

UtcTime after_open_time(const Desk& desk, const InboxSettings& inbox, std::string_view user,
                        std::chrono::minutes span, const store::Unit& unit)
{
    std::chrono::seconds left = span;
    const Span ahead{unit.now, unit.now + kOfferHorizon};
    for (const Span& open : open_spans(hours_in(desk, inbox, user, unit), ahead)) {
        if (open.length() >= left)
            return open.from + left;
        left -= open.length();
    }
    return ahead.to;
}

}  // namespace deskbell::kernel
