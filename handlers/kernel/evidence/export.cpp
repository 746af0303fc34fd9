#include "handlers/kernel/evidence/export.hpp"

#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/digest/digest_csv.hpp"
#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "store/record_walk.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace deskbell::kernel {

namespace {

using Json = nlohmann::ordered_json;

// What every record has, before the fields of its process.
constexpr std::array<std::string_view, 24> kCommon{
    attr::kTitle,         "details",        attr::kState,           attr::kCategory,    attr::kPriority,
    attr::kInbox,         attr::kRequester, attr::kCreatedBy,       attr::kAssignee,    attr::kPrivate,
    attr::kFollowers,     attr::kVia,       attr::kReceivedAt,      attr::kResponseDue, attr::kResolutionDue,
    attr::kNextDue,       attr::kTimeLeft,  attr::kFirstResponseAt, attr::kResolvedAt,  attr::kClosedAt,
    attr::kSourceChannel, attr::kSourceTs,  "origin_link",          "erased_at"};

/// The columns after number, process, version, created_at and updated_at.
std::vector<std::string> columns_of(const ExportOrder& order)
{
    std::vector<std::string> out(kCommon.begin(), kCommon.end());
    for (const Field& field : order.process->fields)
        if (std::ranges::find(out, field.name) == out.end())
            out.emplace_back(field.name);
    std::erase_if(out, [&](const std::string& name) {
        const Field* field = order.process->field(name);
        return field != nullptr && field->is_sensitive && !order.with_sensitive;
    });
    return out;
}

/// What a reader gets of one record's attributes.
class Given {
public:
    Given(const Desk& desk, const ExportOrder& order, const Record& record, bool is_insider,
          const store::Unit& unit)
        : desk_(desk), order_(order), record_(record), is_insider_(is_insider), unit_(unit)
    {
    }

    bool operator()(std::string_view attribute) const
    {
        if (const Field* field = desk_.process_of(record_).field(attribute))
            return is_given(field->is_sensitive, field->agents_only);
        if (attribute == attr::kTags)
            return is_given(false, true);
        if (!attribute.starts_with(kAnswerPrefix))
            return true;
        const auto question = question_of(desk_, record_, attribute, unit_);
        // An answer whose question is not known is treated as the most delicate one.
        return question ? is_given(question->is_sensitive, question->agents_only) : is_given(true, true);
    }

private:
    bool is_given(bool is_sensitive, bool agents_only) const
    {
        return (!is_sensitive || order_.with_sensitive) && (!agents_only || is_insider_);
    }

    const Desk& desk_;
    const ExportOrder& order_;
    const Record& record_;
    const bool is_insider_;
    const store::Unit& unit_;
};

void add_cell(std::string& line, std::string_view text)
{
    if (!line.empty())
        line += ',';
    line += csv_cell(text);
}

std::string csv_header(const std::vector<std::string>& columns)
{
    std::string line;
    for (const std::string_view name : {"number", "process", "version", "created_at", "updated_at"})
        add_cell(line, name);
    for (const std::string& name : columns) add_cell(line, name);
    add_cell(line, "answers");
    add_cell(line, "state_name");
    return line + "\r\n";
}

/// "Which room?: 4.12; Colour: red": inboxes ask different things, so the answers share a column.
std::string answers_in_words(const Desk& desk, const Record& record, const Given& is_given,
                             const store::Unit& unit)
{
    std::string out;
    for (const Answered& answered : answers_of(desk, record, unit))
        if (is_given(answered.field.attribute()))
            out += (out.empty() ? "" : "; ") + answered.field.label + ": " +
                   answer_label(answered.field, answered.value);
    return out;
}

std::string csv_line(const Desk& desk, const std::vector<std::string>& columns, const Record& record,
                     const Given& is_given, const Names& names, bool is_insider, const store::Unit& unit)
{
    std::string line;
    add_cell(line, desk.number_of(record));
    add_cell(line, record.process);
    add_cell(line, std::to_string(record.version));
    add_cell(line, rfc3339(record.created_at));
    add_cell(line, rfc3339(record.updated_at));
    for (const std::string& name : columns)
        add_cell(line, is_given(name) ? names.in_list(record.at(name)) : "");
    add_cell(line, answers_in_words(desk, record, is_given, unit));
    add_cell(line, is_insider ? state_label(desk, record) : state_label_for_requester(desk, record));
    return line + "\r\n";
}

Json json_of(const Event& event, const Given& is_given, const Names& names)
{
    Json changes = Json::array();
    for (const Change& change : event.changes)
        if (is_given(change.attribute))
            changes.push_back({{"attribute", change.attribute},
                               {"before", names.in_list(change.before)},
                               {"after", names.in_list(change.after)}});
    return {{"sequence", event.sequence},
            {"occurred_at", rfc3339(event.occurred_at)},
            {"recorded_at", rfc3339(event.recorded_at)},
            {"actor", names.in_list(event.actor)},
            {"source", event.source},
            {"rule", event.rule},
            {"kind", event.kind},
            {"changes", std::move(changes)},
            {"text", event.text},
            {"hash", event.hash}};
}

Json events_of(const Record& record, const Given& is_given, const Names& names, const store::Unit& unit)
{
    Json out = Json::array();
    std::int64_t last = 0;
    for (auto page = unit.events.of(record.id, last, kExportPage); !page.empty();
         page = unit.events.of(record.id, last, kExportPage))
        for (const Event& event : page) {
            out.push_back(json_of(event, is_given, names));
            last = event.sequence;
        }
    return out;
}

Json comments_of(const Record& record, bool with_notes, const Names& names, const store::Unit& unit)
{
    Json out = Json::array();
    std::int64_t last = 0;
    for (auto page = unit.comments.after(record.id, last, kExportPage); !page.empty();
         page = unit.comments.after(record.id, last, kExportPage))
        for (const store::Comment& comment : page) {
            last = comment.id;
            if (comment.visibility == "public" || with_notes)
                out.push_back({{"at", rfc3339(comment.at)},
                               {"author", names.in_list(comment.author)},
                               {"visibility", comment.visibility},
                               {"deleted", comment.is_deleted},
                               {"text", comment.text}});
        }
    return out;
}

/// Notes are for agents, and for auditors as they see everything.
bool is_insider_to(const Desk& desk, const Record& record, const ExportOrder& order, const store::Unit& unit)
{
    const std::string& reader = order.reader;
    if (order.is_own)
        return false;
    return reader.empty() || is_agent(desk, record.at(attr::kInbox), reader, unit) ||
           has_role(desk, "auditor", reader, unit);
}

}  // namespace

