#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// What stands for people who were erased: "ERASED-1" for one of them, "ERASED" alone for whoever asked in a
/// record that is past its retention.
inline constexpr std::string_view kErased = "ERASED";

bool is_pseudonym(std::string_view user);

/// `text` with every trace of a person replaced, in whatever case of ASCII letters. A trace of one word
/// counts only where it is a word of its own ("U1" is not in "U12"); one of several words counts wherever it
/// stands.
std::string without_traces(std::string_view text, const std::vector<std::string>& traces,
                           std::string_view replacement);

}  // namespace deskbell
