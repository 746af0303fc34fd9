#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// Something said about a record. A note is for agents only.
struct Comment {
    std::int64_t id = 0;
    std::int64_t record_id = 0;
    std::string author;      ///< Slack user id
    std::string visibility;  ///< "public" or "note"
    std::string text;
    UtcTime at{};
    std::int64_t message = 0;  ///< row of the Slack message in which it was typed; 0 for one from a form
    bool is_deleted = false;   ///< its author took it back
};

class Comments {
public:
    explicit Comments(Connection& db) : db_(db) {}
    std::int64_t insert(const Comment& comment);
    /// Oldest first, the last `limit` of them. `with_notes` false hides the notes.
    std::vector<Comment> of(std::int64_t record_id, bool with_notes, int limit = 50) const;
    /// How many of the newest ones `with_words` looks through.
    static constexpr int kNewest = 500;
    /// Of the newest comments those whose text holds these words, oldest first.
    std::vector<Comment> with_words(std::string_view words) const;
    /// What was typed in this message.
    std::optional<Comment> of_message(std::int64_t message) const;
    /// True when somebody else than `author` has said something public about the record, after comment
    /// `after` (0 for ever).
    bool others_spoke(std::int64_t record_id, std::string_view author, std::int64_t after = 0) const;
    void change(std::int64_t id, std::string_view text);
    void mark_deleted(std::int64_t id, UtcTime now);
    /// Oldest first, from after this id on: for those who read all of them.
    std::vector<Comment> after(std::int64_t record_id, std::int64_t id, int limit) const;
    /// Other words, or another name for who wrote them; see EventLog::erase.
    void erase(std::int64_t id, std::string_view author, std::string_view text);

private:
    Connection& db_;
};

/// A Slack message that belongs to a record, on either side. `ts` is empty until it is posted.
struct Message {
    std::int64_t id = 0;
    std::int64_t record_id = 0;
    std::string role;     ///< card, source, receipt, typed, copy, notice
    std::string channel;  ///< channel id; for a direct message the user id until it is posted
    std::string ts;
    std::int64_t twin = 0;    ///< message that this one is a copy of
    std::string thread_ts{};  ///< of a typed message: the root that it stands under
    bool is_deleted = false;  ///< in Slack; the row stays, because history does
};

/// Both sides of every mirrored message, and where a record's card and receipt are.
class Messages {
public:
    static constexpr int kCopiesMost = 10;   ///< of one message; there are two sides
    static constexpr int kOursMost = 500;    ///< of one record in one channel
    static constexpr int kTypedMost = 1000;  ///< of one thread

    explicit Messages(Connection& db) : db_(db) {}
    std::int64_t insert(const Message& message);
    std::optional<Message> find(std::int64_t id) const;
    std::optional<Message> find(std::string_view channel, std::string_view ts) const;
    /// The newest message of a record in a role.
    std::optional<Message> find(std::int64_t record_id, std::string_view role) const;
    /// What the desk itself posted about a record in this channel and did not take out, oldest first.
    std::vector<Message> ours_in(std::int64_t record_id, std::string_view channel) const;
    void posted(std::int64_t id, std::string_view channel, std::string_view ts);
    /// From now on it is something else to its record.
    void become(std::int64_t id, std::string_view role);
    /// The copies of a message, oldest first.
    std::vector<Message> copies_of(std::int64_t id) const;
    /// Messages of a record in a role that hang in Slack or are going to, by id, after `after`.
    std::vector<Message> in_role(std::int64_t record_id, std::string_view role, std::int64_t after,
                                 int limit) const;
    /// What people typed under this root and did not delete, as far as we know.
    std::vector<Message> typed_under(std::string_view channel, std::string_view thread_ts) const;
    void mark_deleted(std::int64_t id, UtcTime now);
    /// Roots of the threads in which tickets that are not closed are discussed, on both sides; those of the
    /// tickets that changed last first.
    std::vector<Message> open_roots(int limit) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
