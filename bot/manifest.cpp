#include "bot/commands.hpp"
#include "handlers/kernel/scopes.hpp"

#include <iostream>

namespace deskbell::bot {

ExitCode manifest(bool is_smallest)
{
    std::cout << kernel::manifest_of(is_smallest);
    return kGood;
}

}  // namespace deskbell::bot
