#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// A public answer of an agent that has not gone out yet.
struct PendingReply {
    std::int64_t id = 0;
    std::int64_t record_id = 0;
    std::string author;  ///< Slack user id
    std::string text;
    std::string source;        ///< through what it was said
    std::int64_t message = 0;  ///< row of the Slack message in which it was typed; 0 for one from a form
    std::string files;         ///< what was attached to that message, as the kernel wrote it; "" for nothing
    UtcTime said_at{};
    bool is_undone = false;  ///< its author took it back; kept so that it can be sent after all
};

class PendingReplies {
public:
    /// Answers of one ticket that wait at the same time. Later ones go out at once, after these.
    static constexpr int kWaitingMost = 20;
    /// So long the words of an answer that was taken back can be sent after all.
    static constexpr std::chrono::hours kUndoneKept{1};

    explicit PendingReplies(Connection& db) : db_(db) {}
    std::int64_t insert(const PendingReply& reply);
    std::optional<PendingReply> find(std::int64_t id) const;
    /// The waiting one that was typed in this message.
    std::optional<PendingReply> of_message(std::int64_t message) const;
    /// Those that wait, in the order in which they were said.
    std::vector<PendingReply> waiting(std::int64_t record_id) const;
    void change(std::int64_t id, std::string_view text);
    /// Taken back; forgets those that were taken back long ago.
    void undo(std::int64_t id, UtcTime now);
    void remove(std::int64_t id);

private:
    Connection& db_;
};

}  // namespace deskbell::store
