#include "handlers/kernel/declaration.hpp"

namespace deskbell::kernel {

const Field* Process::field(std::string_view name) const
{
    const auto it = std::ranges::find(fields, name, &Field::name);
    return it == fields.end() ? nullptr : &*it;
}

const State* Process::state(std::string_view wanted) const
{
    const auto it = std::ranges::find(states, wanted, &State::key);
    return it == states.end() ? nullptr : &*it;
}

std::vector<const Transition*> Process::transitions_from(const Record& record) const
{
    std::vector<const Transition*> out;
    const State* now = state(record.at(attr::kState));
    for (const Transition& row : transitions)
        if (now != nullptr && row.starts_in(now->key, is_final(now->category)))
            out.push_back(&row);
    return out;
}

const Transition* Process::transition(const Record& record, std::string_view action) const
{
    const auto rows = transitions_from(record);
    const auto it = std::ranges::find(rows, action, &Transition::action);
    return it == rows.end() ? nullptr : *it;
}

bool Process::asks(std::string_view action) const
{
    return std::ranges::any_of(
        transitions, [&](const Transition& row) { return row.action == action && !row.asks.empty(); });
}

std::string fault_of(const Process& process)
{
    const std::string where = "process \"" + std::string(process.key) + "\": ";
    if (process.key.empty() || process.prefix.empty() || process.title.empty() || process.states.empty())
        return where + "key, prefix, title and states must be given";
    for (const Field& f : process.fields) {
        const bool chooses = f.type == FieldType::one_of || f.type == FieldType::many_of;
        if (f.name.empty() || f.label.empty() || chooses == f.options.empty())
            return where + "field \"" + std::string(f.name) +
                   "\" needs a name, a label, and options exactly when it chooses";
        if (std::ranges::count(process.fields, f.name, &Field::name) > 1)
            return where + "field \"" + std::string(f.name) + "\" is declared twice";
    }
    for (const Transition& row : process.transitions) {
        if (row.to != "=" && process.state(row.to) == nullptr)
            return where + "\"" + std::string(row.action) + "\" leads to the unknown state \"" +
                   std::string(row.to) + "\"";
        for (const AskedField& asked : row.asks)
            if (process.field(asked.field) == nullptr)
                return where + "\"" + std::string(row.action) + "\" asks for the unknown field \"" +
                       std::string(asked.field) + "\"";
    }
    return {};
}

}  // namespace deskbell::kernel
