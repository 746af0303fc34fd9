#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/intake/draft.hpp"
#include "slack/wire/reply.hpp"

#include <string_view>

namespace deskbell::kernel {

/// The form New ticket for `user`: the common fields, those of the chosen kind of ticket, what the chosen
/// inbox asks, and who will see it.
slack::Modal new_ticket_form(const Desk& desk, const NewTicketDraft& draft, std::string_view user,
                             const store::Unit& unit);

/// The submission of that form.
Result<slack::Reply> submit_new_ticket(const Desk& desk, const slack::ViewSubmission& submission,
                                       const Act& act, store::Unit& unit);

}  // namespace deskbell::kernel
