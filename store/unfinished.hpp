#pragma once
#include "handlers/domain/record.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace deskbell::store {

/// A request that came by a door which could not ask for all that its form needs.
struct Draft {
    enum class State { waiting, raised, withdrawn };

    std::int64_t id = 0;
    std::string process, inbox;
    std::string requester;  ///< for whom
    std::string raiser;     ///< who used the door
    std::string via;        ///< for people to read
    std::string source;     ///< through what: message, reaction
    std::string channel, root_ts;
    Attributes fields;  ///< what is known so far; nothing once it has ended: the record has it, or nobody
    UtcTime raised_at{};
    State state = State::waiting;
    std::int64_t record_id = 0;  ///< what it became
};

/// Requests that wait for the rest of their fields, for half an hour at most. A thread has one at a time.
class Unfinished {
public:
    explicit Unfinished(Connection& db) : db_(db) {}
    std::int64_t insert(const Draft& draft);
    std::optional<Draft> find(std::int64_t id) const;
    /// The one that waits in this thread.
    std::optional<Draft> waiting(std::string_view channel, std::string_view root_ts) const;
    void change(std::int64_t id, const Attributes& fields);
    void raised(std::int64_t id, std::int64_t record_id);
    void withdrawn(std::int64_t id);

private:
    Connection& db_;
};

}  // namespace deskbell::store
