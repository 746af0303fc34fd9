#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/bulk/batch.hpp"
#include "handlers/kernel/bulk/children.hpp"
#include "handlers/kernel/bulk/resolving.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/knowledge/ready_answers.hpp"
#include "handlers/kernel/thread/undo_window.hpp"
#include "handlers/kernel/transition.hpp"

#include <algorithm>

/// The box below an answer or a resolution of a parent: the same goes to its open parts.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kBox = "with_parts";
constexpr std::string_view kYes = "yes";

/// The parts whose agent the person is as well.
struct Reach {
    std::vector<Record> own;
    std::size_t others = 0;
};

Reach reach_of(const Desk& desk, const Record& parent, std::string_view user, const store::Unit& unit)
{
    Reach out;
    for (Record& child : open_children(parent, unit))
        if ((roles_of(desk, child, user, unit) & kAgent) != 0)
            out.own.push_back(std::move(child));
        else
            ++out.others;
    return out;
}

void add_box(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit,
             slack::Modal& modal)
{
    const bool is_reply = modal.callback_id == "reply";
    if (!is_reply && resolving_form(desk.process_of(record), modal.callback_id) == nullptr)
        return;
    const Reach reach = reach_of(desk, record, user, unit);
    if (reach.own.empty())
        return;
    const std::string parts = counted(reach.own.size(), "open part");
    modal.blocks.input(
        kBox, "Parts of this ticket",
        slack::checkbox(
            kBox, {{std::string(kYes), is_reply ? "Send it to the requesters of its " + parts + " too"
                                                : "Resolve its " + parts + " too, with the same text"}}),
        true, reach.others == 0 ? "" : std::to_string(reach.others) + " of other teams stay as they are.");
}

Result<void> reply_to_parts(const Desk& desk, const Record& parent, const std::string& text, const Act& act,
                            store::Unit& unit)
{
    Act to_parts = act;
    to_parts.rule = "to all parts of " + desk.number_of(parent);
    for (Record& child : reach_of(desk, parent, act.actor, unit).own)
        if (auto done = answer_along(desk, parent, child, text, to_parts, unit); !done)
            return done;
    return {};
}

Result<void> resolve_parts(const Desk& desk, const Record& parent, const Transition& row, const Act& act,
                           store::Unit& unit)
{
    const std::string text = text_of_resolution(desk.process_of(parent), row, parent.attributes);
    BatchRun batch(desk, "resolve", act, unit);
    for (Record& child : reach_of(desk, parent, act.actor, unit).own) {
        const Process& process = desk.process_of(child);
        const Transition* own = resolving_step(process, child);
        const auto deed = [&](Record& one, const Act& in_batch) -> Result<void> {
            auto values = own == nullptr ? Result<Attributes>(Attributes{})
                                         : resolution(desk, one, *own, text, parent.attributes);
            if (!values)
                return values.error();
            return perform(desk, one, own == nullptr ? row.action : own->action, *std::move(values), in_batch,
                           unit);
        };
        if (auto done = batch.take(child, deed); !done)
            return done;
    }
    batch.finish("Resolve the parts of " + desk.number_of(parent));
    return {};
}

Result<void> on_entered(const Desk& desk, Record& record, const slack::ViewState& form, const Act& act,
                        store::Unit& unit)
{
    const auto box = form.values.find(kBox);
    if (box == form.values.end() || std::ranges::find(box->second.many, kYes) == box->second.many.end())
        return {};
    const auto text = form.values.find(answer_block(form));
    if (form.callback_id == "reply" && text != form.values.end())
        return reply_to_parts(desk, record, cleaned(text->second.text), act, unit);
    if (const Transition* row = resolving_form(desk.process_of(record), form.callback_id))
        return resolve_parts(desk, record, *row, act, unit);
    return {};
}

}  // namespace

extern const Feature kChildrenForms;
const Feature kChildrenForms{.key = "children_forms", .form_inputs = add_box, .on_entered = on_entered};

}  // namespace deskbell::kernel
