#pragma once
#include "handlers/kernel/digest/digest.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

/// A cell by RFC 4180, in quotes where it needs them. What a spreadsheet would take for a formula (it begins
/// with = + - @, a tab or a line's end) gets an apostrophe in front. Source: OWASP, CSV injection.
std::string csv_cell(std::string_view text);

/// Every ticket and clock behind a digest, a row each: those that were open or touched in its period.
/// A title is there only where `reader` may see the ticket.
std::string digest_csv(const Desk& desk, const DigestBasis& basis, std::string_view reader,
                       const store::Unit& unit);

/// A period's key as part of a file name.
std::string file_name_of(std::string_view period_key);

}  // namespace deskbell::kernel
