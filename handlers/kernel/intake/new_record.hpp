#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/reply.hpp"

namespace deskbell::kernel {

/// The form of a process that is no ticket: `/desk improvement new`.
slack::Modal new_record_form(const Process& process, const Attributes& values);
Result<slack::Reply> submit_new_record(const Desk& desk, const Process& process,
                                       const slack::ViewSubmission& submission, const Act& act,
                                       store::Unit& unit);

}  // namespace deskbell::kernel
