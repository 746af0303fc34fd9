#include "store/home_figures.hpp"

namespace deskbell::store {

void HomeFiguresTable::keep(const HomeFigures& f)
{
    db_.run(
        "INSERT INTO home_figures (reader, as_of, head, numbers) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (reader) DO UPDATE SET as_of = excluded.as_of, head = excluded.head,"
        " numbers = excluded.numbers",
        f.reader, to_unix(f.as_of), f.head, f.numbers);
}

std::optional<HomeFigures> HomeFiguresTable::of(std::string_view reader) const
{
    const auto row =
        db_.query("SELECT reader, as_of, head, numbers FROM home_figures WHERE reader = ?1", reader);
    if (!row->step())
        return std::nullopt;
    return HomeFigures{row->text(0), from_unix(row->integer(1)), row->integer(2), row->text(3)};
}

std::vector<std::int64_t> HomeFiguresTable::records_since(UtcTime since) const
{
    const auto row = db_.query(
        "SELECT id FROM record WHERE updated_at >= ?1"
        " OR category IN ('new', 'active', 'waiting_requester', 'on_hold') ORDER BY id",
        to_unix(since));
    std::vector<std::int64_t> out;
    while (row->step()) out.push_back(row->integer(0));
    return out;
}

}  // namespace deskbell::store
