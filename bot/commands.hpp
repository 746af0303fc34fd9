#pragma once
#include "bot/exit_code.hpp"

#include <cstdint>
#include <string>

namespace deskbell::bot {

// One function per command; each lives in a file of its name. They print for people and return what the shell
// gets.

struct RunOptions {
    std::string config_file;
};
ExitCode run(const RunOptions& options);

struct DemoOptions {
    std::uint16_t port = 8065;
    bool is_fresh = false;
    int speed = 1;
    std::string folder = "./deskbell-demo";
};
ExitCode demo(const DemoOptions& options);

struct WorkspaceOptions {
    std::uint16_t port = 8065;
};
ExitCode workspace(const WorkspaceOptions& options);

struct CheckOptions {
    std::string config_file;
    bool is_offline = false;
};
ExitCode check(const CheckOptions& options);

ExitCode manifest();
ExitCode verify();
ExitCode backup(const std::string& target);

struct RestoreOptions {
    std::string source;
    bool is_forced = false;
};
ExitCode restore(const RestoreOptions& options);

}  // namespace deskbell::bot
