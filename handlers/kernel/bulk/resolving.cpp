#include "handlers/kernel/bulk/resolving.hpp"

#include "handlers/kernel/clicks.hpp"
#include "handlers/kernel/naming.hpp"

#include <algorithm>

namespace deskbell::kernel {

const Transition* resolving_step(const Process& process, const Record& record)
{
    const auto rows = process.transitions_from(record);
    const auto row =
        std::ranges::find_if(rows, [&](const Transition* one) { return resolves(process, *one); });
    return row == rows.end() ? nullptr : *row;
}

const Transition* resolving_form(const Process& process, std::string_view callback)
{
    if (!callback.starts_with(kStepPrefix))
        return nullptr;
    const auto row =
        std::ranges::find(process.transitions, callback.substr(kStepPrefix.size()), &Transition::action);
    return row != process.transitions.end() && resolves(process, *row) ? &*row : nullptr;
}

bool resolves(const Process& process, const Transition& row)
{
    const State* target = process.state(row.to);
    return (row.who & kAgent) != 0 && row.place == Place::button && target != nullptr &&
           target->category == Category::resolved;
}

Result<Attributes> resolution(const Desk& desk, const Record& record, const Transition& row,
                              const std::string& text, const Attributes& others)
{
    const Process& process = desk.process_of(record);
    Attributes out;
    for (const AskedField& asked : row.asks) {
        const Field& field = *process.field(asked.field);
        if (field.type == FieldType::long_text) {
            out[std::string(field.name)] = text;
            continue;
        }
        const auto fault = [&](std::string_view value) {
            return fault_in(desk, record.at(attr::kInbox), field, value, true);
        };
        const auto other = others.find(field.name);
        if (other != others.end() && fault(other->second).empty())
            out[std::string(field.name)] = other->second;
        else if (asked.is_required && fault(field.initial).empty())
            out[std::string(field.name)] = field.initial;
        else if (asked.is_required)
            return Error(Errc::invalid_input, fault(""), std::string(field.name));
    }
    return out;
}

std::string text_of_resolution(const Process& process, const Transition& row, const Attributes& record)
{
    for (const AskedField& asked : row.asks)
        if (process.field(asked.field)->type == FieldType::long_text)
            if (const auto it = record.find(asked.field); it != record.end())
                return it->second;
    return {};
}

}  // namespace deskbell::kernel
