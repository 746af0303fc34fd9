#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::kernel {

/// Kind of event: a ticket's tags changed. Its requester is not told that it happened.
inline constexpr std::string_view kTagged = "tagged";

/// What a form calls the tags that are put on.
inline constexpr std::string_view kNewTags = "new_tags";

/// Tags that are put on and taken off.
struct TagChange {
    std::vector<std::string> added, removed;
};

/// Why the person cannot do this to the ticket's tags. Errors: forbidden; conflict when it was erased;
/// invalid_input with kNewTags for too many.
Result<void> may_retag(const Desk& desk, const Record& record, const TagChange& wished, const Act& act,
                       const store::Unit& unit);
/// Errors: as above.
Result<void> retag(const Desk& desk, Record& record, const TagChange& wished, const Act& act,
                   store::Unit& unit);

}  // namespace deskbell::kernel
