#include "config/table.hpp"
#include "handlers/domain/text.hpp"

#include <sstream>

namespace deskbell::config {

namespace {

constexpr std::string_view kFormExample = "[[form]] on a line of its own, once per form";
constexpr std::string_view kFieldExample = "[[form.field]] on a line of its own, once per question";

FormOption read_option(const Place& place)
{
    static constexpr Key<FormOption> kOptionKeys[] = {
        {"value",
         [](const Place& at, FormOption& option) { option.value = at.text("\"laptop\"").value_or(""); }},
        {"label",
         [](const Place& at, FormOption& option) { option.label = at.text("\"A laptop\"").value_or(""); }},
    };
    FormOption out;
    if (const auto* table = place.node.as_table()) {
        read_keys<FormOption>(place, *table, kOptionKeys, out);
        if (out.label.empty())
            out.label = out.value;
        return out;
    }
    out.value = out.label =
        place.text("\"Laptop\", or { value = \"laptop\", label = \"Laptop\" }").value_or("");
    return out;
}

/// A default: text, true for a tick, a number, or several values of many_of.
void read_default(const Place& place, FormField& field)
{
    if (const auto* tick = place.node.as_boolean()) {
        field.initial = tick->get() ? "yes" : "";
    } else if (const auto* number = place.node.as_integer()) {
        field.initial = std::to_string(number->get());
    } else {
        std::vector<std::string> values;
        for (const Place& one : place.one_or_more("\"Laptop\""))
            values.push_back(one.text("\"Laptop\"").value_or(""));
        field.initial = joined(values, ",");
    }
}

constexpr Key<FormField> kFieldKeys[] = {
    {"name", [](const Place& at, FormField& field) { field.name = at.text("\"model\"").value_or(""); }},
    {"label",
     [](const Place& at, FormField& field) { field.label = at.text("\"Which model?\"").value_or(""); }},
    {"type",
     [](const Place& at, FormField& field) {
         const auto word = read_word(at, field_type_words());
         field.type = word ? *parse_field_type(*word) : field.type;
     }},
    {"required", [](const Place& at, FormField& field) { field.is_required = at.flag().value_or(false); }},
    {"help",
     [](const Place& at, FormField& field) { field.help = at.text("\"It is on the lid\"").value_or(""); }},
    {"default", read_default},
    {"options",
     [](const Place& at, FormField& field) {
         for (const Place& one : at.elements("[\"Laptop\", \"Phone\"]"))
             field.options.push_back(read_option(one));
     }},
    {"visible_when",
     [](const Place& at, FormField& field) {
         const auto text = at.text("\"kind == 'Laptop'\"");
         if (!text)
             return;
         if (auto condition = parse_condition(*text))
             field.visible_when = *std::move(condition);
         else
             at.fault("\"" + cleaned(shortened(*text, 80)) + "\" is no condition.",
                      condition.error().detail());
     }},
    {"seen_by",
     [](const Place& at, FormField& field) {
         field.agents_only = read_word(at, {"all", "agents"}).value_or("all") == "agents";
     }},
    {"sensitive", [](const Place& at, FormField& field) { field.is_sensitive = at.flag().value_or(false); }},
};

void read_fields(const Place& place, FormDefinition& form)
{
    for (const Place& element : place.elements(kFieldExample)) {
        const auto* table = element.table(kFieldExample);
        FormField field;
        if (table != nullptr)
            read_keys<FormField>(element, *table, kFieldKeys, field);
        form.fields.push_back(std::move(field));
    }
}

constexpr Key<FormDefinition> kFormKeys[] = {
    {"key", [](const Place& at, FormDefinition& form) { form.key = at.text("\"laptop\"").value_or(""); }},
    {"name",
     [](const Place& at, FormDefinition& form) { form.name = at.text("\"New laptop\"").value_or(""); }},
    {"inbox", [](const Place& at, FormDefinition& form) { form.inbox = at.text("\"it\"").value_or(""); }},
    {"process",
     [](const Place& at, FormDefinition& form) {
         form.process = read_word(at, {"incident", "request"}).value_or("");
     }},
    {"default", [](const Place& at, FormDefinition& form) { form.is_default = at.flag().value_or(false); }},
    {"private", [](const Place& at, FormDefinition& form) { form.is_private = at.flag().value_or(false); }},
    {"field", read_fields},
};

FormDefinition read_form(const Place& place)
{
    FormDefinition form;
    if (const auto* table = place.table(kFormExample))
        read_keys<FormDefinition>(place, *table, kFormKeys, form);
    return form;
}

/// The node that a fault of the checked form belongs to: what is missing belongs to the whole.
void report(const Place& place, const FormFault& fault)
{
    const toml::node* at = &place.node;
    std::string key = place.key;
    if (fault.field) {
        if (const auto* fields = place.node.as_table()->get_as<toml::array>("field"))
            at = &(*fields)[*fault.field];
        key += ".field[" + std::to_string(*fault.field + 1) + "]";
    }
    if (const auto* table = at->as_table())
        if (const toml::node* own = table->get(fault.key))
            at = own;
    place.reading.fault(*at, key + "." + fault.key, fault.problem, fault.mend);
}

/// What a form breaks by itself, unless reading it has found faults already: those come first.
void check_form(const Place& place, const FormDefinition& form, std::size_t faults_before)
{
    if (place.reading.loaded.faults.size() > faults_before)
        return;
    for (const FormFault& fault : faults_of(form)) report(place, fault);
}

void check_inbox(const Place& place, const FormDefinition& form, const Settings& settings)
{
    if (settings.inbox(form.inbox) != nullptr)
        return;
    std::vector<std::string> known;
    for (const InboxSettings& inbox : settings.inboxes) known.push_back(inbox.key);
    const std::string near = nearest(form.inbox, known);
    report(place, {std::nullopt, "inbox",
                   form.inbox.empty() ? "is missing." : "there is no inbox \"" + form.inbox + "\".",
                   !near.empty()   ? "Did you mean \"" + near + "\"?"
                   : known.empty() ? "Add an [[inbox]] with that key."
                                   : "Name one of: " + joined(known, ", ") + "."});
}

}  // namespace

void read_forms(const Place& place, Config& config)
{
    auto& forms = config.settings.forms;
    for (const Place& element : place.elements(kFormExample)) {
        if (forms.size() == kFormsMost)
            return element.fault(
                "is more than the " + std::to_string(kFormsMost) + " forms that one desk can hold.",
                "Remove some.");
        const std::size_t before = place.reading.loaded.faults.size();
        forms.push_back(read_form(element));
        check_form(element, forms.back(), before);
    }
}

void check_forms(Reading& reading, const toml::table& root)
{
    const Settings& settings = reading.loaded.config.settings;
    const auto* array = root["form"].as_array();
    for (std::size_t i = 0; array && i < array->size() && i < settings.forms.size(); ++i) {
        const FormDefinition& form = settings.forms[i];
        const Place place{reading, (*array)[i], "form[" + std::to_string(i + 1) + "]"};
        check_inbox(place, form, settings);
        if (settings.form(form.key) != &form)
            report(place, {std::nullopt, "key", "\"" + form.key + "\" is the key of another form.",
                           "Give each form its own key."});
        for (std::size_t earlier = 0; form.is_default && earlier < i; ++earlier) {
            const FormDefinition& other = settings.forms[earlier];
            if (other.is_default && other.inbox == form.inbox && other.process == form.process)
                report(place, {std::nullopt, "default", "\"" + other.key + "\" is the default already.",
                               "Keep one default for each inbox and process."});
        }
    }
}

FormReading read_form_text(std::string_view text)
{
    FormReading out;
    Reading reading{"", {}, {}};
    LoadedConfig loaded = parse_text(text, "", [&](const toml::table& root) {
        static constexpr Key<FormDefinition> kNoKeys[] = {
            {"form", [](const Place& place, FormDefinition& form) {
                 const auto elements = place.elements(kFormExample);
                 for (const Place& element : elements) {
                     form = read_form(element);
                     check_form(element, form, 0);
                 }
                 if (elements.size() != 1)
                     place.fault("is there " + std::to_string(elements.size()) + " times.",
                                 "Write one [[form]]: each has a text of its own.");
             }}};
        const Place place{reading, root, ""};
        read_keys<FormDefinition>(place, root, kNoKeys, out.form);
        if (!root.contains("form"))
            place.fault("there is no [[form]].", "Begin with [[form]] on a line of its own.");
    });
    for (const auto* faults : {&loaded.faults, &reading.loaded.faults})
        for (const Fault& fault : *faults)
            out.faults.push_back((fault.line > 0 ? "Line " + std::to_string(fault.line) + ": " : "") +
                                 (fault.key.empty() ? "" : fault.key + " ") + fault.problem + " " +
                                 fault.mend);
    return out;
}

}  // namespace deskbell::config
