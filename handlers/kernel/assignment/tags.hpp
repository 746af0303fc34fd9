#pragma once
#include <string_view>

namespace deskbell::kernel {

/// Kind of event: a ticket's tags changed. Its requester is not told that it happened.
inline constexpr std::string_view kTagged = "tagged";

}  // namespace deskbell::kernel
