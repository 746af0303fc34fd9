#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace deskbell {

/// What a state means to clocks and reports, whatever a process calls it.
enum class Category : std::uint8_t {
    fresh,  ///< nobody has it yet
    active,
    waiting_requester,
    on_hold,
    resolved,
    closed,
    void_,  ///< withdrawn, cancelled, not a request: outside all metrics
};

/// The stored word: new, active, waiting_requester, on_hold, resolved, closed, void.
std::string_view to_text(Category category);
std::optional<Category> parse_category(std::string_view word);

/// What the requester reads: Received, Being worked on, Waiting for you ...
std::string_view for_requester(Category category);

constexpr bool is_open(Category c) { return c < Category::resolved; }
constexpr bool is_final(Category c) { return c == Category::closed || c == Category::void_; }

}  // namespace deskbell
