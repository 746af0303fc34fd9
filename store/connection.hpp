#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

class TextIndex;

/// The database failed (away, full, damaged, read-only, its disk at fault) or the SQL is wrong. Thrown by
/// drivers, caught where a job ends: handlers never see it.
class DatabaseError : public std::runtime_error {
public:
    enum class Kind { busy, full, io, read_only, damaged, constraint, other };
    DatabaseError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
    Kind kind() const noexcept { return kind_; }

private:
    Kind kind_;
};

/// One prepared statement. Parameters are numbered from 1 (?1, ?2 ...), columns from 0.
class Statement {
public:
    virtual ~Statement() = default;
    virtual void bind(int parameter, std::int64_t value) = 0;
    virtual void bind(int parameter, std::string_view value) = 0;
    virtual void bind_null(int parameter) = 0;
    /// Moves to the next row; false when there is none.
    virtual bool step() = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;  ///< 0 for NULL
    virtual std::string text(int column) const = 0;      ///< "" for NULL
};

/// A column that holds texts.
struct TextColumn {
    std::string table, name;
};

/// One connection to the database, used by one thread at a time. SQL stays in the subset that SQLite and
/// PostgreSQL share: numbered parameters, ON CONFLICT, RETURNING, total ORDER BY, explicit LIMIT.
class Connection {
public:
    virtual ~Connection() = default;
    /// Prepared statements are cached by their text. @errors throws DatabaseError
    virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
    /// Runs one or several statements without parameters.
    virtual void execute(std::string_view sql) = 0;
    /// Rows touched by the last INSERT, UPDATE or DELETE.
    virtual std::int64_t changes() const = 0;
    /// Every column of every table that holds texts, in the order of their names.
    virtual std::vector<TextColumn> text_columns() = 0;
    /// Full-text search; its SQL is the driver's own.
    virtual TextIndex& text_index() = 0;

    /// Runs `sql` with its parameters in order and returns the rows it touched.
    template <class... Parameters>
    std::int64_t run(std::string_view sql, const Parameters&... parameters)
    {
        auto statement = query(sql, parameters...);
        while (statement->step()) {
        }
        return changes();
    }

    /// `sql` with its parameters bound, before the first row.
    template <class... Parameters>
    std::unique_ptr<Statement> query(std::string_view sql, const Parameters&... parameters)
    {
        auto statement = prepare(sql);
        int index = 0;
        (bind_one(*statement, ++index, parameters), ...);
        return statement;
    }

private:
    static void bind_one(Statement& s, int index, std::int64_t value) { s.bind(index, value); }
    static void bind_one(Statement& s, int index, std::string_view value) { s.bind(index, value); }
};

}  // namespace deskbell::store
