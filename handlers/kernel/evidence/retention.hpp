#pragma once
#include "handlers/kernel/desk.hpp"

#include <string>

/// Each inbox keeps texts, files and who asked for so many days after a ticket was closed, and no longer;
/// when what happened, and how often, stays. The days are 24 hours each, counted from the instant of closing.
namespace deskbell::kernel {

/// When the record is to be erased: nothing while it is open, or where everything is kept.
std::optional<UtcTime> erasure_due(const Desk& desk, const Record& record);

/// Erases a record that is due. False when it is not, or was erased before.
bool erase_if_due(const Desk& desk, Record& record, store::Unit& unit);

}  // namespace deskbell::kernel
