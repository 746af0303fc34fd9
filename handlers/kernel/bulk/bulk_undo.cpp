#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/bulk/batch.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "handlers/kernel/transition.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr int kEventsLookedAt = 20;              // after a batch; one of them that counts is enough
constexpr std::string_view kReckoned = "clock";  // the program's own arithmetic changes nothing for people

Result<store::Batch> batch_of(const slack::BlockAction& click, const Act& act, const store::Unit& unit)
{
    auto batch = unit.batches.find(whole_number(click.value.text));
    if (!batch || batch->actor != act.actor)
        return Error(Errc::forbidden, "Only whoever did it can take it back.");
    if (batch->is_undone)
        return Error(Errc::conflict, "You took it back already.");
    if (act.at > batch->made_at + kUndoBatchFor)
        return Error(Errc::conflict, "It can be taken back for " + std::to_string(kUndoBatchFor.count()) +
                                         " minutes only. Please open the tickets and change them there.");
    return *std::move(batch);
}

bool is_untouched(const store::Batch::Item& item, const store::Unit& unit)
{
    const auto since = unit.events.of(item.record_id, item.version_after, kEventsLookedAt);
    return std::ranges::all_of(since, [](const Event& event) { return event.kind == kReckoned; });
}

/// Takes one record back and notes who has to hear of it.
Result<void> restore(const Desk& desk, Record& record, const store::Batch::Item& item, const Act& act,
                     Letters& letters, store::Unit& unit)
{
    const std::string category = record.at(attr::kCategory), assignee = record.at(attr::kAssignee);
    if (auto done = take_back(desk, record, item.version_before, act, unit); !done)
        return done;
    if (record.at(attr::kCategory) != category)
        letters.to_requester(record, shown_to_requester(desk, record, act.actor, unit) +
                                         " took the last step back: " + desk.number_of(record) + " is \"" +
                                         slack::escaped(state_label_for_requester(desk, record)) +
                                         "\" again.");
    if (record.at(attr::kAssignee) != assignee)
        letters.to_former(assignee, record);
    return {};
}

Answer undo(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto batch = batch_of(click, act, unit);
    if (!batch)
        return batch.error();
    if (!unit.batches.undo(batch->id, unit.now))
        return Error(Errc::conflict, "You took it back already.");
    unit.timers.cancel(undo_over_key(batch->id));
    store::BatchResults(unit.db).take(batch->id);
    const std::string rule = std::string(kBatchRule) + std::to_string(batch->id);
    const Act back{act.actor, "bulk", act.at, rule};
    Letters letters;
    std::vector<LeftOut> left_out;
    std::size_t restored = 0;
    for (const store::Batch::Item& item : batch->items) {
        auto record = unit.records.find(item.record_id);
        if (!record)
            continue;
        if (!is_agent(desk, record->at(attr::kInbox), act.actor, unit))
            left_out.push_back({desk.number_of(*record), "You are no agent of its inbox any more."});
        else if (!is_untouched(item, unit))
            left_out.push_back({desk.number_of(*record), "It was changed in the meantime."});
        else if (auto done = restore(desk, *record, item, back, letters, unit); !done)
            return done.error();
        else
            ++restored;
    }
    letters.send(desk, back, "unbatch:" + std::to_string(batch->id), unit);
    Saying saying;
    saying.text = "Taken back: " + counted(restored, "ticket") + " as before" +
                  (left_out.empty() ? "." : ", " + std::to_string(left_out.size()) + " not.");
    saying.blocks.section(":leftwards_arrow_with_hook: " + saying.text);
    add_text(saying.blocks, lines_of(left_out));
    if (batch->message != 0)
        edit(unit, batch->message, saying);
    return slack::Reply::nothing();
}

/// The time is over: the message stays, without a button that does nothing any more.
Result<void> end_undo(const Desk&, const store::Timer& timer, store::Unit& unit)
{
    const auto batch = unit.batches.find(whole_number(timer.key.substr(kUndoOverTimer.size() + 1)));
    const auto result = batch ? store::BatchResults(unit.db).take(batch->id) : std::nullopt;
    if (!result || batch->message == 0)
        return {};
    Saying saying = batch_message(*result);
    saying.blocks.context({"It cannot be taken back as a whole any more. In the histories this is batch " +
                           std::to_string(batch->id) + "."});
    edit(unit, batch->message, saying);
    return {};
}

constexpr std::array kButtons{Button{"bulk_undo", false, undo}};
constexpr std::array kRoutines{Routine{kUndoOverTimer, end_undo}};

}  // namespace

extern const Feature kBulkUndo;
const Feature kBulkUndo{.key = "bulk_undo", .buttons = kButtons, .routines = kRoutines};

}  // namespace deskbell::kernel
