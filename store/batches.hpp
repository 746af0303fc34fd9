#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace deskbell::store {

/// One order that changed several records.
struct Batch {
    struct Item {
        std::int64_t record_id = 0;
        std::int64_t version_before = 0, version_after = 0;
    };
    std::int64_t id = 0;
    std::string actor;
    std::string action;
    UtcTime made_at{};
    bool is_undone = false;
    std::int64_t message = 0;  ///< 0 until the actor was told
    std::vector<Item> items;
};

/// Orders over several records. What became of each stands in its events; see 0038-batch.sql.
class Batches {
public:
    explicit Batches(Connection& db) : db_(db) {}
    /// Its number, which the events of its records name. Its items follow.
    std::int64_t begin(std::string_view actor, std::string_view action, UtcTime now);
    void add(std::int64_t batch, const Batch::Item& item);
    void set_message(std::int64_t batch, std::int64_t message);
    std::optional<Batch> find(std::int64_t id) const;
    /// False when it was taken back before.
    bool undo(std::int64_t batch, UtcTime now);

private:
    Connection& db_;
};

}  // namespace deskbell::store
