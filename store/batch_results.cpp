#include "store/batch_results.hpp"

namespace deskbell::store {

void BatchResults::keep(std::int64_t batch, const BatchResult& result)
{
    db_.run("INSERT INTO batch_result (batch_id, label, summary, left_out) VALUES (?1, ?2, ?3, ?4)", batch,
            result.label, result.summary, result.left_out);
}

std::optional<BatchResult> BatchResults::take(std::int64_t batch)
{
    const auto row =
        db_.query("DELETE FROM batch_result WHERE batch_id = ?1 RETURNING label, summary, left_out", batch);
    if (!row->step())
        return std::nullopt;
    return BatchResult{row->text(0), row->text(1), row->text(2)};
}

}  // namespace deskbell::store
