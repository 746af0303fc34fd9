#pragma once
#include "handlers/kernel/desk.hpp"
#include "slack/wire/blocks.hpp"
#include "slack/wire/payload.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// What somebody who is reminded can do about it: hear nothing for a while, or nothing more about this
/// ticket.
namespace deskbell::kernel {

/// The farthest time that can be chosen. Whoever wants more stops the reminders.
inline constexpr std::chrono::days kSnoozeMost{60};

/// How long nothing is to be heard.
struct Quiet {
    UtcTime until{};
    std::string says;  ///< after the name of who wishes it
};
bool is_for_good(UtcTime until);

/// The word of "Snooze until…", which opens the form.
inline constexpr std::string_view kPickTime = "pick";

/// "Snooze 1 hour" and so on, as entries with the values "1h|REQ-1": what a menu below a reminder offers.
std::vector<slack::Choice> snooze_choices(const std::string& number);

/// The value of an entry, or of a button that carries a number alone.
struct Chosen {
    std::string_view word, number;
};
Chosen chosen_in(std::string_view value);

/// What a word of the menu means to a person on this clock; nothing for a word of another menu.
std::optional<Quiet> quiet_of(std::string_view word, UtcTime now, const std::string& zone);

/// The form that "Snooze until…" opens; `carried` comes back with it.
slack::Modal snooze_form(std::string_view callback, const Attributes& carried);
/// The time that was chosen in it. Errors: invalid_input, for a time that is over or too far away.
Result<Quiet> quiet_in(const slack::ViewState& form, UtcTime now, const std::string& zone);

}  // namespace deskbell::kernel
