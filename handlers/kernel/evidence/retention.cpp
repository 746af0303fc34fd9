#include "handlers/kernel/evidence/retention.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/pseudonym.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/evidence/erasure.hpp"
#include "handlers/kernel/feature.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kTimer = "retention";
constexpr std::string_view kSweepTimer = "retention_sweep";
constexpr int kSweepRecords = 200;  // looked at in one transaction
constexpr std::chrono::days kSweepEvery{1};

int days_of(const Desk& desk, const Record& record)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    return inbox == nullptr ? 0 : inbox->retention_days.value_or(desk.settings().retention_days);
}

std::string key_of(const Record& record) { return std::string(kTimer) + ":" + std::to_string(record.id); }

/// Whoever spoke on the asking side, also in the past.
void add_speakers(std::int64_t record, std::set<std::string>& people, const store::Unit& unit)
{
    std::int64_t last = 0;
    for (auto page = unit.events.of(record, last); !page.empty(); page = unit.events.of(record, last))
        for (const Event& event : page) {
            last = event.sequence;
            if (event.kind == kRequesterWord || event.kind == "followed")
                people.insert(event.actor);
        }
}

/// Those on the asking side: for whom, who raised it, who follows or spoke there, and people named in its
/// form. Who worked on it stays.
std::set<std::string> askers_of(const Desk& desk, const Record& record, const store::Unit& unit)
{
    std::set<std::string> out{record.at(attr::kRequester), record.at(attr::kCreatedBy)};
    const auto add_all = [&](const std::string& list) {
        for (const std::string& user : split(list, ',')) out.insert(user);
    };
    add_speakers(record.id, out, unit);
    add_all(record.at(attr::kFollowers));
    for (const Field& field : desk.process_of(record).fields)
        if (field.type == FieldType::user || field.type == FieldType::users)
            add_all(record.at(field.name));
    out.erase("");
    out.erase("system");
    out.erase(record.at(attr::kAssignee));
    return out;
}

/// Replaces every text by the mark and everyone who asked by the pseudonym.
class Emptying {
public:
    Emptying(const Desk& desk, const Record& record, std::string mark, const store::Unit& unit)
        : process_(desk.process_of(record)), askers_(askers_of(desk, record, unit)), mark_(std::move(mark))
    {
    }

    void event(Event& event) const
    {
        for (Change& change : event.changes)
            if (!store::is_plain(change.attribute))
                for (std::string* value : {&change.before, &change.after})
                    *value =
                        holds_words(process_, change.attribute, *value) ? blanked(*value) : named(*value);
        event.text = blanked(event.text);
        event.actor = named(event.actor);
    }

    void comment(store::Comment& comment) const
    {
        comment.text = blanked(comment.text);
        comment.author = named(comment.author);
    }

private:
    std::string blanked(const std::string& text) const { return text.empty() ? text : mark_; }
    std::string named(const std::string& text) const
    {
        return without_traces(text, {askers_.begin(), askers_.end()}, kErased);
    }

    const Process& process_;
    const std::set<std::string> askers_;
    const std::string mark_;
};

void arm(const Desk& desk, const Record& record, store::Unit& unit)
{
    const auto due = record.has(kErasedAt) ? std::nullopt : erasure_due(desk, record);
    if (due)
        unit.timers.arm({0, key_of(record), std::string(kTimer), record.id, *due});
    else
        unit.timers.cancel(key_of(record));
}

Result<void> after_step(const Desk& desk, Record& record, std::string_view, const Act&, store::Unit& unit)
{
    arm(desk, record, unit);
    return {};
}

Result<void> on_due(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    auto record = unit.records.find(timer.record_id);
    if (record && !erase_if_due(desk, *record, unit))
        arm(desk, *record, unit);  // the configuration was changed meanwhile
    return {};
}

/// Every record gets or loses its timer as the configuration says now; a page at a time, once a day from the
/// beginning.
Result<void> sweep(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    const std::int64_t after = whole_number(timer.key.substr(kSweepTimer.size() + 1));
    const auto ids = unit.records.ids_after(after, kSweepRecords);
    for (const std::int64_t id : ids)
        if (const auto record = unit.records.find(id))
            arm(desk, *record, unit);
    const bool is_through = ids.empty();
    std::string key(kSweepTimer);
    key.append(":").append(std::to_string(is_through ? 0 : ids.back()));
    unit.timers.arm({0, key, std::string(kSweepTimer), 0, is_through ? unit.now + kSweepEvery : unit.now});
    return {};
}

void begin(const Desk&, store::Unit& unit)
{
    unit.timers.arm({0, std::string(kSweepTimer) + ":0", std::string(kSweepTimer), 0, unit.now});
}

constexpr std::array kRoutines{Routine{kTimer, on_due}, Routine{kSweepTimer, sweep}};

}  // namespace

std::optional<UtcTime> erasure_due(const Desk& desk, const Record& record)
{
    const int days = days_of(desk, record);
    const auto category = parse_category(record.at(attr::kCategory));
    const auto closed = record.time(attr::kClosedAt);
    if (days == 0 || !closed || !category || !is_final(*category))
        return std::nullopt;
    return *closed + std::chrono::days{days};
}

bool erase_if_due(const Desk& desk, Record& record, store::Unit& unit)
{
    const auto due = erasure_due(desk, record);
    if (!due || *due > unit.now || record.has(kErasedAt))
        return false;
    const std::string after =
        "erased after " + counted(static_cast<std::size_t>(days_of(desk, record)), "day");
    const Emptying emptying(desk, record, "[" + after + "]", unit);
    rewrite(desk, record,
            {"timer", after, "[" + after + "]", true, [&](Event& event) { emptying.event(event); },
             [&](store::Comment& comment) { emptying.comment(comment); }},
            unit);
    redraw_erased(
        desk, record, ":wastebasket: " + after, [](std::int64_t) { return true; }, {}, unit);
    return true;
}

extern const Feature kRetention;
const Feature kRetention{.key = "retention", .routines = kRoutines, .follow_up = after_step, .adopt = begin};

}  // namespace deskbell::kernel
