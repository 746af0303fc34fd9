#include "handlers/domain/period.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/attach.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_csv.hpp"
#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/kernel/evidence/export.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/search.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "store/record_walk.hpp"
#include "store/sha256.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kTimer = "export";
constexpr std::string_view kDefaultPeriod = "this-month";
constexpr std::string_view kTable = "csv", kLines = "jsonl";
/// Pieces of an export beside its manifest; what is larger is for the command line.
constexpr std::size_t kPiecesMost = kAttachmentsMost - 1;
constexpr std::array<std::string_view, 4> kReaders{"manager", "sms_manager", "top_mgmt", "auditor"};

bool may_export(const Desk& desk, const Process& process, std::string_view user, const store::Unit& unit)
{
    return has_role(desk, "owner:" + std::string(process.key), user, unit) ||
           std::ranges::any_of(kReaders,
                               [&](std::string_view role) { return has_role(desk, role, user, unit); });
}

/// The data cut into files that Slack takes; of a table each has the header.
class Pieces {
public:
    explicit Pieces(bool has_header) : waits_for_header_(has_header) { begin(); }

    void take(std::string_view line)
    {
        if (std::exchange(waits_for_header_, false)) {
            header_ = pieces_.back().text = line;
            return;
        }
        if (pieces_.back().text.size() + line.size() > kTextBytesMost)
            begin();
        pieces_.back().text += line;
        ++pieces_.back().rows;
    }

    struct Piece {
        std::string text;
        std::int64_t rows = 0;
    };
    bool is_too_large() const { return pieces_.size() > kPiecesMost; }
    const std::vector<Piece>& all() const { return pieces_; }

private:
    void begin()
    {
        // What cannot be sent need not be kept.
        if (is_too_large())
            pieces_.back() = {};
        else
            pieces_.push_back({});
        pieces_.back().text = header_;
    }

    bool waits_for_header_;
    std::string header_;
    std::vector<Piece> pieces_;
};

std::vector<Attachment> files_of(const ExportOrder& order, const Pieces& pieces, UtcTime now)
{
    std::vector<Attachment> out;
    std::string manifest;
    for (std::size_t i = 0; i < pieces.all().size(); ++i) {
        const auto& [text, rows] = pieces.all()[i];
        const std::string part = pieces.all().size() == 1 ? "" : "-part" + std::to_string(i + 1);
        const std::string name = export_name(order) + part + "." + std::string(extension_of(order.format));
        const bool is_table = order.format == ExportFormat::csv;
        out.push_back({name, name, is_table ? "Records as a table." : "Records as lines of JSON.", text});
        manifest += export_manifest(order, name, rows, store::sha256_hex(text), now);
    }
    out.push_back({export_name(order) + ".manifest.jsonl", "Manifest", "What the files hold.", manifest});
    return out;
}

Writes give(const std::string& user, const std::string& words, const std::vector<Attachment>& files,
            const std::vector<Change>& details, const std::string& once)
{
    return [=](store::Unit& unit) -> Result<void> {
        log_act(unit, {user, "slash_command", unit.now}, kExported, details);
        attach(unit, user, 0, files, words, once);
        return {};
    };
}

Writes say(const std::string& user, const std::string& words, const std::string& once)
{
    return [=](store::Unit& unit) -> Result<void> {
        Saying saying;
        saying.text = words;
        saying.blocks.section(words);
        post(unit, {0, 0, "notice", user, "", 0}, saying, 0, once);
        return {};
    };
}

/// What somebody ordered, as it is kept until it is made.
struct Ordered {
    std::string process, period, user, format, filter;
};
std::string key_of(const Ordered& o)
{
    return joined({std::string(kTimer), o.process, o.period, o.user, o.format, o.filter}, ":");
}
std::optional<Ordered> ordered_in(std::string_view key)
{
    auto pieces = split(key, ':');
    if (pieces.size() < 4)
        return std::nullopt;
    pieces.resize(std::max<std::size_t>(pieces.size(), 6));
    // A filter has colons of its own.
    return Ordered{pieces[1], pieces[2], pieces[3], pieces[4],
                   joined({pieces.begin() + 5, pieces.end()}, ":")};
}

/// Errors: what was ordered cannot be read, or not any more.
Result<ExportOrder> order_of(const Desk& desk, const Ordered& ordered, const Process& process,
                             const store::Unit& unit)
{
    const auto period = parse_period(ordered.period, zone_of(desk, ordered.user, unit), unit.now);
    if (!period)
        return period.error();
    auto which = read_search(desk, ordered.filter, ordered.user, unit);
    if (!which)
        return which.error();
    ExportOrder out;
    out.process = &process;
    out.from = period->span().from;
    out.to = period->span().to;
    out.filter = ordered.filter;
    out.which = *std::move(which);
    out.format = ordered.format == kLines ? ExportFormat::jsonl : ExportFormat::csv;
    out.reader = ordered.user;
    return out;
}

