#pragma once
#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace deskbell::store {

/// What was told of a batch; see 0041-batch_result.sql.
struct BatchResult {
    std::string label;     ///< "Resolve"
    std::string summary;   ///< "3 tickets changed."
    std::string left_out;  ///< mrkdwn, "" for none
};

/// Kept only while a batch can be taken back.
class BatchResults {
public:
    explicit BatchResults(Connection& db) : db_(db) {}
    void keep(std::int64_t batch, const BatchResult& result);
    /// Gives it, once.
    std::optional<BatchResult> take(std::int64_t batch);

private:
    Connection& db_;
};

}  // namespace deskbell::store
