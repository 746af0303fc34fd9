#pragma once
#include <string_view>

namespace deskbell::bot {

/// "0.1.0", from CMakeLists.txt.
std::string_view version();

}  // namespace deskbell::bot