std::string json_line(const Desk& desk, const ExportOrder& order, const Record& record,
                      const store::Unit& unit)
{
    const bool is_insider = is_insider_to(desk, record, order, unit);
    const Given is_given(desk, order, record, is_insider, unit);
    const Names names = Names::for_reader(desk, record, order.reader, unit);
    Json attributes = Json::object();
    for (const auto& [name, value] : record.attributes)
        if (is_given(name))
            attributes[name] = names.in_list(value);
    Json out{{"number", desk.number_of(record)},
             {"process", record.process},
             {"version", record.version},
             {"created_at", rfc3339(record.created_at)},
             {"updated_at", rfc3339(record.updated_at)},
             {"attributes", std::move(attributes)}};
    if (order.with_events)
        out["events"] = events_of(record, is_given, names, unit);
    if (order.with_comments)
        out["comments"] = comments_of(record, is_insider, names, unit);
    return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

store::RecordFilter selected_by(const ExportOrder& order)
{
    store::RecordFilter out = order.which;
    out.visible = {};
    out.visible.everything = true;
    out.processes = {std::string(order.process->key)};
    out.raised_from = std::max(out.raised_from.value_or(order.from), order.from);
    out.raised_before = std::min(out.raised_before.value_or(order.to), order.to);
    return out;
}

std::int64_t export_records(const Desk& desk, const ExportOrder& order, const store::Unit& unit,
                            const std::function<void(std::string_view)>& write,
                            const std::function<void(std::int64_t, std::int64_t)>& progress)
{
    const bool is_csv = order.format == ExportFormat::csv;
    const auto columns = columns_of(order);
    if (is_csv)
        write(csv_header(columns));
    const store::RecordWalk selected(unit.db, selected_by(order));
    const std::int64_t total = selected.count();
    std::int64_t rows = 0, looked_at = 0, last = 0;
    for (auto page = selected.next(last, kExportPage); !page.empty();
         page = selected.next(last, kExportPage)) {
        for (const Record& record : page) {
            last = record.id;
            if (!order.reader.empty() && !may_see(desk, record, order.reader, unit))
                continue;
            const bool is_insider = is_insider_to(desk, record, order, unit);
            const Given is_given(desk, order, record, is_insider, unit);
            write(is_csv ? csv_line(desk, columns, record, is_given,
                                    Names::for_reader(desk, record, order.reader, unit), is_insider, unit)
                         : json_line(desk, order, record, unit));
            ++rows;
        }
        looked_at += static_cast<std::int64_t>(page.size());
        if (progress)
            progress(looked_at, total);
    }
    return rows;
}

std::string export_manifest(const ExportOrder& order, std::string_view file, std::int64_t rows,
                            std::string_view sha256, UtcTime now)
{
    const Json out{{"file", file},
                   {"process", order.process->key},
                   {"raised_from", rfc3339(order.from)},
                   {"raised_before", rfc3339(order.to)},
                   {"filter", order.filter},
                   {"format", extension_of(order.format)},
                   {"sensitive", order.with_sensitive},
                   {"events", order.with_events},
                   {"comments", order.with_comments},
                   {"seen_by", order.reader.empty() ? "operator" : order.reader},
                   {"exported_at", rfc3339(now)},
                   {"rows", rows},
                   {"sha256", sha256}};
    return out.dump() + "\n";
}

std::vector<Change> export_details(const ExportOrder& order, std::optional<std::int64_t> rows)
{
    std::vector<Change> out{detail("what", order.process->plural), detail("raised from", rfc3339(order.from)),
                            detail("raised before", rfc3339(order.to)),
                            detail("format", extension_of(order.format))};
    if (!order.filter.empty())
        out.push_back(detail("filter", order.filter));
    if (rows)
        out.push_back(detail("rows", std::to_string(*rows)));
    for (const auto& [is_given, what] :
         {std::pair(order.with_sensitive, "sensitive fields"), std::pair(order.with_events, "their logs"),
          std::pair(order.with_comments, "replies and notes")})
        if (is_given)
            out.push_back(detail("with", what));
    return out;
}

std::string export_name(const ExportOrder& order)
{
    const auto day = [](UtcTime t) { return rfc3339(t).substr(0, 10); };
    return std::string(order.process->key) + "-" + day(order.from) + "-" + day(order.to);
}

std::string_view extension_of(ExportFormat format) { return format == ExportFormat::csv ? "csv" : "jsonl"; }

}  // namespace deskbell::kernel
