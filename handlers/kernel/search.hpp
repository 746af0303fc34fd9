#pragma once
#include "handlers/kernel/desk.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

/// What a search does, for the help text.
inline constexpr std::string_view kSearchHelp =
    "searches what you may see, words and \"phrases in quotes\"; narrow it with status:open, from:@name, "
    "assignee:me, inbox:it, process:incident, priority:P1, tag:vpn, is:private, since:2w, before:2026-11-01";

/// Reads `vpn "no internet" status:open from:@ana since:2w` into what it selects, as far as `user` may ask
/// for it ("" is the operator, who has the database); which records they may see is not its business. Errors:
/// invalid_input for a filter that there is not, with those that there are; forbidden for tags.
Result<store::RecordFilter> read_search(const Desk& desk, std::string_view text, std::string_view user,
                                        const store::Unit& unit);

}  // namespace deskbell::kernel
