#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <span>
#include <string>
#include <string_view>

namespace deskbell::kernel {

/// A text that is entered for several tickets: the form that shows what would happen carries it.
inline constexpr std::size_t kBulkTextMost = 1000;

/// Something that can be done to several tickets at once. To each it is the same step as on its own card,
/// with the same rules.
struct BulkAction {
    std::string_view key;
    std::string_view label;
    std::span<const AskedField> asks;  ///< names of `bulk_field`
    /// Why it cannot be done to this record.
    Result<void> (*check)(const BulkAction& action, const Desk& desk, const Record& record,
                          const Attributes& entered, const Act& act, store::Unit& unit);
    Result<void> (*run)(const BulkAction& action, const Desk& desk, Record& record, const Attributes& entered,
                        const Act& act, store::Unit& unit);
};

std::span<const BulkAction> bulk_actions();
const BulkAction* bulk_action(std::string_view key);
/// The input of this name in the form of an action.
const Field& bulk_field(std::string_view name);

}  // namespace deskbell::kernel
