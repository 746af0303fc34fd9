#include "bot/version.hpp"

namespace deskbell::bot {

std::string_view version() { return DESKBELL_VERSION; }

}  // namespace deskbell::bot
