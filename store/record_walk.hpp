#pragma once
#include "store/records.hpp"

#include <cstdint>
#include <vector>

namespace deskbell::store {

/// All records that a filter selects, in the order of their ids, page by page: for exports, which do not stop
/// at a page of a list.
class RecordWalk {
public:
    RecordWalk(Connection& db, const RecordFilter& filter) : db_(db), filter_(filter) {}
    std::int64_t count() const;
    /// Those after `after`, at most `limit`.
    std::vector<Record> next(std::int64_t after, int limit) const;

private:
    Connection& db_;
    RecordFilter filter_;
};

}  // namespace deskbell::store
