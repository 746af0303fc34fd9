#pragma once
#include <string>

namespace deskbell::config {

/// The version of this system's time zone database, "2025b"; "unknown" when it does not say.
std::string zone_data_version();

}  // namespace deskbell::config
