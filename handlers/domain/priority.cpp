#include "handlers/domain/priority.hpp"

#include <algorithm>
#include <array>

namespace deskbell {

Priority priority_of(int impact, int urgency)
{
    using enum Priority;
    static constexpr Priority kMatrix[4][4] = {
        //  stopped  degraded  workaround  can wait
        {p1, p1, p2, p3},  // organisation
        {p1, p2, p3, p4},  // department
        {p2, p3, p3, p4},  // team
        {p3, p3, p4, p4},  // one person
    };
    return kMatrix[std::clamp(impact, 1, 4) - 1][std::clamp(urgency, 1, 4) - 1];
}

std::string_view to_text(Priority priority)
{
    static constexpr std::array<std::string_view, 4> kTexts{"P1", "P2", "P3", "P4"};
    return kTexts[static_cast<std::size_t>(priority) - 1];
}

std::optional<Priority> parse_priority(std::string_view text)
{
    if (text.size() != 2 || text[0] != 'P' || text[1] < '1' || text[1] > '4')
        return std::nullopt;
    return static_cast<Priority>(text[1] - '0');
}

}  // namespace deskbell
