#include "handlers/kernel/thread/waiting.hpp"

#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/transition.hpp"

namespace deskbell::kernel {

Result<void> wait_after_answer(const Desk& desk, Record& record, const Act& act, store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const unsigned roles = roles_of(desk, record, act.actor, unit);
    if (inbox == nullptr || !inbox->auto_wait || !allowed(desk, record, "await", roles))
        return {};
    return perform(desk, record, "await", {}, act, unit);
}

}  // namespace deskbell::kernel
