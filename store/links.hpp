#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <string>
#include <vector>

namespace deskbell::store {

/// A typed link between two records, seen from one of them.
struct Link {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::string type;  ///< "duplicate_of", "related_to" ...
};

class Links {
public:
    explicit Links(Connection& db) : db_(db) {}
    /// False when the same link is already there.
    bool insert(const Link& link, UtcTime now);
    /// Links that start or end at the record, oldest first, at most `limit`.
    std::vector<Link> of(std::int64_t record_id, int limit = 50) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
