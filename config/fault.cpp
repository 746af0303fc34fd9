#include "config/fault.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace deskbell::config {

namespace {

/// Faults quote what the operator wrote: a line break in it must not look like another fault, nor an escape
/// sequence reach the terminal or the journal.
std::string on_one_line(std::string_view text)
{
    std::string out = cleaned(text);
    std::ranges::replace(out, '\n', ' ');
    return out;
}

}  // namespace

std::string to_text(const Fault& fault)
{
    std::string text = fault.where;
    if (fault.line > 0)
        text += ":" + std::to_string(fault.line);
    if (!fault.key.empty())
        text += ": " + fault.key;
    text += ": " + fault.problem;
    if (!fault.mend.empty())
        text += " " + fault.mend;
    return on_one_line(text);
}

std::string to_text(std::vector<Fault> faults)
{
    std::ranges::stable_sort(faults, [](const Fault& a, const Fault& b) {
        return std::tie(a.where, a.line) < std::tie(b.where, b.line);
    });
    std::string text;
    for (std::size_t i = 0; i < std::min(faults.size(), kFaultsMax); ++i)
        text += to_text(faults[i]) + "\n";
    if (faults.size() > kFaultsMax)
        text += "… and " + std::to_string(faults.size() - kFaultsMax) + " more.\n";
    return text;
}

}  // namespace deskbell::config
