#include "handlers/kernel/intake/form_versions.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/feature.hpp"
#include "store/sha256.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace deskbell::kernel {

namespace {

using Json = nlohmann::json;  // objects are sorted by name: equal forms give equal text

Json json_of(const FormField& field)
{
    Json options = Json::array();
    for (const FormOption& option : field.options) options.push_back({option.value, option.label});
    return {{"name", field.name},
            {"label", field.label},
            {"type", deskbell::to_text(field.type)},
            {"required", field.is_required},
            {"help", field.help},
            {"default", field.initial},
            {"options", options},
            {"visible_when", field.visible_when.text},
            {"agents_only", field.agents_only},
            {"sensitive", field.is_sensitive}};
}

FormField field_from(const Json& json)
{
    FormField out;
    out.name = json.at("name");
    out.label = json.at("label");
    const auto type = parse_field_type(json.at("type").get<std::string>());
    auto condition = parse_condition(json.at("visible_when").get<std::string>());
    if (!type || !condition)
        throw std::runtime_error("unknown type or condition of the field " + out.name);
    out.type = *type;
    out.is_required = json.at("required");
    out.help = json.at("help");
    out.initial = json.at("default");
    for (const Json& option : json.at("options")) out.options.push_back({option.at(0), option.at(1)});
    out.visible_when = *std::move(condition);
    out.agents_only = json.at("agents_only");
    out.is_sensitive = json.at("sensitive");
    return out;
}

void adopt(const Desk& desk, store::Unit& unit)
{
    for (const FormDefinition& form : desk.settings().forms) keep_version(form, unit);
}

}  // namespace

std::string to_json(const FormDefinition& form)
{
    Json fields = Json::array();
    for (const FormField& field : form.fields) fields.push_back(json_of(field));
    return Json{{"key", form.key},         {"name", form.name},          {"inbox", form.inbox},
                {"process", form.process}, {"default", form.is_default}, {"private", form.is_private},
                {"fields", fields}}
        .dump();
}

FormDefinition form_from(std::string_view text)
{
    const Json json = Json::parse(text);
    FormDefinition out;
    out.key = json.at("key");
    out.name = json.at("name");
    out.inbox = json.at("inbox");
    out.process = json.at("process");
    out.is_default = json.at("default");
    out.is_private = json.at("private");
    for (const Json& field : json.at("fields")) out.fields.push_back(field_from(field));
    set_version(out);
    return out;
}

void set_version(FormDefinition& form) { form.version = store::sha256_hex(to_json(form)); }

void keep_version(const FormDefinition& form, store::Unit& unit)
{
    unit.form_versions.keep(form.version, form.key, to_json(form), unit.now);
}

std::optional<FormDefinition> form_of_version(const Settings& settings, std::string_view version,
                                              const store::Unit& unit)
{
    if (version.empty())
        return std::nullopt;
    const auto it = std::ranges::find(settings.forms, version, &FormDefinition::version);
    if (it != settings.forms.end())
        return *it;
    const std::string body = unit.form_versions.body(version);
    return body.empty() ? std::nullopt : std::optional(form_from(body));
}

std::vector<FormDefinition> forms_of(const Settings& settings, const Record& record, const store::Unit& unit)
{
    std::vector<FormDefinition> out;
    for (const std::string& version : split(record.at(kFormVersions), ','))
        if (auto form = form_of_version(settings, version, unit))
            out.push_back(*std::move(form));
    return out;
}

std::string with_version(const Record& record, std::string_view version)
{
    std::vector<std::string> out{std::string(version)};
    for (std::string& older : split(record.at(kFormVersions), ','))
        if (!older.empty() && older != version && out.size() < kVersionsMost)
            out.push_back(std::move(older));
    return joined(out, ",");
}

extern const Feature kFormVersionsFeature;
const Feature kFormVersionsFeature{.key = "form_versions", .adopt = adopt};

}  // namespace deskbell::kernel
