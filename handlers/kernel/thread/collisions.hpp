#pragma once
#include "handlers/kernel/desk.hpp"

#include <chrono>

namespace deskbell::kernel {

/// So long a form that somebody opened is worth a word to who opens one on the same ticket.
inline constexpr std::chrono::minutes kOpenedFor{2};

/// True when the click opens a form in which an agent answers a ticket or ends it.
bool opens_answer(const Desk& desk, const slack::BlockAction& click);

}  // namespace deskbell::kernel
