#include "config/zone_data.hpp"

#include <fstream>

namespace deskbell::config {

std::string zone_data_version()
{
    // Debian's tzdata says it in the first line of this file only: "# version 2025b".
    constexpr std::string_view kMark = "# version ";
    std::ifstream in("/usr/share/zoneinfo/tzdata.zi");
    std::string line;
    if (!std::getline(in, line) || !line.starts_with(kMark))
        return "unknown";
    return line.substr(kMark.size());
}

}  // namespace deskbell::config
