#pragma once
#include "handlers/kernel/desk.hpp"
#include "slack/wire/reply.hpp"

#include <optional>
#include <string>

namespace deskbell::kernel {

/// Asks in the place of raising a ticket when what was typed after `/ticket` reads like a command that there
/// is not: "resolve INC-5", "queue". The words are kept in a button. Nothing for the words of a request.
std::optional<slack::Reply> ask_whether_command(const Desk& desk, const std::string& typed,
                                                const std::string& channel);

}  // namespace deskbell::kernel
