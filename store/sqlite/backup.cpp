#include "store/sqlite/database_file.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>

#include <filesystem>

namespace deskbell::store {

namespace {

namespace fs = std::filesystem;

// Pages per step: 1 MiB, so that progress is shown and Ctrl-C is not far away.
constexpr int kStep = 256;

using Progress = std::function<void(int, int)>;

void copy_pages(SqliteConnection& from, SqliteConnection& to, const Progress& progress)
{
    translated([&] {
        SQLite::Backup backup(to.database(), from.database());
        for (int answer = SQLITE_OK; answer == SQLITE_OK;) {
            answer = backup.executeStep(kStep);
            if (answer == SQLITE_BUSY || answer == SQLITE_LOCKED)
                throw DatabaseError(DatabaseError::Kind::busy, "the database is locked");
            if (progress)
                progress(backup.getTotalPageCount() - backup.getRemainingPageCount(),
                         backup.getTotalPageCount());
        }
    });
}

/// Writes the copy and reads it back: a backup that was never read is a hope.
Result<void> copy_into(SqliteConnection& from, const std::string& partial, const Progress& progress)
{
    SqliteConnection to(partial, SqliteConnection::Access::read_write);
    // One snapshot for the whole copy; otherwise each commit of a running desk would start it again.
    from.execute("BEGIN");
    from.query("SELECT id FROM migration LIMIT 1")->step();
    copy_pages(from, to, progress);
    from.execute("COMMIT");
    // The copy is one file that needs no neighbours, on a read-only medium too.
    to.prepare("PRAGMA journal_mode = DELETE")->step();
    return check_content(to, partial);
}

}  // namespace

Result<void> backup_sqlite(const std::string& source, const std::string& target, const Progress& progress)
{
    if (fs::exists(target))
        return Error(Errc::conflict, target + " exists already. Choose another name or move it away.");
    auto from = open_reader(source);
    if (!from)
        return from.error();

    // Under another name until it is whole, so that a copy cut short is not taken for a backup.
    const std::string partial = target + ".partial";
    std::error_code failed;
    fs::remove(partial, failed);
    if (auto made = create_private(partial); !made)
        return made.error();

    Result<void> copied;
    try {
        copied = copy_into(**from, partial, progress);
    } catch (const DatabaseError& e) {
        copied = to_open_error(e, e.kind() == DatabaseError::Kind::full ? partial : source);
    }
    if (copied)
        fs::rename(partial, target, failed);
    else
        fs::remove(partial, failed);
    if (copied && failed)
        return Error(Errc::unavailable, "Cannot name the backup " + target + ": " + failed.message() + ".");
    return copied;
}

}  // namespace deskbell::store
