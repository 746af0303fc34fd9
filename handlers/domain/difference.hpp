#pragma once
#include <string>
#include <string_view>

namespace deskbell {

/// What differs between two texts: between the words that both begin with and those that both end with.
struct Difference {
    std::string removed;
    std::string added;
};

/// @param most  UTF-16 units of each side, >= 1; what is longer is cut and ended with "…"
Difference difference(std::string_view before, std::string_view after, std::size_t most);

}  // namespace deskbell
