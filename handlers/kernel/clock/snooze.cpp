#include "handlers/kernel/clock/snooze.hpp"

#include "handlers/kernel/form.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

using namespace std::chrono_literals;

constexpr UtcTime kForGood = from_unix(253'402'300'799);  // 9999-12-31
constexpr Field kUntil{.name = "snooze_until",
                       .label = "Until",
                       .type = FieldType::instant,
                       .help = "Nothing is said here about this ticket before."};

UtcTime in_an_hour(UtcTime now, const std::string&) { return now + 1h; }
UtcTime tomorrow(UtcTime now, const std::string& zone)
{
    const Calendar mornings = weekdays("mornings", zone, 9h, 17h);
    const Date today = date_in(zone, now);
    for (UtcTime at = now; at < now + kOpensWithin; at += 24h)
        if (const auto opening = next_opening(mornings, at); opening && date_in(zone, *opening) > today)
            return *opening;
    return now + 24h;
}
UtcTime for_good(UtcTime, const std::string&) { return kForGood; }

/// One entry of the menu. Without a function it asks for a time first.
struct Row {
    std::string_view word, label;
    UtcTime (*until)(UtcTime now, const std::string& zone);
    std::string_view says;
};
constexpr std::array kRows{
    Row{"1h", "Snooze 1 hour", in_an_hour, "snoozed it for an hour"},
    Row{"tomorrow", "Snooze until tomorrow", tomorrow, "snoozed it until the next working morning"},
    Row{kPickTime, "Snooze until…", nullptr, ""},
    Row{"stop", "Stop for this ticket", for_good, "stopped the reminders for this ticket"},
};

}  // namespace

bool is_for_good(UtcTime until) { return until == kForGood; }

std::vector<slack::Choice> snooze_choices(const std::string& number)
{
    std::vector<slack::Choice> out;
    for (const Row& row : kRows)
        out.push_back({std::string(row.word) + "|" + number, std::string(row.label)});
    return out;
}

Chosen chosen_in(std::string_view value)
{
    const std::size_t bar = value.find('|');
    return bar == std::string_view::npos ? Chosen{{}, value}
                                         : Chosen{value.substr(0, bar), value.substr(bar + 1)};
}

std::optional<Quiet> quiet_of(std::string_view word, UtcTime now, const std::string& zone)
{
    const auto row = std::ranges::find(kRows, word, &Row::word);
    if (row == kRows.end() || row->until == nullptr)
        return std::nullopt;
    return Quiet{row->until(now, zone), std::string(row->says)};
}

slack::Modal snooze_form(std::string_view callback, const Attributes& carried)
{
    slack::Modal modal;
    modal.callback_id = callback;
    modal.title = "Snooze";
    modal.submit = "Snooze";
    modal.private_metadata = pack(carried);
    add_input(modal.blocks, kUntil, true, "");
    return modal;
}

Result<Quiet> quiet_in(const slack::ViewState& form, UtcTime now, const std::string& zone)
{
    const auto until = parse_rfc3339(read_input(kUntil, form.values));
    if (!until || *until <= now)
        return Error(Errc::invalid_input, "Please choose a time that is still to come.",
                     std::string(kUntil.name));
    if (*until > now + kSnoozeMost)
        return Error(Errc::invalid_input,
                     "Please choose a time in the next " + std::to_string(kSnoozeMost.count()) +
                         " days, or stop the reminders for this ticket.",
                     std::string(kUntil.name));
    return Quiet{*until, "snoozed it until " + wall_clock(*until, zone) + " (" + zone + ")"};
}

}  // namespace deskbell::kernel
