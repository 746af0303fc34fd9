#pragma once
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_blocks.hpp"

#include <string_view>

namespace deskbell::kernel {

/// How the running promises stand now, for what the person may count: per clock and priority how many run,
/// are at risk, late or paused, and which five are due next. Each number is a button.
Result<Saying> sla_now(const Desk& desk, std::string_view user, const store::Unit& unit);

/// The tickets behind one of these numbers, as they are now ("now.resolution.P1.late").
Result<std::vector<std::int64_t>> sla_records(const Desk& desk, std::string_view figure,
                                              std::string_view user, const store::Unit& unit);

}  // namespace deskbell::kernel
