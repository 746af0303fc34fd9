#pragma once
#include "store/connection.hpp"
#include "store/sqlite/process_lock.hpp"
#include "store/sqlite/sqlite_text_index.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <map>

namespace deskbell::store {

/// What a SQLite failure means to us.
DatabaseError to_database_error(const SQLite::Exception& e);

/// Runs `work` and turns SQLite's exceptions into ours.
template <class Work>
decltype(auto) translated(Work&& work)
{
    try {
        return work();
    } catch (const SQLite::Exception& e) {
        throw to_database_error(e);
    }
}

/// One SQLite connection, used by one thread at a time. Statements must not outlive it.
class SqliteConnection final : public Connection {
public:
    enum class Access { read_write, read_only };

    /// How long a connection waits for a lock of SQLite, in milliseconds. Desks are kept apart by
    /// ProcessLock, so that only a checkpoint, a command of the operator or their shell can be in the way.
    static constexpr int kBusyTimeout = 5000;

    /// Opens an existing file (or ":memory:").
    SqliteConnection(const std::string& path, Access access);

    std::unique_ptr<Statement> prepare(std::string_view sql) override;
    void execute(std::string_view sql) override;
    std::int64_t changes() const override;
    std::vector<TextColumn> text_columns() override;
    SqliteTextIndex& text_index() override { return text_index_; }

    /// False after a failure that made SQLite take back the whole transaction.
    bool in_transaction() const;
    bool is_writable() const;
    SQLite::Database& database() { return db_; }

    /// Keeps other processes out for as long as the connection lives.
    void hold(ProcessLock lock) { lock_ = std::move(lock); }

private:
    friend class SqliteStatement;
    // More than the program has texts; lists with many different filters would grow it for ever.
    static constexpr std::size_t kIdleBound = 256;
    void give_back(std::unique_ptr<SQLite::Statement> statement);

    ProcessLock lock_;  // first, so that it is given back last
    SQLite::Database db_;
    std::map<std::string, std::unique_ptr<SQLite::Statement>, std::less<>> idle_;
    SqliteTextIndex text_index_{*this};
};

}  // namespace deskbell::store
