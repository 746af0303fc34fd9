#pragma once
#include "store/connection.hpp"
#include "store/text_index.hpp"

namespace deskbell::store {

/// FTS5: one virtual table for each kind, whose row ids are those of what it is about.
class SqliteTextIndex final : public TextIndex {
public:
    explicit SqliteTextIndex(Connection& db) : db_(db) {}

    /// Makes the tables; false when they are there.
    bool make();

    void put(Indexed kind, std::int64_t id, const IndexedText& text) override;
    void remove(Indexed kind, std::int64_t id) override;
    IndexedText find(Indexed kind, std::int64_t id) const override;
    std::string written(const TextQuery& query) const override;
    std::string hits_sql(Indexed kind, std::string_view parameter) const override;
    void compact() override;

private:
    Connection& db_;
};

}  // namespace deskbell::store
