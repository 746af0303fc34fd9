#include "store/sqlite/database_file.hpp"

#include "store/indexing.hpp"
#include "store/schema.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace deskbell::store {

namespace {

constexpr std::string_view kMemory = ":memory:";

// AUTOINCREMENT: an id is never given twice, not even after a deletion. Ids go out in message metadata.
constexpr std::string_view kKey = "INTEGER PRIMARY KEY AUTOINCREMENT";

// Reading this much at every start takes a second or two; larger files are left to `deskbell verify`.
constexpr std::uintmax_t kCheckedBytes = 256 * 1024 * 1024;

std::string text_of(SqliteConnection& db, std::string_view sql)
{
    const auto row = db.prepare(sql);
    return row->step() ? row->text(0) : "";
}

// Kept of the write-ahead log when it starts anew. A reader that took long may have made it much larger, and
// the disk is shared.
constexpr std::string_view kLogBytes = "67108864";

// FULL: a commit is on the disk before anybody hears of it. NORMAL could lose the last ones with the power.
// False when the file system has no shared memory, as network drives: readers would stop the writer there.
bool make_durable(SqliteConnection& db)
{
    const std::string mode = text_of(db, "PRAGMA journal_mode = WAL");
    db.execute("PRAGMA synchronous = FULL");
    text_of(db, "PRAGMA journal_size_limit = " + std::string(kLogBytes));
    return mode == "wal" || mode == "memory";
}

bool is_empty(SqliteConnection& db) { return text_of(db, "SELECT name FROM sqlite_schema LIMIT 1").empty(); }

bool is_ours(SqliteConnection& db)
{
    return !text_of(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'migration'").empty();
}

bool is_small(const std::string& path)
{
    std::error_code ignored;
    const auto size = std::filesystem::file_size(path, ignored);
    return !ignored && size <= kCheckedBytes;
}

/// A database from before there was an index gets one with everything that it holds, or none.
void make_text_index(SqliteConnection& db)
{
    db.execute("BEGIN");
    try {
        if (db.text_index().make())
            index_everything(db);
        db.execute("COMMIT");
    } catch (...) {
        if (db.in_transaction())
            db.execute("ROLLBACK");
        throw;
    }
}

SqliteOpened prepare_writer(const std::string& path, ProcessLock lock)
{
    using Access = SqliteConnection::Access;
    auto db = std::make_unique<SqliteConnection>(path, Access::read_write);
    db->hold(std::move(lock));
    if (!db->is_writable())
        return to_open_error(DatabaseError(DatabaseError::Kind::read_only, "read-only"), path);
    if (!is_empty(*db) && (is_small(path) || !is_ours(*db)))
        if (auto sound = check_content(*db, path); !sound)
            return sound.error();
    if (!make_durable(*db))
        return Error(Errc::invalid_input,
                     path + " is on a drive without write-ahead logging. Use a local disk.");
    if (auto ran = migrate(*db, schema(), kKey); !ran)
        return ran.error();
    make_text_index(*db);
    return db;
}

}  // namespace

SqliteOpened open_writer(const std::string& path)
{
    ProcessLock lock;
    if (path != kMemory) {
        auto taken = ProcessLock::take(path);
        if (!taken)
            return taken.error();
        lock = *std::move(taken);
        if (auto made = create_private(path); !made)
            return made.error();
    }
    try {
        return prepare_writer(path, std::move(lock));
    } catch (const DatabaseError& e) {
        return to_open_error(e, path);
    }
}

namespace {

SqliteOpened open_existing(const std::string& path, SqliteConnection::Access access)
{
    if (!std::filesystem::exists(path))
        return Error(Errc::invalid_input, "There is no database at " + path + ". Check DESKBELL_DATABASE.");
    try {
        auto db = std::make_unique<SqliteConnection>(path, access);
        if (!is_ours(*db))
            return Error(Errc::invalid_input, path + " is not a database of Deskbell.");
        if (auto same = check_migrated(*db, schema()); !same)
            return same.error();
        if (access == SqliteConnection::Access::read_write)
            make_durable(*db);
        return db;
    } catch (const DatabaseError& e) {
        return to_open_error(e, path);
    }
}

}  // namespace

SqliteOpened open_reader(const std::string& path)
{
    return open_existing(path, SqliteConnection::Access::read_only);
}

SqliteOpened open_beside(const std::string& path)
{
    return open_existing(path, SqliteConnection::Access::read_write);
}

Result<bool> create_private(const std::string& path)
{
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST)
        return false;
    // fchmod: an odd umask may have taken rights from the owner too. -wal and -shm get the same mode.
    const bool is_made = file >= 0 && ::fchmod(file, 0600) == 0;
    const int reason = errno;
    if (file >= 0)
        ::close(file);
    if (!is_made)
        return Error(reason == ENOSPC ? Errc::unavailable : Errc::invalid_input,
                     "Cannot create " + path + ": " + std::strerror(reason) + ".");
    return true;
}

Result<void> check_content(SqliteConnection& db, const std::string& path)
{
    if (!is_ours(db))
        return Error(Errc::invalid_input,
                     path + " is a database, but not one of Deskbell. Check DESKBELL_DATABASE.");
    const std::string found = text_of(db, "PRAGMA quick_check(1)");
    if (found != "ok")
        return to_open_error(DatabaseError(DatabaseError::Kind::damaged, found), path);
    return {};
}

namespace {

// SQLite needs this much for its index of the log before it can open anything. Source: SQLite, "WAL-mode File
// Format", 2.
constexpr std::uintmax_t kLogIndexBytes = 32'768;

/// Without room for the index of the log SQLite speaks of an I/O error.
DatabaseError::Kind kind_of(const DatabaseError& failure, const std::string& path)
{
    std::error_code unknown;
    const auto room = std::filesystem::space(std::filesystem::absolute(path).parent_path(), unknown);
    const bool is_full =
        failure.kind() == DatabaseError::Kind::io && !unknown && room.available < kLogIndexBytes;
    return is_full ? DatabaseError::Kind::full : failure.kind();
}

}  // namespace

Error to_open_error(const DatabaseError& failure, const std::string& path)
{
    using Kind = DatabaseError::Kind;
    switch (kind_of(failure, path)) {
        case Kind::damaged:
            return Error(Errc::invalid_input,
                         path + " is damaged or not a database (" + failure.what() +
                             "). Move it away and restore a backup: deskbell restore FILE");
        case Kind::read_only:
            return Error(Errc::invalid_input, path +
                                                  " is read-only. Deskbell's user must be able to write it "
                                                  "and the folder that it is in.");
        case Kind::full:
            return Error(Errc::unavailable,
                         "The disk of " + path +
                             " is full; nothing was changed. Make room beside the database "
                             "(old backups, logs; never its -wal and -shm files). Then start "
                             "again; under systemd it starts by itself.");
        case Kind::io:
            return Error(Errc::unavailable, "The disk of " + path + " is at fault or full (" +
                                                failure.what() +
                                                "). Look at it (df, dmesg) and start again.");
        case Kind::busy:
            return Error(Errc::unavailable,
                         "Another program uses the database " + path + ". End it and start again.");
        case Kind::constraint:
        case Kind::other:
            break;
    }
    return Error(Errc::invalid_input, "Cannot open the database " + path + ": " + failure.what() + ".");
}

}  // namespace deskbell::store
