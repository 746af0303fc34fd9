#pragma once
#include "handlers/domain/record.hpp"
#include "store/connection.hpp"
#include "store/text_index.hpp"

namespace deskbell::store {

/// What a record is found by: number, title, details, and how it was solved.
IndexedText indexed_text(const Record& record);

/// Puts every record into the index, for a database from before there was one.
void index_everything(Connection& db);

}  // namespace deskbell::store
