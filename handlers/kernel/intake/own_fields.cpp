#include "handlers/kernel/intake/own_fields.hpp"

#include "handlers/kernel/form.hpp"

namespace deskbell::kernel {

void add_own_fields(const Process& process, const Attributes& values, slack::Blocks& blocks)
{
    Attributes known = values;
    for (const Field& field : process.fields) {
        if (field.at_creation == Asked::never || !is_visible(field, known))
            continue;
        const auto typed = known.find(field.name);
        const std::string initial = typed == known.end() ? std::string(field.initial) : typed->second;
        known[std::string(field.name)] = initial;
        add_input(blocks, field, field.at_creation == Asked::required, initial,
                  is_condition(field, process.fields));
    }
}

Attributes read_fields(const Process& process, const slack::Values& values)
{
    Attributes out;
    for (const Field& field : process.fields) {
        std::string value = field.at_creation == Asked::never ? std::string() : read_input(field, values);
        if (!value.empty())
            out[std::string(field.name)] = std::move(value);
    }
    for (const Field& field : process.fields)
        if (!is_visible(field, out))
            out.erase(std::string(field.name));
    return out;
}

}  // namespace deskbell::kernel
