#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// A record's number as people write it: prefix and number, "REQ-12".
struct RecordNumber {
    std::string prefix;       ///< upper case letters
    std::int64_t number = 0;  ///< 1 .. 999,999,999
    bool operator==(const RecordNumber&) const = default;
};

std::string to_text(const RecordNumber& number);

/// The whole number that `text` begins with; 0 when it begins with none or with one that is too large.
std::int64_t whole_number(std::string_view text);

/// Reads "REQ-12", "req-12", "#REQ-12"; nothing for anything else.
std::optional<RecordNumber> parse_number(std::string_view text);

/// Every number that occurs in running text, in order, without repeats. At most 20.
std::vector<RecordNumber> numbers_in(std::string_view text);

}  // namespace deskbell
