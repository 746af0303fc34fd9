#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// Figures on somebody's Home, as they were counted last.
struct HomeFigures {
    std::string reader;
    UtcTime as_of{};
    std::int64_t head = 0;  ///< id of the last event that counts
    std::string numbers;    ///< JSON
};

/// One row for each person who oversees the desk.
class HomeFiguresTable {
public:
    explicit HomeFiguresTable(Connection& db) : db_(db) {}
    /// In place of those that the person had.
    void keep(const HomeFigures& figures);
    std::optional<HomeFigures> of(std::string_view reader) const;
    /// Records, by id, that are open or were changed at this time or later: all that figures of then and
    /// later are about.
    std::vector<std::int64_t> records_since(UtcTime since) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
