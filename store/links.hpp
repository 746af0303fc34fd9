#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <string>
#include <string_view>
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
    /// Takes away the links of this type that start at the record.
    void remove(std::int64_t from, std::string_view type);
    /// The first record to which a link of this type leads from `from`, 0 for none.
    std::int64_t target(std::int64_t from, std::string_view type) const;
    /// The records from which links of this type lead to `to`, oldest first, at most `limit`.
    std::vector<std::int64_t> sources(std::int64_t to, std::string_view type, int limit) const;
    /// Links that start or end at the record, oldest first, at most `limit`.
    std::vector<Link> of(std::int64_t record_id, int limit = 50) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
