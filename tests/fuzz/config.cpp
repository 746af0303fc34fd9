// The configuration file: what is wrong is said on one line each, and what is accepted keeps every bound.
#include "config/config.hpp"

#include "handlers/domain/text.hpp"
#include "tests/fuzz/property.hpp"

#include <algorithm>
#include <set>

using namespace deskbell;
using namespace deskbell::config;
using deskbell::fuzz::require;

namespace {

const Date kToday{std::chrono::year{2026} / 11 / 24};

// In a folder that does not exist: no holiday file is found by a name relative to it.
const std::string kFile = "no-such-folder/deskbell.toml";

void check_faults(const std::vector<Fault>& faults, std::string_view text)
{
    const auto lines = std::ranges::count(text, '\n') + 1;
    for (const Fault& fault : faults) {
        require(!fault.where.empty() && !fault.problem.empty(), "a fault says where and what");
        require(fault.line >= 0 && fault.line <= lines + 1, "a fault is at a line of the file");
        const std::string line = to_text(fault);
        require(line.find('\n') == std::string::npos, "a fault is one line");
        require(cleaned(line) == line && fuzz::is_utf8(line), "a fault has no control characters");
    }
    const std::string all = to_text(faults);
    require(static_cast<std::size_t>(std::ranges::count(all, '\n')) <= kFaultsMax + 1, "faults have a bound");
}

void check_windows(const std::vector<Window>& windows)
{
    for (std::size_t i = 0; i < windows.size(); ++i) {
        require(windows[i].from.count() >= 0 && windows[i].from < windows[i].to, "a window is not empty");
        require(windows[i].to - windows[i].from <= std::chrono::hours{24}, "a window is at most a day");
        require(i == 0 || windows[i - 1].to <= windows[i].from, "windows of a day are in order");
    }
}

void check_calendar(const Calendar& calendar)
{
    require(is_zone(calendar.timezone), "a calendar has a zone");
    for (const auto& windows : calendar.hours) check_windows(windows);
    for (const auto& [date, windows] : calendar.exceptions) check_windows(windows);
    require(next_opening(calendar, UtcTime{kToday}).has_value(), "a calendar opens");
}

void check_policy(const Policy& policy, const ServiceLevels& levels)
{
    require(!policy.name.empty() && utf16_length(policy.name) <= kLevelNameMost, "a policy has a name");
    require(policy.attainment >= 1 && policy.attainment <= 100, "an attainment is a share");
    require(policy.calendar.empty() || levels.calendar(policy.calendar), "a policy's calendar exists");
    for (const Goal& goal : policy.goals) {
        require(goal.business_days <= kBusinessDaysMost, "a goal has a bound");
        const auto again = parse_goal(to_text(goal));
        require(!goal.is_set() || (again && *again == goal), "a goal reads back as it was");
    }
}

void check_levels(const ServiceLevels& levels)
{
    require(levels.policies.size() <= kPoliciesMost, "policies have a bound");
    require(!tie_in(levels), "no two policies tie");
    std::set<std::string> names;
    for (const Policy& policy : levels.policies) {
        check_policy(policy, levels);
        require(names.insert(policy.name).second, "each policy has its own name");
    }
    for (const auto& [name, calendar] : levels.calendars) {
        require(name == calendar.name, "a calendar knows its name");
        check_calendar(calendar);
    }
}

void check_inboxes(const Settings& settings)
{
    require(settings.inboxes.size() <= kInboxesMax, "inboxes have a bound");
    std::set<std::string> keys, channels;
    for (const InboxSettings& inbox : settings.inboxes) {
        require(!inbox.key.empty() && keys.insert(inbox.key).second, "each inbox has its own key");
        require(!inbox.name.empty(), "an inbox has a name");
        require(!inbox.agent_channel.empty() && channels.insert(inbox.agent_channel).second,
                "an agent channel belongs to one inbox");
        for (const std::string& channel : inbox.request_channels)
            require(channels.insert(channel).second, "a request channel belongs to one inbox");
        require(settings.levels.calendar(inbox.calendar), "an inbox's calendar exists");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    const LoadedConfig loaded = read_config(text, kFile, kToday);
    check_faults(loaded.faults, text);
    check_faults(loaded.config.warnings, text);
    if (!loaded.faults.empty())
        return 0;
    require(is_zone(loaded.config.settings.timezone), "the workspace has a zone");
    check_inboxes(loaded.config.settings);
    check_levels(loaded.config.settings.levels);
    return 0;
}
