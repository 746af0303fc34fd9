#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/reply.hpp"

namespace deskbell::kernel {

/// A modal was submitted. Refused input comes back beside its field, with everything typed still there.
Result<slack::Reply> on_submission(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                                   store::Unit& unit);

}  // namespace deskbell::kernel
