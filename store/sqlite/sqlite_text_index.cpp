#include "store/sqlite/sqlite_text_index.hpp"

#include <array>

namespace deskbell::store {

namespace {

constexpr std::array kKinds{Indexed::records, Indexed::entries};
// A word in the title counts as much as so many in the text.
constexpr std::string_view kWeights = "5.0, 1.0";

std::string table_of(Indexed kind) { return kind == Indexed::records ? "record_words" : "entry_words"; }

/// A word as a phrase that begins so. In quotation marks FTS5 takes nothing for its own language.
std::string phrase(std::string_view word)
{
    std::string out = "\"";
    for (const char c : word) {
        if (c == '"')
            out += '"';
        out += c == '\0' ? ' ' : c;
    }
    return out + "\"*";
}

}  // namespace

bool SqliteTextIndex::make()
{
    const auto row = db_.query("SELECT COUNT(*) FROM sqlite_schema WHERE name = ?1", table_of(kKinds.back()));
    row->step();
    if (row->integer(0) != 0)
        return false;
    for (const Indexed kind : kKinds)
        db_.execute("CREATE VIRTUAL TABLE " + table_of(kind) +
                    " USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2')");
    return true;
}

void SqliteTextIndex::put(Indexed kind, std::int64_t id, const IndexedText& text)
{
    if (find(kind, id) == text)
        return;
    remove(kind, id);
    db_.run("INSERT INTO " + table_of(kind) + " (rowid, title, body) VALUES (?1, ?2, ?3)", id, text.title,
            text.body);
}

void SqliteTextIndex::remove(Indexed kind, std::int64_t id)
{
    db_.run("DELETE FROM " + table_of(kind) + " WHERE rowid = ?1", id);
}

IndexedText SqliteTextIndex::find(Indexed kind, std::int64_t id) const
{
    const auto row = db_.query("SELECT title, body FROM " + table_of(kind) + " WHERE rowid = ?1", id);
    return row->step() ? IndexedText{row->text(0), row->text(1)} : IndexedText();
}

std::string SqliteTextIndex::written(const TextQuery& query) const
{
    std::string out;
    for (const auto& wanted : query.alternatives) {
        std::string all;
        for (const std::string& word : wanted) all += (all.empty() ? "" : " AND ") + phrase(word);
        out += (out.empty() ? "(" : " OR (") + all + ")";
    }
    return out;
}

std::string SqliteTextIndex::hits_sql(Indexed kind, std::string_view parameter) const
{
    const std::string table = table_of(kind);
    std::string out = "SELECT rowid AS hit, bm25(";
    out.append(table).append(", ").append(kWeights).append(") AS score FROM ").append(table);
    return out.append(" WHERE ").append(table).append(" MATCH ").append(parameter);
}

void SqliteTextIndex::compact()
{
    for (const Indexed kind : kKinds) {
        const std::string table = table_of(kind);
        db_.execute("INSERT INTO " + table + " (" + table + ") VALUES ('optimize')");
    }
}

}  // namespace deskbell::store
