#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/intake/missing.hpp"

#include <array>

/// Agents correct or add answers, also those that only agents give.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kEdit = "edit_answers";

bool may_edit(const Record& record, unsigned roles)
{
    const auto category = parse_category(record.at(attr::kCategory));
    return (roles & kAgent) != 0 && category && !is_final(*category);
}

/// The newest form that the record was asked with; one that came without any is asked what its inbox asks
/// today.
std::optional<FormDefinition> form_for(const Desk& desk, const Record& record, const store::Unit& unit)
{
    auto asked = forms_of(desk.settings(), record, unit);
    if (!asked.empty())
        return std::move(asked.front());
    const auto forms = desk.settings().forms_for(record.at(attr::kInbox), record.process);
    return forms.empty() ? std::nullopt : std::optional(*forms.front());
}

bool is_offered(const Desk& desk, const Record& record, unsigned roles, const store::Unit& unit)
{
    return may_edit(record, roles) && form_for(desk, record, unit).has_value();
}

slack::Modal form_with(const Desk& desk, const Record& record, const FormDefinition& form,
                       const Attributes& answers)
{
    slack::Modal modal;
    modal.callback_id = kEdit;
    modal.title = "Edit answers";
    modal.submit = "Save";
    modal.private_metadata = pack({{"record", desk.number_of(record)}, {"form", form.version}});
    modal.blocks.context({headline(desk, record), "Whoever asked reads in the history what you change."});
    add_questions(modal.blocks, form, answers, true);
    return modal;
}

Answer open(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
            store::Unit& unit)
{
    const auto form = form_for(desk, record, unit);
    if (!may_edit(record, roles_of(desk, record, act.actor, unit)) || !form)
        return Error(Errc::forbidden, "Only the agents of its inbox can change the answers of " +
                                          desk.number_of(record) + ", while it is not closed.");
    Attributes known = record.attributes;
    // Nothing is filled in that nobody said.
    for (const FormField& field : form->fields) known.try_emplace(field.attribute(), "");
    return show_modal(click, form_with(desk, record, *form, known));
}

/// What a form of this kind in front of somebody is about.
struct Editing {
    Record record;
    FormDefinition form;
};

Result<Editing> editing_in(const Desk& desk, const slack::ViewState& view, const Act& act,
                           const store::Unit& unit)
{
    auto record = record_in(desk, view, act.actor, unit);
    if (!record)
        return record.error();
    auto form = form_of_version(desk.settings(), unpack(view.private_metadata)["form"], unit);
    if (!may_edit(*record, roles_of(desk, *record, act.actor, unit)))
        return Error(Errc::forbidden, "Only the agents of its inbox can change the answers of " +
                                          desk.number_of(*record) + ", while it is not closed.");
    if (!form)
        return Error(Errc::conflict, "This form is not there any more. Please open it again from the card.");
    return Editing{*std::move(record), *std::move(form)};
}

Answer redraw_form(const Desk& desk, const slack::BlockAction& change, const Act& act, store::Unit& unit)
{
    const auto editing = editing_in(desk, *change.view, act, unit);
    if (!editing)
        return editing.error();
    const Attributes typed = read_answers(editing->form, change.view->values, true);
    return slack::Reply::update(form_with(desk, editing->record, editing->form, typed), change.view->id,
                                change.view->hash);
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    auto editing = editing_in(desk, submission.view, act, unit);
    if (!editing)
        return editing.error();
    auto& [record, form] = *editing;
    const Attributes typed = read_answers(form, submission.view.values, true);
    if (auto checked = check_answers(form, typed, true, false); !checked)
        return checked.error();
    Attributes values;
    for (const FormField& field : form.fields) {
        const auto it = typed.find(field.attribute());
        values[field.attribute()] = it == typed.end() ? "" : it->second;
    }
    Attributes after = record.attributes;
    for (const auto& [name, value] : values) after[name] = value;
    if (missing_labels(desk.process_of(record), &form, after).empty())
        values[std::string(kDetailsMissing)].clear();
    auto changes = changes_to(record, values);
    if (!changes.empty()) {
        keep_version(form, unit);
        for (Change& change :
             changes_to(record, {{std::string(kFormVersions), with_version(record, form.version)}}))
            changes.push_back(std::move(change));
        write(unit, record, act, kAnswersChanged, std::move(changes));
        redraw(desk, record, unit);
    }
    return slack::Reply::clear();
}

constexpr std::array kEntries{Entry{kEdit, "Edit answers…", true, is_offered, open}};
constexpr std::array kForms{Form{kEdit, submit, redraw_form}};

}  // namespace

extern const Feature kAnswers;
const Feature kAnswers{.key = "answers", .forms = kForms, .entries = kEntries};

}  // namespace deskbell::kernel
