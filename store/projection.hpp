#pragma once
#include "handlers/domain/record.hpp"
#include "store/connection.hpp"

namespace deskbell::store {

/// The columns that make a record, for `record_of`.
inline constexpr std::string_view kRecordSelect =
    "SELECT id, process, number, version, created_at, updated_at, attributes FROM record";

Record record_of(const Statement& row);

/// True when the stored row, the copies for lists included, is what `Records::save` would write for `record`.
bool is_faithful(Connection& db, const Record& record);

}  // namespace deskbell::store
