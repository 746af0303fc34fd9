#include "handlers/kernel/bulk/batch.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::size_t kWhyShown = 150;

}  // namespace

std::string lines_of(const std::vector<LeftOut>& left_out)
{
    std::vector<std::string> out;
    for (const LeftOut& one : left_out)
        out.push_back("• " + slack::escaped(one.number) + ": " +
                      slack::escaped(shortened(one.why, kWhyShown)));
    return joined(out, "\n");
}

std::string undo_over_key(std::int64_t batch)
{
    return std::string(kUndoOverTimer) + ":" + std::to_string(batch);
}

Saying batch_message(const store::BatchResult& result)
{
    Saying out;
    out.text = result.label + ": " + result.summary;
    out.blocks.section(":white_check_mark: *" + slack::escaped(result.label) + "*: " + result.summary);
    add_text(out.blocks, result.left_out);
    return out;
}

BatchRun::BatchRun(const Desk& desk, std::string_view action, const Act& act, store::Unit& unit)
    : desk_(desk),
      unit_(unit),
      id_(unit.batches.begin(act.actor, action, unit.now)),
      act_{act.actor, "bulk", act.at, std::string(kBatchRule) + std::to_string(id_), &letters_}
{
}

Result<void> BatchRun::take(Record& record, const Deed& deed)
{
    const std::int64_t before = record.version;
    const auto result = deed(record, act_);
    if (!result && record.version != before)
        return result;
    if (!result || record.version == before) {
        leave_out(desk_.number_of(record), result ? "It is so already." : result.error().detail());
        return {};
    }
    unit_.batches.add(id_, {record.id, before, record.version});
    ++done_;
    return {};
}

void BatchRun::leave_out(std::string number, std::string why)
{
    left_out_.push_back({std::move(number), std::move(why)});
}

void BatchRun::finish(std::string_view label)
{
    letters_.send(desk_, act_, "batch:" + std::to_string(id_), unit_);
    const store::BatchResult result{
        std::string(label),
        counted(done_, "ticket") + " changed" +
            (left_out_.empty() ? "." : ", " + std::to_string(left_out_.size()) + " left as they are."),
        lines_of(left_out_)};
    Saying saying = batch_message(result);
    if (done_ > 0) {
        const UtcTime over = unit_.now + kUndoBatchFor;
        saying.blocks.actions("batch", {slack::button("bulk_undo", "Undo", std::to_string(id_))});
        saying.blocks.context({"Undo works until " + wall_time(over, zone_of(desk_, act_.actor, unit_)) +
                               ", for what nobody changed in the meantime. In the histories this is batch " +
                               std::to_string(id_) + "."});
        store::BatchResults(unit_.db).keep(id_, result);
        unit_.timers.arm({0, undo_over_key(id_), std::string(kUndoOverTimer), 0, over});
    }
    unit_.batches.set_message(
        id_, post(unit_, {0, 0, "notice", act_.actor, "", 0}, saying, 0, "batch:" + std::to_string(id_)));
}

}  // namespace deskbell::kernel
