#include "handlers/kernel/setup/form_setup.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/setup/setup.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "store/sha256.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kFormText = "form_text";
constexpr std::string_view kText = "text";
constexpr std::size_t kFaultsShown = 3;  ///< beside the input; the rest shows once these are mended

constexpr Field kDefinition{.name = kText,
                            .label = "The form",
                            .type = FieldType::long_text,
                            .help =
                                "The same words as in the configuration file. Nothing is saved before "
                                "you have seen what it changes.",
                            .max_length = 3000};
constexpr Field kRemove{.name = "remove",
                        .label = "Remove this form",
                        .type = FieldType::yes_no,
                        .help = "Tickets keep their answers; new ones are not asked any more."};

const WrittenForm* own_form(const SetUp& setup, std::string_view key)
{
    const auto it =
        std::ranges::find_if(setup.forms, [&](const WrittenForm& w) { return w.form.key == key; });
    return it == setup.forms.end() ? nullptr : &*it;
}

bool is_in_file(const Desk& desk, const SetUp& setup, std::string_view key)
{
    const WrittenForm* own = own_form(setup, key);
    const FormDefinition* in_force = desk.settings().form(key);
    return in_force != nullptr && (own == nullptr || own->form.version != in_force->version);
}

std::string template_for(const Desk& desk)
{
    const auto& inboxes = desk.settings().inboxes;
    return "[[form]]\nkey = \"device\"\nname = \"New device\"\ninbox = \"" +
           (inboxes.empty() ? std::string("it") : inboxes.front().key) +
           "\"\n\n[[form.field]]\nname = \"kind\"\nlabel = \"What kind?\"\ntype = \"one_of\"\noptions = "
           "[\"Laptop\", \"Phone\"]\nrequired = true\n\n[[form.field]]\nname = \"model\"\nlabel = \"Which "
           "model?\"\nvisible_when = \"kind == 'Laptop'\"\n";
}

/// The text of a form in front of somebody. `told` is what they read above it.
struct Draft {
    std::string key{};  ///< of the form that is changed; "" for a new one
    std::string text{};
    bool removes = false;
    std::string told{};
    std::string seen{};  ///< what its dry run was shown for, "" before it was
};

/// What a dry run was about: only exactly this is saved.
std::string mark_of(const std::string& text, bool removes)
{
    return removes ? "remove" : store::sha256_hex(text);
}

slack::Modal text_form(const Draft& draft)
{
    slack::Modal modal;
    modal.callback_id = kFormText;
    modal.title = draft.key.empty() ? "New form" : "Change form";
    modal.submit = draft.seen.empty() ? "Check" : draft.removes ? "Remove" : "Save";
    modal.private_metadata = pack({{"key", draft.key}, {"seen", draft.seen}});
    add_text(modal.blocks, draft.told);
    add_input(modal.blocks, kDefinition, true, draft.text);
    if (!draft.key.empty())
        add_input(modal.blocks, kRemove, false, draft.removes ? "yes" : "");
    modal.blocks.context(
        {"Fields: name, label, type (" + joined(field_type_words(), ", ") +
         "), required, help, default, options, visible_when, seen_by (all, agents), sensitive."});
    return modal;
}

/// Why this form cannot stand beside the others, or "".
std::string conflict_of(const Desk& desk, const SetUp& setup, const FormDefinition& form,
                        const std::string& old_key)
{
    if (desk.settings().inbox(form.inbox) == nullptr) {
        std::vector<std::string> known;
        for (const InboxSettings& inbox : desk.settings().inboxes) known.push_back(inbox.key);
        return "There is no inbox \"" + form.inbox + "\". Write one of: " + joined(known, ", ") + ".";
    }
    if (is_in_file(desk, setup, form.key))
        return "The form \"" + form.key + "\" stands in the configuration file. Give this one another key.";
    if (form.key != old_key && desk.settings().form(form.key) != nullptr)  // one that rests makes room
        return "There is a form \"" + form.key + "\" already. Give this one another key, or change that one.";
    if (old_key.empty() && desk.settings().forms.size() >= kFormsMost)
        return "One desk holds " + std::to_string(kFormsMost) + " forms at most. Please remove one first.";
    for (const FormDefinition& other : desk.settings().forms)
        if (form.is_default && other.is_default && other.inbox == form.inbox &&
            other.process == form.process && other.key != form.key && other.key != old_key)
            return "\"" + other.key + "\" is the default of this inbox already. Write default = false.";
    return {};
}

Result<FormDefinition> read_form(const Desk& desk, const SetUp& setup, const Draft& draft)
{
    if (desk.settings().form_reader == nullptr)
        return Error(Errc::unavailable,
                     "Forms cannot be written in Slack here. Please use the configuration file.",
                     std::string(kText));
    FormReading read = desk.settings().form_reader(draft.text);
    if (!read.faults.empty()) {
        if (read.faults.size() > kFaultsShown)
            read.faults.resize(kFaultsShown);
        return Error(Errc::invalid_input, joined(read.faults, "\n"), std::string(kText));
    }
    if (const std::string why = conflict_of(desk, setup, read.form, draft.key); !why.empty())
        return Error(Errc::invalid_input, why, std::string(kText));
    set_version(read.form);
    return std::move(read.form);
}

slack::Reply say_saved(const std::string& words)
{
    slack::Modal modal;
    modal.callback_id = "done";
    modal.title = "Form";
    modal.close = "Close";
    modal.blocks.section(words);
    return slack::Reply::replace(modal);
}

