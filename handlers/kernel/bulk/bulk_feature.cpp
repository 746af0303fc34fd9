#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/bulk/bulk_forms.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTitleShown = 40;  // fifty of them go into one answer, see slack::kAckBytesBelow

Error only_agents()
{
    return Error(Errc::forbidden,
                 "Only agents, the members of an inbox's agent channel, work on several tickets at once.");
}

Answer select(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (inboxes_of(desk, act.actor, unit).empty())
        return only_agents();
    ListQuery query = list_query(click.value.text);
    query.rows = kBulkMost;
    const auto page = page_of(desk, query, act.actor, unit);
    if (page.records.empty())
        return Error(Errc::not_found, "There is nothing in this list any more.");
    return show_modal(click, pick_form(desk, query, page));
}

/// What would happen to each of the tickets.
struct Outlook {
    std::vector<std::string> changed;  ///< a line each
    std::vector<LeftOut> left_out;
    std::vector<Error> errors;
};

/// The chosen tickets, as far as the person may see them.
std::vector<Record> tickets_of(const Desk& desk, const BulkChoice& choice, const Act& act,
                               const store::Unit& unit)
{
    std::vector<Record> out;
    for (const std::string& number : choice.numbers)
        if (auto record = record_of(desk, number, act.actor, unit))
            out.push_back(*std::move(record));
    return out;
}

Outlook outlook(const Desk& desk, const BulkChoice& choice, const Act& act, store::Unit& unit)
{
    Outlook out;
    for (const std::string& number : choice.numbers) {
        const auto record = record_of(desk, number, act.actor, unit);
        const auto allowed =
            record ? choice.action->check(*choice.action, desk, *record, choice.entered, act, unit)
                   : Result<void>(record.error());
        if (!allowed) {
            out.left_out.push_back({number, allowed.error().detail()});
            out.errors.push_back(allowed.error());
            continue;
        }
        out.changed.push_back("• *" + number + "* " +
                              slack::escaped(shortened(record->at(attr::kTitle), kTitleShown)));
    }
    return out;
}

/// What every ticket refuses because of an answer in the form is said beside that answer.
const Error* fault_of_answer(const BulkChoice& choice, const Outlook& seen)
{
    const bool is_asked =
        seen.changed.empty() && !seen.errors.empty() && choice.entered.contains(seen.errors.front().field());
    const bool is_same = is_asked && std::ranges::all_of(seen.errors, [&](const Error& e) {
                             return e.field() == seen.errors.front().field();
                         });
    return is_same ? &seen.errors.front() : nullptr;
}

Answer show_preview(const Desk& desk, const BulkChoice& choice, const Act& act, store::Unit& unit)
{
    const Outlook seen = outlook(desk, choice, act, unit);
    if (const Error* fault = fault_of_answer(choice, seen))
        return *fault;
    return slack::Reply::replace(preview_form(choice, seen.changed, seen.left_out));
}

/// "All below": what the form listed, as it is now.
void add_all(const Desk& desk, const slack::ViewState& form, const Act& act, const store::Unit& unit,
             slack::ViewState& out)
{
    const auto all = form.values.find("all");
    if (all == form.values.end() || all->second.many.empty())
        return;
    ListQuery query = list_query(form.private_metadata);
    query.rows = kBulkMost;
    std::erase_if(out.values, [](const auto& entry) { return entry.first.starts_with("group_"); });
    for (const Record& record : page_of(desk, query, act.actor, unit).records)
        out.values["group_0"].many.push_back(desk.number_of(record));
}

Answer submit_pick(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                   store::Unit& unit)
{
    slack::ViewState form = submission.view;
    add_all(desk, submission.view, act, unit, form);
    const auto choice = picked(form);
    if (!choice)
        return choice.error();
    if (choice->action->asks.empty())
        return show_preview(desk, *choice, act, unit);
    return slack::Reply::replace(fill_form(desk, *choice, tickets_of(desk, *choice, act, unit)));
}

Answer submit_fill(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                   store::Unit& unit)
{
    auto choice = bulk_choice(submission.view.private_metadata);
    if (!choice)
        return choice.error();
    auto entered =
        filled_in(desk, *choice->action, tickets_of(desk, *choice, act, unit), submission.view.values);
    if (!entered)
        return entered.error();
    choice->entered = *std::move(entered);
    return show_preview(desk, *choice, act, unit);
}

Answer submit_do(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    const auto choice = bulk_choice(submission.view.private_metadata);
    if (!choice)
        return choice.error();
    BatchRun batch(desk, choice->action->key, act, unit);
    for (const std::string& number : choice->numbers) {
        auto record = record_of(desk, number, act.actor, unit);
        if (!record) {
            batch.leave_out(number, record.error().detail());
            continue;
        }
        const auto deed = [&](Record& one, const Act& in_batch) {
            return choice->action->run(*choice->action, desk, one, choice->entered, in_batch, unit);
        };
        if (auto done = batch.take(*record, deed); !done)
            return done.error();
    }
    if (batch.done() == 0)
        return Error(Errc::conflict, "Nothing was changed, because every one of them changed meanwhile:\n" +
                                         lines_of(batch.left_out()));
    batch.finish(choice->action->label);
    return slack::Reply::clear();
}

constexpr std::array kButtons{Button{"bulk_select", true, select}};
constexpr std::array kForms{Form{kPickForm, submit_pick}, Form{kFillForm, submit_fill},
                            Form{kDoForm, submit_do}};

}  // namespace

extern const Feature kBulk;
const Feature kBulk{.key = "bulk", .buttons = kButtons, .forms = kForms};

}  // namespace deskbell::kernel
