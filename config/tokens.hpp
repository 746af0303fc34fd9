#pragma once
#include "config/environment.hpp"

#include <string>
#include <vector>

namespace deskbell::config {

/// Finds a token: the variable itself, then NAME_FILE, then a systemd credential. Its shape is checked and
/// what is wrong is reported without the token.
std::string read_token(const std::string& name, const Getenv& variable, const ReadFile& file,
                       std::vector<Fault>& faults);

}  // namespace deskbell::config
