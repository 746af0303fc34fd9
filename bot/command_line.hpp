#pragma once

namespace deskbell::bot {

/// The whole program: reads the command line and runs the command that it names.
/// @return an ExitCode; nothing escapes as an exception
int run_command_line(int argc, char** argv);

}  // namespace deskbell::bot
