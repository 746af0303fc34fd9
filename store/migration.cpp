#include "store/migration.hpp"

#include "store/sha256.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace deskbell::store {

namespace {

using Applied = std::map<std::string, std::string, std::less<>>;  // id -> checksum

// Far more than a schema has; beyond it the table is not ours.
constexpr std::int64_t kStepBound = 10'000;

Applied applied_steps(Connection& db)
{
    Applied out;
    const auto row = db.query("SELECT id, checksum FROM migration ORDER BY id LIMIT ?1", kStepBound);
    while (row->step()) out.emplace(row->text(0), row->text(1));
    return out;
}

Result<void> compare(const Applied& applied, std::span<const Migration> steps)
{
    for (const auto& [id, checksum] : applied) {
        const auto ours = std::ranges::find(steps, id, &Migration::id);
        if (ours == steps.end())
            return Error(Errc::invalid_input,
                         "The database was written by a newer Deskbell (it has the step " + id +
                             "). Start that version, or restore a backup from before it.");
        if (checksum != sha256_hex(ours->sql))
            return Error(Errc::internal, "The schema step " + id +
                                             " was edited after it had been applied. "
                                             "Use an unchanged build of Deskbell.");
    }
    return {};
}

std::string with_key(std::string_view sql, std::string_view key)
{
    std::string out(sql);
    for (auto at = out.find(kKeyPlaceholder); at != std::string::npos;
         at = out.find(kKeyPlaceholder, at + key.size()))
        out.replace(at, kKeyPlaceholder.size(), key);
    return out;
}

void apply_step(Connection& db, const Migration& step, std::string_view key)
{
    db.execute("BEGIN");
    try {
        db.execute(with_key(step.sql, key));
        db.run("INSERT INTO migration (id, checksum) VALUES (?1, ?2)", step.id, sha256_hex(step.sql));
        db.execute("COMMIT");
    } catch (...) {
        try {
            db.execute("ROLLBACK");
        } catch (const DatabaseError&) {
            // The database took the step back by itself; the first failure is the one worth telling.
        }
        throw;
    }
}

}  // namespace

Result<int> migrate(Connection& db, std::span<const Migration> steps, std::string_view key)
{
    db.execute("CREATE TABLE IF NOT EXISTS migration (id TEXT PRIMARY KEY, checksum TEXT NOT NULL)");
    const Applied applied = applied_steps(db);
    if (auto same = compare(applied, steps); !same)
        return same.error();

    int ran = 0;
    for (const Migration& step : steps) {
        if (applied.contains(step.id))
            continue;
        apply_step(db, step, key);
        ++ran;
    }
    return ran;
}

Result<void> check_migrated(Connection& db, std::span<const Migration> steps)
{
    const Applied applied = applied_steps(db);
    if (auto same = compare(applied, steps); !same)
        return same.error();
    if (applied.size() < steps.size())
        return Error(Errc::invalid_input,
                     "The database was written by an older Deskbell. "
                     "Start `deskbell run` once: it brings the database up to date.");
    return {};
}

}  // namespace deskbell::store
