#pragma once
#include "handlers/kernel/desk.hpp"

#include <chrono>

namespace deskbell::kernel {

/// Messages of one person that follow each other so closely are often one request.
inline constexpr std::chrono::minutes kSuccessive{5};

/// When the same person raised another ticket in this channel a moment ago, and nobody has answered it yet,
/// they are asked in private whether both are one. Nothing is merged without their word.
void offer_merge(const Desk& desk, const Record& record, store::Unit& unit);

}  // namespace deskbell::kernel
