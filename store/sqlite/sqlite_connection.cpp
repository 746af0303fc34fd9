#include "store/sqlite/sqlite_connection.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>

namespace deskbell::store {

namespace {

// IOERR and CANTOPEN are also what a full disk answers when shared memory or a journal has to grow.
constexpr std::array<std::pair<int, DatabaseError::Kind>, 9> kKinds{{
    {SQLITE_BUSY, DatabaseError::Kind::busy},
    {SQLITE_LOCKED, DatabaseError::Kind::busy},
    {SQLITE_FULL, DatabaseError::Kind::full},
    {SQLITE_IOERR, DatabaseError::Kind::io},
    {SQLITE_CANTOPEN, DatabaseError::Kind::io},
    {SQLITE_READONLY, DatabaseError::Kind::read_only},
    {SQLITE_CORRUPT, DatabaseError::Kind::damaged},
    {SQLITE_NOTADB, DatabaseError::Kind::damaged},
    {SQLITE_CONSTRAINT, DatabaseError::Kind::constraint},
}};

int flags_of(SqliteConnection::Access access)
{
    // No mutex of SQLite's own: a connection belongs to one thread at a time.
    return SQLite::OPEN_NOMUTEX |
           (access == SqliteConnection::Access::read_only ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE);
}

}  // namespace

DatabaseError to_database_error(const SQLite::Exception& e)
{
    const int primary = e.getErrorCode() & 0xFF;  // the rest of an extended code says where
    const auto known = std::ranges::find(kKinds, primary, &std::pair<int, DatabaseError::Kind>::first);
    return DatabaseError(known == kKinds.end() ? DatabaseError::Kind::other : known->second, e.what());
}

/// A statement on loan from its connection; goes back when it is destroyed.
class SqliteStatement final : public Statement {
public:
    SqliteStatement(SqliteConnection& owner, std::unique_ptr<SQLite::Statement> statement)
        : owner_(owner), statement_(std::move(statement))
    {
    }
    ~SqliteStatement() override { owner_.give_back(std::move(statement_)); }

    void bind(int parameter, std::int64_t value) override
    {
        translated([&] { statement_->bind(parameter, value); });
    }
    void bind(int parameter, std::string_view value) override
    {
        translated([&] { statement_->bind(parameter, std::string(value)); });
    }
    void bind_null(int parameter) override
    {
        translated([&] { statement_->bind(parameter); });
    }
    bool step() override
    {
        return !statement_->isDone() && translated([&] { return statement_->executeStep(); });
    }
    bool is_null(int column) const override
    {
        return translated([&] { return statement_->isColumnNull(column); });
    }
    std::int64_t integer(int column) const override
    {
        return translated([&] { return statement_->getColumn(column).getInt64(); });
    }
    std::string text(int column) const override
    {
        return translated([&] { return statement_->getColumn(column).getString(); });
    }

private:
    SqliteConnection& owner_;
    std::unique_ptr<SQLite::Statement> statement_;
};

SqliteConnection::SqliteConnection(const std::string& path, Access access)
    : db_(translated([&] { return SQLite::Database(path, flags_of(access), kBusyTimeout); }))
{
    execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF");
}

std::unique_ptr<Statement> SqliteConnection::prepare(std::string_view sql)
{
    std::unique_ptr<SQLite::Statement> statement;
    if (const auto idle = idle_.find(sql); idle != idle_.end())
        statement = std::move(idle_.extract(idle).mapped());
    else
        statement = translated([&] { return std::make_unique<SQLite::Statement>(db_, std::string(sql)); });
    return std::make_unique<SqliteStatement>(*this, std::move(statement));
}

void SqliteConnection::give_back(std::unique_ptr<SQLite::Statement> statement)
{
    statement->tryReset();  // repeats the error of the last step, which was already told
    if (idle_.size() < kIdleBound)
        idle_.try_emplace(statement->getQuery(), std::move(statement));
}

void SqliteConnection::execute(std::string_view sql)
{
    translated([&] { db_.exec(std::string(sql)); });
}

std::int64_t SqliteConnection::changes() const { return db_.getChanges(); }

std::vector<TextColumn> SqliteConnection::text_columns()
{
    const auto row = prepare(
        "SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c"
        " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND c.type = 'TEXT' ORDER BY t.name, c.name");
    std::vector<TextColumn> out;
    while (row->step()) out.push_back({row->text(0), row->text(1)});
    return out;
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(db_.getHandle()) == 0; }

bool SqliteConnection::is_writable() const { return sqlite3_db_readonly(db_.getHandle(), "main") == 0; }

}  // namespace deskbell::store
