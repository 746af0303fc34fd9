#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/reply.hpp"

namespace deskbell::kernel {

/// A slash command as data, for the manifest and the help.
struct CommandDeclaration {
    std::string_view command;
    std::string_view description;
    std::string_view usage_hint;
};
std::span<const CommandDeclaration> command_declarations();

/// True when the command only shows something.
bool command_only_reads(const Desk& desk, const slack::SlashCommand& command);

/// `/ticket …` and `/desk …`.
Result<slack::Reply> on_command(const Desk& desk, const slack::SlashCommand& command, const Act& act,
                                store::Unit& unit);

}  // namespace deskbell::kernel
