#pragma once
#include "store/sqlite/sqlite_connection.hpp"

#include <memory>
#include <string>

namespace deskbell::store {

using SqliteOpened = Result<std::unique_ptr<SqliteConnection>>;

/// Opens or creates the database, alone: locked, checked, with the newest schema.
SqliteOpened open_writer(const std::string& path);

/// Opens an existing database of the newest schema for reading, beside a writer or not.
SqliteOpened open_reader(const std::string& path);

/// Opens an existing database of the newest schema to change a little, beside a running desk or without one:
/// no lock is taken, SQLite's own lets one transaction pass after the other.
SqliteOpened open_beside(const std::string& path);

/// Makes an empty file that only its owner may read. False when there is one already.
Result<bool> create_private(const std::string& path);

/// What is wrong with the file, if anything. Reads all of it.
/// @errors invalid_input  damaged, or no database of Deskbell's
Result<void> check_content(SqliteConnection& db, const std::string& path);

/// What `failure` means to the operator who opens `path`.
Error to_open_error(const DatabaseError& failure, const std::string& path);

}  // namespace deskbell::store
