#pragma once
#include "store/migration.hpp"

namespace deskbell::store {

/// Every step of the schema, in order.
std::span<const Migration> schema();

}  // namespace deskbell::store
