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
};

class Comments {
public:
    explicit Comments(Connection& db) : db_(db) {}
    std::int64_t insert(const Comment& comment);
    /// Oldest first, the last `limit` of them. `with_notes` false hides the notes.
    std::vector<Comment> of(std::int64_t record_id, bool with_notes, int limit = 50) const;

private:
    Connection& db_;
};

/// A Slack message that belongs to a record, on either side. `ts` is empty until it is posted.
struct Message {
    std::int64_t id = 0;
    std::int64_t record_id = 0;
    std::string role;       ///< card, source, receipt, copy, notice
    std::string channel;    ///< channel id; for a direct message the user id until it is posted
    std::string ts;
    std::int64_t twin = 0;  ///< message that this one is a copy of
};

/// Both sides of every mirrored message, and where a record's card and receipt are.
class Messages {
public:
    explicit Messages(Connection& db) : db_(db) {}
    std::int64_t insert(const Message& message);
    std::optional<Message> find(std::int64_t id) const;
    std::optional<Message> find(std::string_view channel, std::string_view ts) const;
    /// The newest message of a record in a role.
    std::optional<Message> find(std::int64_t record_id, std::string_view role) const;
    void posted(std::int64_t id, std::string_view channel, std::string_view ts);

private:
    Connection& db_;
};

}  // namespace deskbell::store
