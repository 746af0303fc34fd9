#pragma once
#include "handlers/domain/record.hpp"
#include "store/unit.hpp"

namespace deskbell::kernel {

/// Replies that a thread may have had before its ticket, at most; the rest is said to be left out.
inline constexpr int kCopiedMost = 200;

/// What was said in the record's thread before it became a ticket is read from Slack, kept with the record
/// and shown to the agents. It starts and stops no clock.
void copy_thread(const Record& record, store::Unit& unit);

}  // namespace deskbell::kernel
