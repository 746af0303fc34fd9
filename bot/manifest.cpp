#include "bot/commands.hpp"
#include "handlers/kernel/desk.hpp"

#include <iostream>

namespace deskbell::bot {

ExitCode manifest()
{
    const kernel::Desk desk(all_processes(), Settings{}, kernel::Self{});
    std::cout << desk.manifest();
    return kGood;
}

}  // namespace deskbell::bot
