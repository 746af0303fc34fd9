#include "handlers/domain/state.hpp"

#include <algorithm>

namespace deskbell {

namespace {

struct Name {
    Category category;
    std::string_view word;
    std::string_view for_requester;
};

// In the order of the enumeration, so that a lookup is an index.
constexpr std::array kNames{
    Name{Category::fresh, "new", "Received"},
    Name{Category::active, "active", "Being worked on"},
    Name{Category::waiting_requester, "waiting_requester", "Waiting for you"},
    Name{Category::on_hold, "on_hold", "Waiting for others"},
    Name{Category::resolved, "resolved", "Solved"},
    Name{Category::closed, "closed", "Closed"},
    Name{Category::void_, "void", "Withdrawn"},
};

const Name& name_of(Category c) { return kNames[static_cast<std::size_t>(c)]; }

}  // namespace

std::string_view to_text(Category category) { return name_of(category).word; }

std::string_view for_requester(Category category) { return name_of(category).for_requester; }

std::optional<Category> parse_category(std::string_view word)
{
    const auto it = std::ranges::find(kNames, word, &Name::word);
    return it == kNames.end() ? std::nullopt : std::optional(it->category);
}

}  // namespace deskbell