/// "Incidents raised in November 2026 with `priority:P1`".
std::string what_of(const std::string& records, const Period& period, const std::string& filter)
{
    return records + " raised in " + period.label() +
           (filter.empty() ? "" : " with `" + slack::escaped(filter) + "`");
}

Result<Writes> prepare_export(const Desk& desk, const store::Timer& timer, const store::Unit& unit)
{
    const auto ordered = ordered_in(timer.key);
    const Process* process = ordered ? desk.process(ordered->process) : nullptr;
    // A role that was taken away meanwhile gives nothing.
    if (process == nullptr || !may_export(desk, *process, ordered->user, unit))
        return Writes([](store::Unit&) -> Result<void> { return {}; });
    const std::string once = timer.key + ":" + rfc3339(timer.due_at);
    const auto order = order_of(desk, *ordered, *process, unit);
    const auto period = parse_period(ordered->period, zone_of(desk, ordered->user, unit), unit.now);
    if (!order || !period)
        return say(ordered->user, (!order ? order.error() : period.error()).detail(), once);
    Pieces data(order->format == ExportFormat::csv);
    const std::int64_t rows =
        export_records(desk, *order, unit, [&](std::string_view line) { data.take(line); });
    const std::string what = what_of(std::string(process->plural), *period, ordered->filter) + ": " +
                             counted(static_cast<std::size_t>(rows), "row");
    if (data.is_too_large())
        return say(ordered->user,
                   what +
                       ". That is too large for Slack. Please choose a shorter period, or ask the "
                       "operator for `deskbell export`.",
                   once);
    // How many there are with certain words in what somebody may not see would tell of those words.
    const std::int64_t all =
        ordered->filter.empty() ? store::RecordWalk(unit.db, selected_by(*order)).count() : rows;
    const std::string withheld =
        all == rows ? "" : ". " + std::to_string(all - rows) + " more that you may not see are not in it";
    return give(ordered->user, what + withheld + ".", files_of(*order, data, unit.now),
                export_details(*order, rows), once);
}

/// Takes the first word away and gives it in lower case.
std::string first_word(std::string& text)
{
    const std::size_t end = std::min(text.find_first_of(" \n\t"), text.size());
    std::string word = lower(text.substr(0, end));
    text = trimmed(text.substr(end));
    return word;
}

/// `incident last-month jsonl priority:P1`: all after the process may be left out.
Ordered read_order(const std::string& text, std::string_view user)
{
    std::string rest = trimmed(text);
    Ordered out{.process = first_word(rest),
                .period = std::string(kDefaultPeriod),
                .user = std::string(user),
                .format = std::string(kTable),
                .filter = {}};
    for (std::string left = rest; !left.empty(); rest = left) {
        const std::string word = first_word(left);
        if (word == kTable || word == kLines)
            out.format = word;
        else if (word.find(':') == std::string::npos && !word.starts_with('"'))
            out.period = word;
        else
            break;  // here the filter begins
    }
    out.filter = rest;
    return out;
}

Answer order_export(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act&,
                    store::Unit& unit)
{
    Ordered ordered = read_order(said.rest, command.actor.user);
    const Process* process = desk.process(ordered.process);
    if (process == nullptr) {
        std::vector<std::string> keys;
        for (const Process* one : desk.processes()) keys.emplace_back(one->key);
        return Error(Errc::invalid_input,
                     "Please say what to export: `/desk export <process> [period] [csv or jsonl] [filter]`. "
                     "Processes: " +
                         joined(keys, ", ") +
                         ". Filters are those of `/desk find`, like `inbox:it priority:P1`.");
    }
    if (!may_export(desk, *process, ordered.user, unit))
        return Error(Errc::forbidden,
                     "Exports are for managers, auditors and process owners. Your own requests: `/ticket "
                     "export`.");
    const auto period = parse_period(ordered.period, zone_of(desk, ordered.user, unit), unit.now);
    if (!period)
        return period.error();
    ordered.period = period->key();
    if (const auto order = order_of(desk, ordered, *process, unit); !order)
        return order.error();
    unit.timers.arm({0, key_of(ordered), std::string(kTimer), 0, unit.now});
    return slack::Reply::message("I gather the " + what_of(lower(process->plural), *period, ordered.filter) +
                                 ". You get " + (ordered.format == kLines ? "lines of JSON" : "a table") +
                                 " as a direct message in a moment.");
}

constexpr std::array kVerbs{
    Verb{"/desk", "export", "export incident last-month jsonl inbox:it",
         "records raised in a period as a table (or as lines of JSON), all or those of "
         "a search, for managers, auditors and owners",
         order_export, true, false}};
constexpr std::array kPreparations{Preparation{kTimer, prepare_export}};

}  // namespace

extern const Feature kExport;
const Feature kExport{.key = "export", .verbs = kVerbs, .preparations = kPreparations};

}  // namespace deskbell::kernel
