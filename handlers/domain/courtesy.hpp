#pragma once
#include <cstdint>
#include <string_view>

namespace deskbell {

/// How much of a message is courtesy: greetings, thanks, "it works".
enum class Courtesy : std::uint8_t {
    none,
    some,  ///< a short message with a courteous word and others: it may mean either
    only,  ///< nothing else, at most five words
};

/// By the lists for English, German, French and Spanish. No model and no guess: each word is in a list or is
/// not. A question is never courtesy only.
Courtesy courtesy_in(std::string_view text);

}  // namespace deskbell
