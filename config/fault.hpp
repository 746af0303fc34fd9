#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace deskbell::config {

/// More than this helps nobody: the list ends with a line that says so.
inline constexpr std::size_t kFaultsMax = 100;

/// One thing that is wrong with what the operator wrote, and what to write instead.
struct Fault {
    std::string where;   ///< file, or "environment"
    int line = 0;        ///< from 1; 0 when there is none
    std::string key;     ///< "inbox[2].agent_channel", "SLACK_BOT_TOKEN"
    std::string problem;
    std::string mend;    ///< what to write or do instead
};

/// "deskbell.toml:12: inbox[1].mode: … Write …": one line without control characters, whatever was written.
std::string to_text(const Fault& fault);

/// All faults, one per line, by file and line.
std::string to_text(std::vector<Fault> faults);

}  // namespace deskbell::config
