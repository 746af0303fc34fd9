#include "handlers/domain/form_definition.hpp"

#include "handlers/domain/form_choice.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>
#include <array>

namespace deskbell {

namespace {

struct TypeWord {
    FieldType type;
    std::string_view word;
};
constexpr std::array kTypeWords{
    TypeWord{FieldType::text, "text"},     TypeWord{FieldType::long_text, "long_text"},
    TypeWord{FieldType::one_of, "one_of"}, TypeWord{FieldType::many_of, "many_of"},
    TypeWord{FieldType::user, "user"},     TypeWord{FieldType::users, "users"},
    TypeWord{FieldType::date, "date"},     TypeWord{FieldType::instant, "instant"},
    TypeWord{FieldType::number, "number"}, TypeWord{FieldType::yes_no, "yes_no"},
    TypeWord{FieldType::file, "file"},
};

}  // namespace

bool is_choice(FieldType type) { return type == FieldType::one_of || type == FieldType::many_of; }

const FormOption* option_of(const FormField& field, std::string_view value)
{
    const auto it = std::ranges::find(field.options, value, &FormOption::value);
    return it == field.options.end() ? nullptr : &*it;
}

const FormField* FormDefinition::field(std::string_view wanted) const
{
    const auto it = std::ranges::find(fields, wanted, &FormField::name);
    return it == fields.end() ? nullptr : &*it;
}

std::size_t blocks_at_most(const FormDefinition& form) { return kBuiltInBlocksMost + form.fields.size(); }

std::vector<const FormField*> asked_fields(const FormDefinition& form, const Attributes& answers,
                                           bool of_agent)
{
    std::vector<const FormField*> out;
    Attributes known;
    for (const FormField& field : form.fields) {
        if ((field.agents_only && !of_agent) || !field.visible_when.holds(known, kAnswerPrefix))
            continue;
        out.push_back(&field);
        if (const auto it = answers.find(field.attribute()); it != answers.end())
            known.insert(*it);
    }
    return out;
}

bool decides(const FormDefinition& form, const FormField& field)
{
    return std::ranges::any_of(form.fields, [&](const FormField& other) {
        return std::ranges::any_of(other.visible_when.any_of, [&](const std::vector<Comparison>& all) {
            return std::ranges::find(all, field.name, &Comparison::field) != all.end();
        });
    });
}

std::string answer_label(const FormField& field, std::string_view value)
{
    if (field.type == FieldType::yes_no)
        return value.empty() ? "" : "Yes";
    if (!is_choice(field.type))
        return std::string(value);
    std::vector<std::string> labels;
    const auto chosen =
        field.type == FieldType::many_of ? split(value, ',') : std::vector<std::string>{std::string(value)};
    for (const std::string& one : chosen) {
        const FormOption* option = option_of(field, one);
        labels.push_back(option == nullptr ? one : option->label);
    }
    return joined(labels, ", ");
}

std::optional<FieldType> parse_field_type(std::string_view word)
{
    const auto it = std::ranges::find(kTypeWords, word, &TypeWord::word);
    return it == kTypeWords.end() ? std::nullopt : std::optional(it->type);
}

std::string_view to_text(FieldType type)
{
    const auto it = std::ranges::find(kTypeWords, type, &TypeWord::type);
    return it == kTypeWords.end() ? std::string_view() : it->word;
}

std::vector<std::string> field_type_words()
{
    std::vector<std::string> out;
    for (const TypeWord& row : kTypeWords) out.emplace_back(row.word);
    return out;
}

}  // namespace deskbell
