#include "handlers/domain/text.hpp"
#include "handlers/kernel/digest/digest_text.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

std::string ShownNumber::text() const { return shortened(label, kLabelMost) + " " + std::to_string(count); }

std::string Wording::strong(std::string_view text) const
{
    if (style == Style::plain)
        return std::string(text) + ":";
    return style == Style::slack ? "*" + slack::escaped(text) + "*" : "**" + words(text) + "**";
}

std::string Wording::date(UtcTime t) const
{
    return style == Style::slack ? slack::date(t, timezone) : wall_clock(t, timezone);
}

std::string Wording::words(std::string_view text) const
{
    if (style != Style::markdown)
        return style == Style::slack ? slack::escaped(text) : cleaned(text);
    std::string out;
    for (const char c : cleaned(text)) {
        if (std::string_view("\\`*_[]<>#|").find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

std::string share_text(std::size_t met, std::size_t missed)
{
    const std::size_t all = met + missed;
    const std::string text = std::to_string(met) + " of " + std::to_string(all);
    return all < kPercentFrom ? text : text + " (" + std::to_string(met * 100 / all) + " %)";
}

}  // namespace deskbell::kernel
