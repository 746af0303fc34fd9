#include "handlers/kernel/clock/promise.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

using namespace std::chrono;

struct HoldWords {
    std::string_view reason, words;
};
constexpr std::array kHoldWords{
    HoldWords{"requester", "we wait for your answer"},
    HoldWords{"supplier", "we wait for a supplier"},
    HoldWords{"change", "we wait for a change"},
    HoldWords{"problem", "we wait for a problem to be solved"},
    HoldWords{"scheduled", "it is scheduled for later"},
    HoldWords{"internal_other", "we wait for another team"},
    HoldWords{"approval", "we wait for an approval"},
};

/// Below this a promise has not moved for anybody who reads a clock.
constexpr seconds kNoticeable{60};

std::string zone_of(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const auto person = unit.directory.person(record.at(attr::kRequester));
    return person && !person->timezone.empty() ? person->timezone : desk.settings().timezone;
}

std::string capitalised(std::string line)
{
    if (!line.empty() && line[0] >= 'a' && line[0] <= 'z')
        line[0] = static_cast<char>(line[0] - 'a' + 'A');
    return line;
}

std::string completion_part(const Record& record, const Promise& promise, const std::string& zone)
{
    if (const auto resolved = record.time(attr::kResolvedAt))
        return !promise.completion                ? std::string()
               : *resolved <= *promise.completion ? "solved in time"
                                                  : "solved late";
    if (promise.completion)
        return "solved by " + slack::date(*promise.completion, zone);
    if (!promise.left)
        return {};
    const bool is_waiting = record.at(attr::kCategory) == to_text(Category::waiting_requester);
    return "the clock stands still while " +
           hold_words(is_waiting ? "requester" : record.at(attr::kHoldReason)) + ": " +
           working_duration(*promise.left) + " left";
}

bool is_moved(std::optional<UtcTime> before, std::optional<UtcTime> now)
{
    return before && now && abs(*now - *before) >= kNoticeable;
}

}  // namespace

Promise promise_of(const Record& record)
{
    Promise out{record.time(attr::kResponseDue), record.time(attr::kResolutionDue), {}};
    if (record.has(attr::kTimeLeft))
        out.left = seconds{whole_number(record.at(attr::kTimeLeft))};
    return out;
}

std::string promise_line(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const Promise promise = promise_of(record);
    const std::string zone = zone_of(desk, record, unit);
    const auto answered = record.time(attr::kFirstResponseAt);
    std::vector<std::string> parts;
    if (answered && promise.response)
        parts.push_back(*answered <= *promise.response ? "first answer in time" : "first answer late");
    else if (promise.response && !record.has(attr::kResolvedAt) &&
             record.at(attr::kCategory) != to_text(Category::void_))
        parts.push_back("first answer by " + slack::date(*promise.response, zone));
    if (const std::string part = completion_part(record, promise, zone); !part.empty())
        parts.push_back(part);
    return capitalised(joined(parts, " · "));
}

std::string moved_promise(const Desk& desk, const Record& record, const Promise& before,
                          std::string_view because, const store::Unit& unit)
{
    const Promise now = promise_of(record);
    const std::string zone = zone_of(desk, record, unit);
    if (record.has(attr::kResolvedAt))
        return {};
    if (before.left && now.completion)
        return "The clock runs again: solved by " + slack::date(*now.completion, zone) + ", because " +
               std::string(because) + ".";
    if (is_moved(before.completion, now.completion))
        return "Now solved by " + slack::date(*now.completion, zone) + " instead of " +
               slack::date(*before.completion, zone) + ", because " + std::string(because) + ".";
    if (now.left && before.completion)
        return capitalised(completion_part(record, now, zone)) + " when it goes on.";
    if (!record.has(attr::kFirstResponseAt) && is_moved(before.response, now.response))
        return "Now a first answer by " + slack::date(*now.response, zone) + " instead of " +
               slack::date(*before.response, zone) + ", because " + std::string(because) + ".";
    return {};
}

void tell_moved_promise(const Desk& desk, const Record& record, const Promise& before,
                        std::string_view because, store::Unit& unit)
{
    const std::string line = moved_promise(desk, record, before, because, unit);
    if (!line.empty())
        tell_requester(desk, record, ":stopwatch: " + line, {"system", "clock", unit.now}, unit);
}

std::string expectation(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const auto clocks = clocks_of(desk, record, unit);
    const auto response = std::ranges::find(clocks, Metric::response, &TicketClock::metric);
    if (inbox == nullptr || response == clocks.end() || !response->state.is_open() ||
        response->state.terms_now().calendar == nullptr)
        return {};
    const auto opening = next_opening(*response->state.terms_now().calendar, unit.now);
    // What is critical reaches whoever is on duty, whatever the calendar says.
    const bool is_taken_up =
        record.at(attr::kPriority) == to_text(Priority::p1) && !inbox->rota.people.empty();
    if (!opening || *opening == unit.now || is_taken_up)
        return {};
    const std::string urgent =
        inbox->emergency.empty() ? "" : " If it cannot wait: " + slack::escaped(inbox->emergency);
    return slack::escaped(inbox->name) + " is closed now and opens " +
           slack::date(*opening, zone_of(desk, record, unit)) + "." + urgent;
}

std::string time_left(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const TicketClock* nearest = nullptr;
    const auto clocks = clocks_of(desk, record, unit);
    for (const TicketClock& clock : clocks) {
        const bool counts = clock.metric != Metric::update && clock.metric != Metric::ola &&
                            clock.metric != Metric::uc && clock.state.is_open();
        if (!counts)
            continue;
        const bool is_sooner = nearest == nullptr || !nearest->state.due_at ||
                               (clock.state.due_at && *clock.state.due_at < *nearest->state.due_at);
        if (is_sooner)
            nearest = &clock;
    }
    return nearest == nullptr ? std::string() : time_left(nearest->state, unit.now);
}

std::string time_left(const ClockState& clock, UtcTime now)
{
    if (clock.breached_at)
        return ":red_circle: late by " + late_by(overdue(clock, now));
    const std::string left = working_duration(clock.remaining()) + " left";
    return clock.status == ClockState::Status::paused ? "stands still, " + left : left;
}

std::string late_by(seconds late) { return working_duration(ceil<minutes>(late)); }

std::string hold_words(std::string_view reason)
{
    const auto it = std::ranges::find(kHoldWords, reason, &HoldWords::reason);
    if (it != kHoldWords.end())
        return std::string(it->words);
    return reason.empty() ? "it is on hold" : "it is on hold (" + slack::escaped(reason) + ")";
}

}  // namespace deskbell::kernel
