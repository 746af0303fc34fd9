#pragma once
#include "handlers/domain/error.hpp"
#include "handlers/domain/record.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Words by which a team sorts its tickets. Agents read and write them, requesters never.
namespace deskbell {

inline constexpr std::size_t kTagsMost = 10;  ///< of one ticket
inline constexpr std::size_t kTagMost = 30;   ///< characters of one tag

/// A tag as it is stored: in lower case, of letters and digits of any alphabet, "-", "_" and ".".
/// Errors: invalid_input, with what to write.
Result<std::string> parse_tag(std::string_view text);

/// True for a tag that is written as it is stored.
bool is_tag(std::string_view text);

/// Several, apart by commas and blanks; in order, each once. Errors as above, and for more than kTagsMost.
Result<std::vector<std::string>> parse_tags(std::string_view text);

/// Those of a stored list, with or without commas around it; what is no tag (it was erased) is left out.
std::vector<std::string> tags_in_list(std::string_view list);
std::vector<std::string> tags_of(const Record& record);

}  // namespace deskbell
