#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

namespace deskbell::kernel {

/// After a public answer by an agent: in an inbox with `auto_wait` the ticket waits for the requester now.
Result<void> wait_after_answer(const Desk& desk, Record& record, const Act& act, store::Unit& unit);

}  // namespace deskbell::kernel
