#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// What an index is about: the words of records, or those of knowledge entries.
enum class Indexed { records, entries };

/// A text as it is searched. Words of the title weigh more.
struct IndexedText {
    std::string title, body;
    bool operator==(const IndexedText&) const = default;
};

/// Words to look for: all words of at least one alternative. No word has a meaning of its own, whatever its
/// signs are; each is found whole or as the beginning of a longer one.
struct TextQuery {
    std::vector<std::vector<std::string>> alternatives;
    bool empty() const { return alternatives.empty(); }
};

/// Full-text search as one driver has it: the case and the accents of letters make no difference. Written in
/// the transaction that changes what it is about.
class TextIndex {
public:
    virtual ~TextIndex() = default;
    /// Puts the text in the place of the one that is there. Writes nothing when it is the same.
    virtual void put(Indexed kind, std::int64_t id, const IndexedText& text) = 0;
    virtual void remove(Indexed kind, std::int64_t id) = 0;
    /// As it was put; empty when it is not there.
    virtual IndexedText find(Indexed kind, std::int64_t id) const = 0;
    /// The query as this driver writes it: the value of the parameter below. `query` is not empty.
    virtual std::string written(const TextQuery& query) const = 0;
    /// A SELECT of the columns `hit` (an id) and `score`, the least for the best, for the query in a
    /// parameter.
    virtual std::string hits_sql(Indexed kind, std::string_view parameter) const = 0;
    /// Takes words that are no longer found out of the file as well. It rewrites the index.
    virtual void compact() = 0;
};

}  // namespace deskbell::store
