#pragma once
#include "store/text_index.hpp"

#include <string_view>

namespace deskbell::store {

/// Finds what has every word of `text`. Empty when `text` has no letter and no digit.
TextQuery every_word(std::string_view text);

/// Finds what is about the same: two of the words that say something, or the one that there is.
TextQuery alike(std::string_view text);

/// Finds what has one of the words that say something.
TextQuery any_word(std::string_view text);

}  // namespace deskbell::store
