#include "handlers/kernel/digest/digest_figures.hpp"

#include <nlohmann/json.hpp>

/// Which tickets a digest counts, and how that is kept.
namespace deskbell::kernel {

namespace {

bool holds_any(const std::vector<std::string>& list, std::string_view word)
{
    return std::ranges::find(list, word) != list.end();
}

}  // namespace

bool DigestScope::holds(const Record& record) const { return holds(record.process, record.at(attr::kInbox)); }

bool DigestScope::holds(std::string_view process, std::string_view inbox) const
{
    if (!only.empty() && !holds_any(only, inbox))
        return false;
    return is_everything || holds_any(inboxes, inbox) || holds_any(processes, process);
}

std::string to_json(const DigestScope& scope)
{
    return nlohmann::json{{"everything", scope.is_everything},
                          {"inboxes", scope.inboxes},
                          {"processes", scope.processes},
                          {"only", scope.only}}
        .dump();
}

DigestScope scope_from(std::string_view json)
{
    try {
        const auto in = nlohmann::json::parse(json);
        return {in.at("everything").get<bool>(), in.at("inboxes").get<std::vector<std::string>>(),
                in.at("processes").get<std::vector<std::string>>(),
                in.at("only").get<std::vector<std::string>>()};
    } catch (const nlohmann::json::exception& e) {
        throw std::runtime_error(std::string("the filter of a digest cannot be read: ") + e.what());
    }
}

}  // namespace deskbell::kernel
