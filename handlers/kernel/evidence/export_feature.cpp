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
#include "slack/wire/mrkdwn.hpp"
#include "store/sha256.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kTimer = "export";
constexpr std::string_view kDefaultPeriod = "this-month";
/// Pieces of an export beside its manifest; what is larger is for the command line.
constexpr std::size_t kPiecesMost = kAttachmentsMost - 1;
constexpr std::array<std::string_view, 4> kReaders{"manager", "sms_manager", "top_mgmt", "auditor"};

bool may_export(const Desk& desk, const Process& process, std::string_view user, const store::Unit& unit)
{
    return has_role(desk, "owner:" + std::string(process.key), user, unit) ||
           std::ranges::any_of(kReaders,
                               [&](std::string_view role) { return has_role(desk, role, user, unit); });
}

/// The data cut into files that Slack takes, each with the header.
class Pieces {
public:
    void take(std::string_view line)
    {
        if (header_.empty()) {
            header_ = line;
            begin();
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
        const std::string name = export_name(order) + part + ".csv";
        out.push_back({name, name, "Records as a table.", text});
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

Result<Writes> prepare_export(const Desk& desk, const store::Timer& timer, const store::Unit& unit)
{
    const auto pieces = split(timer.key, ':');
    const Process* process = pieces.size() == 4 ? desk.process(pieces[1]) : nullptr;
    // A role that was taken away meanwhile gives nothing.
    if (process == nullptr || !may_export(desk, *process, pieces[3], unit))
        return Writes([](store::Unit&) -> Result<void> { return {}; });
    const std::string& user = pieces[3];
    const auto period = parse_period(pieces[2], zone_of(desk, user, unit), unit.now);
    if (!period)
        return period.error();
    ExportOrder order{
        .process = process, .from = period->span().from, .to = period->span().to, .reader = user};
    Pieces data;
    const std::int64_t rows =
        export_records(desk, order, unit, [&](std::string_view line) { data.take(line); });
    const std::int64_t all = unit.records.count_raised(process->key, order.from, order.to);
    const std::string what = std::string(process->plural) + " raised in " + period->label() + ": " +
                             counted(static_cast<std::size_t>(rows), "row");
    const std::string once = timer.key + ":" + rfc3339(timer.due_at);
    if (data.is_too_large())
        return say(user,
                   what +
                       ". That is too large for Slack. Please choose a shorter period, or ask the "
                       "operator for `deskbell export`.",
                   once);
    const std::string withheld =
        all == rows ? "" : ". " + std::to_string(all - rows) + " more that you may not see are not in it";
    return give(user, what + withheld + ".", files_of(order, data, unit.now), export_details(order, rows),
                once);
}

Answer order_export(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act&,
                    store::Unit& unit)
{
    const auto asked = words(said.rest);
    const Process* process = asked.empty() ? nullptr : desk.process(lower(asked[0]));
    if (process == nullptr) {
        std::vector<std::string> keys;
        for (const Process* one : desk.processes()) keys.emplace_back(one->key);
        return Error(Errc::invalid_input,
                     "Please say what to export: `/desk export <process> [period]`. "
                     "Processes: " +
                         joined(keys, ", ") + ".");
    }
    const std::string& user = command.actor.user;
    if (!may_export(desk, *process, user, unit))
        return Error(Errc::forbidden,
                     "Exports are for managers, auditors and process owners. Your own requests: `/ticket "
                     "export`.");
    const auto period =
        parse_period(asked.size() > 1 ? asked[1] : kDefaultPeriod, zone_of(desk, user, unit), unit.now);
    if (!period)
        return period.error();
    unit.timers.arm({0,
                     std::string(kTimer) + ":" + std::string(process->key) + ":" + period->key() + ":" + user,
                     std::string(kTimer), 0, unit.now});
    return slack::Reply::message("I gather the " + lower(process->plural) + " raised in " + period->label() +
                                 ". You get a table as a direct message in a moment.");
}

constexpr std::array kVerbs{Verb{"/desk", "export", "export incident last-month",
                                 "records raised in a period as a table, for managers, auditors and owners",
                                 order_export, true, false}};
constexpr std::array kPreparations{Preparation{kTimer, prepare_export}};

}  // namespace

extern const Feature kExport;
const Feature kExport{.key = "export", .verbs = kVerbs, .preparations = kPreparations};

}  // namespace deskbell::kernel
