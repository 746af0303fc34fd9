#pragma once
#include "handlers/kernel/desk.hpp"

#include <string_view>

namespace deskbell::kernel {

/// A new ticket as the routing rules see it.
RoutingFacts facts_for_routing(const Record& draft, const store::Unit& unit);

}  // namespace deskbell::kernel