/// In force at once, as a new version of everything that was set up.
slack::Reply save(SetUp setup, const std::string& old_key, const FormDefinition* form,
                  const std::string& text, const Act& act, store::Unit& unit)
{
    std::string name;
    if (const WrittenForm* own = own_form(setup, old_key))
        name = own->form.name;
    if (form != nullptr)  // the inbox of another one with this key was removed
        std::erase_if(setup.forms,
                      [&](const WrittenForm& w) { return w.form.key == form->key && w.form.key != old_key; });
    const auto at =
        std::ranges::find_if(setup.forms, [&](const WrittenForm& w) { return w.form.key == old_key; });
    if (form == nullptr) {
        if (at != setup.forms.end())
            setup.forms.erase(at);
        store_set_up(setup, act, unit);
        return say_saved("*" + slack::escaped(name) + "* is removed. Tickets keep their answers.");
    }
    if (at == setup.forms.end())
        setup.forms.push_back({*form, text});
    else
        *at = {*form, text};
    keep_version(*form, unit);
    store_set_up(setup, act, unit);
    return say_saved("*" + slack::escaped(form->name) +
                     "* is in force: the next ticket of this inbox is asked so.");
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    if (!may_set_up(desk, act.actor, unit))
        return only_administrators();
    Attributes carried = unpack(submission.view.private_metadata);
    Draft draft;
    draft.key = carried["key"];
    draft.text = read_input(kDefinition, submission.view.values);
    draft.removes = !read_input(kRemove, submission.view.values).empty();
    const SetUp setup = set_up_in_slack(unit);
    const WrittenForm* own = own_form(setup, draft.key);
    if (!draft.key.empty() && own == nullptr)
        return Error(Errc::not_found, "This form is not there any more. `/desk forms` shows those that are.",
                     std::string(kText));
    const std::string mark = mark_of(draft.text, draft.removes);
    if (draft.removes && carried["seen"] == mark)
        return save(setup, draft.key, nullptr, {}, act, unit);
    draft.seen = mark;
    if (draft.removes) {
        draft.told =
            "*" + slack::escaped(own->form.name) +
            "* will be removed: new tickets are not asked these questions. Tickets that were filed with "
            "it keep their answers.";
        return slack::Reply::replace(text_form(draft));
    }
    const auto form = read_form(desk, setup, draft);
    if (!form)
        return form.error();
    if (carried["seen"] == mark)
        return save(setup, draft.key, &*form, draft.text, act, unit);
    draft.told = dry_run(own == nullptr ? nullptr : &own->form, *form, unit);
    return slack::Reply::replace(text_form(draft));
}

Answer open_new(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (!may_set_up(desk, act.actor, unit))
        return only_administrators();
    return show_modal(click, text_form({.key = {}, .text = template_for(desk)}));
}

Answer open_change(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (!may_set_up(desk, act.actor, unit))
        return only_administrators();
    const SetUp setup = set_up_in_slack(unit);
    const WrittenForm* own = own_form(setup, click.value.text);
    if (own == nullptr)
        return Error(Errc::not_found, "This form is not there any more. `/desk forms` shows those that are.");
    return show_modal(click, text_form({.key = own->form.key, .text = own->text}));
}

Answer open_shown(const Desk& desk, const slack::BlockAction& click, const Act&, store::Unit&)
{
    const FormDefinition* form = desk.settings().form(click.value.text);
    if (form == nullptr)
        return Error(Errc::not_found, "This form is not there any more. `/desk forms` shows those that are.");
    slack::Modal modal;
    modal.callback_id = "show";
    modal.title = "Form";
    modal.close = "Close";
    modal.blocks.section("*" + slack::escaped(form->name) + "*");
    modal.blocks.context(
        {"This form stands in the configuration file: it is changed there, and the desk is "
         "started again."});
    add_text(modal.blocks, questions_in_words(*form));
    return show_modal(click, modal);
}

Answer list(const Desk& desk, const slack::SlashCommand& command, const Words&, const Act&, store::Unit& unit)
{
    return slack::Reply::message("Forms", form_list(desk, command.actor.user, unit));
}

constexpr std::array kButtons{Button{"form_new", true, open_new}, Button{"form_change", true, open_change},
                              Button{"form_show", true, open_shown}};
constexpr std::array kForms{Form{kFormText, submit}};
constexpr std::array kVerbs{Verb{"/desk", "forms", "forms", "what each inbox asks besides", list}};

}  // namespace

slack::Blocks form_list(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    slack::Blocks blocks;
    const SetUp setup = set_up_in_slack(unit);
    const bool may_change = may_set_up(desk, user, unit);
    if (desk.settings().forms.empty())
        blocks.section("No inbox asks more than every ticket is asked.");
    for (const FormDefinition& form : desk.settings().forms) {
        const InboxSettings* inbox = desk.settings().inbox(form.inbox);
        const bool in_file = is_in_file(desk, setup, form.key);
        const std::string text =
            "*" + slack::escaped(form.name) + "* (`" + form.key + "`)\n" +
            (inbox == nullptr ? "no inbox" : slack::escaped(inbox->name)) + " · " +
            counted(form.fields.size(), "question") + (form.process.empty() ? "" : " · " + form.process) +
            (form.is_default ? " · default" : "") + (form.is_private ? " · private" : "") +
            (in_file ? " · from the configuration" : "");
        if (in_file)
            blocks.section("form:" + form.key, text, slack::button("form_show", "Show", form.key));
        else if (may_change)
            blocks.section("form:" + form.key, text, slack::button("form_change", "Change…", form.key));
        else
            blocks.section(text);
    }
    if (may_change && desk.settings().form_reader != nullptr)
        blocks.actions("forms", {slack::button("form_new", "New form…", "new")});
    return blocks;
}

extern const Feature kFormSetup;
const Feature kFormSetup{.key = "form_setup", .buttons = kButtons, .forms = kForms, .verbs = kVerbs};

}  // namespace deskbell::kernel
