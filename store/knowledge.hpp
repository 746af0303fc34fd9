#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"
#include "store/text_index.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// Something that a team knows and wrote down, as it stands now.
struct KnowledgeEntry {
    std::int64_t id = 0;
    std::int64_t version = 0;
    std::string kind;   ///< canned, article, known_error
    std::string inbox;  ///< "" for every inbox
    std::string title, text;
    std::string phrases;    ///< other words by which people ask for it
    std::string owner;      ///< Slack user id
    std::string review_on;  ///< "2026-11-23", "" for never: after that day it is not suggested
    bool is_retired = false;
    std::int64_t used = 0;    ///< by agents
    std::int64_t helped = 0;  ///< people whom it was enough

    bool is_due_on(std::string_view day) const { return !review_on.empty() && review_on < day; }
};

/// Which entries, one page of them. Retired ones are in no list.
struct KnowledgeFilter {
    std::vector<std::string> inboxes;  ///< those of these and those for every inbox
    std::vector<std::string> kinds;    ///< empty: all
    std::string live_on;               ///< "2026-11-23": only what is not past its review then; "" for all
    TextQuery words;                   ///< the best match first; without words the most used
    int limit = 10;                    ///< 1 .. 200
    int offset = 0;
};

struct KnowledgePage {
    std::vector<KnowledgeEntry> entries;
    std::int64_t total = 0;
};

/// One earlier or present version, for the people who answer for it.
struct KnowledgeVersion {
    std::int64_t version = 0;
    std::string changed_by;
    UtcTime changed_at{};
    bool is_retired = false;
};

/// Entries and their versions, and whom they were enough for.
class Knowledge {
public:
    explicit Knowledge(Connection& db) : db_(db) {}

    /// Gives the entry its id and its first version.
    void add(KnowledgeEntry& entry, std::string_view by, UtcTime now);
    /// Writes the next version.
    void save(KnowledgeEntry& entry, std::string_view by, UtcTime now);
    std::optional<KnowledgeEntry> find(std::int64_t id) const;
    KnowledgePage list(const KnowledgeFilter& filter) const;
    /// The newest first, at most `limit`.
    std::vector<KnowledgeVersion> versions(std::int64_t id, int limit) const;
    void count_use(std::int64_t id);

    /// Somebody needed no answer. False when that was noted under `once` already.
    /// @param entry, record  which suggestion it was; 0 for the other kind
    bool note_self_served(std::string_view once, std::string_view inbox, std::int64_t entry,
                          std::int64_t record, UtcTime now);
    /// In [from, to), in one inbox or, for "", in all.
    std::int64_t count_self_served(std::string_view inbox, UtcTime from, UtcTime to) const;

    /// Writes the index anew: after words were replaced in the table itself.
    void index_again();

private:
    void write_version(const KnowledgeEntry& entry, std::string_view by, UtcTime now);
    Connection& db_;
};

/// What an entry is found by.
IndexedText indexed_text(const KnowledgeEntry& entry);

/// Who else has a known issue, until it is closed.
class MeToos {
public:
    explicit MeToos(Connection& db) : db_(db) {}
    /// False when the person is there already.
    bool add(std::int64_t record, std::string_view user, UtcTime now);
    bool remove(std::int64_t record, std::string_view user);
    bool has(std::int64_t record, std::string_view user) const;
    std::vector<std::string> of(std::int64_t record, int limit) const;
    void forget(std::int64_t record);

private:
    Connection& db_;
};

}  // namespace deskbell::store
