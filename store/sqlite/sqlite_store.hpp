#pragma once
#include "handlers/domain/clock.hpp"
#include "store/store.hpp"

#include <memory>
#include <string>

namespace deskbell::store {

/// Opens (or creates, readable by the owner only) a SQLite database, checks it and brings its schema up to
/// date. `clock` must outlive the store.
/// @errors invalid_input  not a database, damaged, newer than this program, or read-only: says what to do
///         unavailable    used by another process, or the disk is full
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, const Clock& clock);

/// A connection of its own, for the commands that work on a file without the desk's threads.
/// The schema is brought up to date unless `read_only`; then it may be opened beside a running desk, and sees
/// one snapshot for its whole life (it is in a transaction from the start). Errors as above.
/// ":memory:" gives an empty database of its own, for tests.
Result<std::unique_ptr<Connection>> open_sqlite_connection(const std::string& path, bool read_only);

/// One job in a transaction of its own on an existing database, for the operator's commands: beside a running
/// desk, which waits for its end, or without one. Errors as above, and the job's own.
Result<void> run_beside(const std::string& path, const Clock& clock, const Work& work);

/// SQLite's online backup into a new file: one moment of `source`, read back before it gets its name.
/// @errors conflict when `target` exists; invalid_input when `source` is no sound database of Deskbell
Result<void> backup_sqlite(const std::string& source, const std::string& target,
                           const std::function<void(int done_pages, int total_pages)>& progress);

}  // namespace deskbell::store
