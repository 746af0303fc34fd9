#pragma once
#include "handlers/kernel/desk.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Records as a table for spreadsheets or as JSON Lines for programs, with a manifest that proves what was
/// given.
namespace deskbell::kernel {

enum class ExportFormat : std::uint8_t { csv, jsonl };

/// Which records, and how much of each.
struct ExportOrder {
    const Process* process = nullptr;
    UtcTime from{};
    UtcTime to{};                    ///< raised in [from, to)
    std::string filter = {};         ///< as it was typed, "inbox:it priority:P1"; "" for all of them
    store::RecordFilter which = {};  ///< what it selects, see `read_search`
    ExportFormat format = ExportFormat::csv;
    bool with_sensitive = false;  ///< fields that are declared sensitive
    bool with_events = false;     ///< JSON Lines only: the log of each record
    bool with_comments = false;   ///< JSON Lines only: replies and notes
    /// Whose eyes: nothing is given that this person may not see; "" for the operator, who has the database.
    std::string reader;
    bool is_own = false;  ///< the person's own requests: without what agents keep to themselves
};

/// Rows in memory at a time.
inline constexpr int kExportPage = 200;

/// The records that are looked at, whoever may see them.
store::RecordFilter selected_by(const ExportOrder& order);

/// Gives the export piece by piece, the header first, and returns how many records it has. `progress(done,
/// of)` is called now and then.
std::int64_t export_records(const Desk& desk, const ExportOrder& order, const store::Unit& unit,
                            const std::function<void(std::string_view)>& write,
                            const std::function<void(std::int64_t, std::int64_t)>& progress = nullptr);

/// A record as one line of JSON: number, process, times and every attribute.
std::string json_line(const Desk& desk, const ExportOrder& order, const Record& record,
                      const store::Unit& unit);

/// One line of JSON: what was asked for, when, how many rows came, and the SHA-256 of the data.
std::string export_manifest(const ExportOrder& order, std::string_view file, std::int64_t rows,
                            std::string_view sha256, UtcTime now);

/// What leaves the desk with it, for the log of the desk; `rows` where they are counted already.
std::vector<Change> export_details(const ExportOrder& order, std::optional<std::int64_t> rows);

/// "change-2026-11-01-2026-12-01.csv" without the ending.
std::string export_name(const ExportOrder& order);
std::string_view extension_of(ExportFormat format);

}  // namespace deskbell::kernel
