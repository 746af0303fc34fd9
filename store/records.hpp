#pragma once
#include "handlers/domain/record.hpp"
#include "store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// Which records somebody may see, as SQL can check it. The same rule as kernel::may_see.
struct Visibility {
    bool everything = false;             ///< auditors and the program itself
    std::string user;                    ///< sees what they requested, raised, hold, follow or are to approve
    std::vector<std::string> inboxes;    ///< sees every record of these inboxes (their agent)
    std::vector<std::string> processes;  ///< sees every record of these (open to all, or their owner)
    std::vector<std::string> stands_in_for{};  ///< sees what is not private and waits for the answer of these
};

/// Which records, in which order, which page.
struct RecordFilter {
    enum class Order { due, newest, oldest };

    Visibility visible;
    std::vector<std::string> processes;     ///< empty: all
    std::vector<std::string> categories;    ///< stored words of Category; empty: all
    std::vector<std::string> inboxes;       ///< empty: all
    std::string requester;                  ///< "" : anyone
    std::string assignee;                   ///< "" : anyone; "-" : nobody
    std::string follower{};                 ///< "" : anyone
    std::vector<std::string> priorities{};  ///< empty: all
    std::vector<std::string> tags{};        ///< each of them; empty: any or none
    bool is_private = false;                ///< only private ones
    std::optional<UtcTime> raised_from{};   ///< raised at this time or later
    std::optional<UtcTime> raised_before{};
    std::optional<UtcTime> changed_from{};  ///< last changed at this time or later
    std::optional<UtcTime> due_before;      ///< the promise that is open now is due before
    bool awaits_decision = false;           ///< of visible.user, or of those for whom they stand in
    /// Every word, or the beginning of one, and every "phrase in quotes" occurs in number, title, details or
    /// resolution; the best match comes first then.
    std::string words;
    std::string alike = {};       ///< instead of `words`: what is about the same as this text
    bool is_loosely = false;      ///< one word in common is enough for `alike`
    bool is_known_issue = false;  ///< only what its agents marked as one, and what is not private
    Order order = Order::newest;
    int limit = 10;  ///< 1 .. 200
    int offset = 0;
};

struct RecordPage {
    std::vector<Record> records;
    std::int64_t total = 0;  ///< matching records, all pages
};

/// The projection table `record`. Written only together with the event that causes it (see EventLog).
class Records {
public:
    explicit Records(Connection& db) : db_(db) {}

    /// Gives the record its id and the next number of its process.
    void insert(Record& record);
    /// Writes the projection of a record that exists.
    void save(const Record& record);
    std::optional<Record> find(std::int64_t id) const;
    std::optional<Record> find(std::string_view process, std::int64_t number) const;
    /// The record raised from the thread with this root message; one at most.
    std::optional<Record> find_source(std::string_view channel, std::string_view root_ts) const;
    /// A record of this requester with the same title since then: a command typed twice.
    std::optional<Record> find_twin(std::string_view requester, std::string_view title, UtcTime since) const;
    RecordPage list(const RecordFilter& filter) const;
    /// Records that are not resolved, closed or void, by id, after `after`; at most `limit`.
    std::vector<std::int64_t> open_ids(std::int64_t after, int limit) const;
    /// All records by id, after `after`; at most `limit`.
    std::vector<std::int64_t> ids_after(std::int64_t after, int limit) const;
    /// Tags of the inbox's records that are not private, those used last first, at most `most`.
    std::vector<std::string> tags_in(std::string_view inbox, std::size_t most) const;
    std::int64_t count() const;
    /// What this person asked for or raised, by id, after `after`; at most `limit`.
    std::vector<Record> asked_by(std::string_view user, std::int64_t after, int limit) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
