#pragma once
#include "handlers/kernel/desk.hpp"
#include "slack/wire/reply.hpp"

#include <string>

namespace deskbell::kernel {

/// The sentence a person reads for an error; for our own faults with the reference that the log has too.
std::string sentence(const Error& error, const std::string& reference);

/// Says no where the person looks: as the command's answer, beside the form's field, in a modal, or privately
/// in the channel. With no `unit` (the database is away) only what an ack or a modal can carry.
slack::Reply refusal(const slack::Envelope& envelope, const Error& error, const std::string& reference,
                     store::Unit* unit);

}  // namespace deskbell::kernel
