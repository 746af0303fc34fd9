#pragma once
#include "slack/wire/frame.hpp"
#include "store/poisoned.hpp"

#include <string>
#include <string_view>

namespace deskbell::bot {

/// "slash_command", "message" ...: a fixed word per kind of payload.
std::string_view kind_of(const slack::Payload& payload);

/// What is kept of a delivery that made its handler fail.
store::PoisonedMessage poison_of(const slack::Envelope& envelope, const Error& error,
                                 const std::string& reference, UtcTime now);

/// A frame for the operator's eyes: what gives access to Slack is blanked, words of people are not.
std::string without_secrets(std::string_view raw);

}  // namespace deskbell::bot
