#include "handlers/kernel/intake/missing.hpp"

#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/answers.hpp"

#include <algorithm>
#include <iterator>

namespace deskbell::kernel {

std::vector<const Field*> missing_fields(const Process& process, const Attributes& values)
{
    std::vector<const Field*> out;
    for (const Field& field : process.fields) {
        const auto it = values.find(field.name);
        const bool is_there = it != values.end() && !it->second.empty();
        if (field.at_creation == Asked::required && !is_there && is_visible(field, values))
            out.push_back(&field);
    }
    return out;
}

std::vector<std::string> missing_labels(const Process& process, const FormDefinition* form,
                                        const Attributes& values)
{
    std::vector<std::string> out;
    for (const Field* field : missing_fields(process, values)) out.emplace_back(field->label);
    if (form != nullptr)
        std::ranges::move(missing_answers(*form, values, false), std::back_inserter(out));
    return out;
}

std::vector<std::string> missing_labels(const Desk& desk, NewRecord& wish, const store::Unit& unit)
{
    if (wish.process == nullptr)
        return {};
    fill_initials(*wish.process, wish.values);
    const auto form = form_of(desk, wish, unit);
    if (form)
        fill_defaults(*form, wish.values);
    return missing_labels(*wish.process, form ? &*form : nullptr, wish.values);
}

void fill_initials(const Process& process, Attributes& values)
{
    for (const Field& field : process.fields)
        if (field.at_creation == Asked::required && !field.initial.empty() && is_visible(field, values))
            values.try_emplace(std::string(field.name), field.initial);
}

}  // namespace deskbell::kernel
