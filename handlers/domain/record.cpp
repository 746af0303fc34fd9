#include "handlers/domain/record.hpp"

namespace deskbell {

const std::string& Record::at(std::string_view name) const
{
    static const std::string kNothing;
    const auto it = attributes.find(name);
    return it == attributes.end() ? kNothing : it->second;
}

std::optional<UtcTime> Record::time(std::string_view name) const
{
    const auto t = parse_rfc3339(at(name));
    return t ? std::optional(*t) : std::nullopt;
}

void apply(Record& record, const Event& event)
{
    for (const Change& c : event.changes) {
        if (c.after.empty())
            record.attributes.erase(c.attribute);
        else
            record.attributes.insert_or_assign(c.attribute, c.after);
    }
    if (event.sequence == 1)
        record.created_at = event.recorded_at;
    record.version = event.sequence;
    record.updated_at = event.recorded_at;
}

std::optional<Change> change(const Record& record, std::string_view name, std::string value)
{
    const std::string& before = record.at(name);
    if (before == value)
        return std::nullopt;
    return Change{std::string(name), before, std::move(value)};
}

}  // namespace deskbell
