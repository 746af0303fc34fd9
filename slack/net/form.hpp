#pragma once
#include "handlers/domain/record.hpp"

#include <string>

namespace deskbell::slack {

/// application/x-www-form-urlencoded: "a=1&b=two+words".
std::string form_encoded(const Attributes& arguments);

}  // namespace deskbell::slack
