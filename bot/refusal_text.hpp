#pragma once
#include "handlers/domain/error.hpp"
#include "slack/wire/payload.hpp"
#include "store/outbox.hpp"

#include <string>
#include <string_view>

namespace deskbell::bot {

/// "invalid_input", "internal" ...: for logs and metrics.
std::string_view to_text(Errc code);

/// What a person hears while the program ends.
Error restarting();

/// A database's words replaced by what a person can do; our own sentences stay.
Error for_people(const Error& error);

/// "4F7A21": printed to the person and in the log, so that the two can be brought together.
std::string new_reference();

/// Tells the person that a form could not be shown in time: privately, where they are or as a direct message.
store::Outgoing form_hint(const slack::Actor& actor);

}  // namespace deskbell::bot
