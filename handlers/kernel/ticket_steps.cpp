#include "handlers/kernel/ticket_steps.hpp"

#include "store/unit.hpp"

#include <charconv>

namespace deskbell::kernel {

namespace {

constexpr int kOnePerson = 4;
constexpr int kWorkaround = 3;

int grade(const std::string& text, int fallback)
{
    return text.size() == 1 && text[0] >= '1' && text[0] <= '4' ? text[0] - '0' : fallback;
}

void set(Step& step, std::string_view name, std::string_view value)
{
    step.values[std::string(name)] = value;
}

bool waits_for_requester(const Step& step) { return step.value("pending_reason") == "requester"; }

}  // namespace

Result<void> may_set_priority(const Step& step)
{
    if (!parse_priority(step.value("priority_override")))
        return {};
    if ((step.roles & kLead) == 0)
        return Error(Errc::forbidden,
                     "Only a team lead can set another priority than impact and urgency give.",
                     "priority_override");
    if (step.value("priority_reason").empty())
        return Error(Errc::invalid_input, "Please say why it differs from what impact and urgency give.",
                     "priority_reason");
    return {};
}

void set_priority(Step& step)
{
    const Priority derived =
        priority_of(grade(step.value("impact"), kOnePerson), grade(step.value("urgency"), kWorkaround));
    const Priority priority = parse_priority(step.value("priority_override")).value_or(derived);
    set(step, attr::kPriority, to_text(priority));
    const auto received = step.record.time(attr::kReceivedAt);
    if (!received || step.record.id == 0)
        return;  // a new record: its promises are set when it is raised
    const Target target = step.settings.target(priority);
    set(step, attr::kResponseDue, rfc3339(*received + target.response));
    set(step, attr::kResolutionDue, rfc3339(*received + target.resolution));
}

void take(Step& step) { set(step, attr::kAssignee, step.actor); }

Result<void> may_assign(const Step& step)
{
    const InboxSettings* inbox = step.settings.inbox(step.record.at(attr::kInbox));
    const std::string& person = step.value("assign_to");
    if (person.empty() || inbox == nullptr || !step.unit.directory.is_member(inbox->agent_channel, person))
        return Error(Errc::invalid_input,
                     "Please choose an agent of this inbox: a member of its agent channel.", "assign_to");
    return {};
}

void assign(Step& step)
{
    set(step, attr::kAssignee, step.value("assign_to"));
    set(step, "assign_to", "");
}

Result<void> may_hold(const Step& step)
{
    if (waits_for_requester(step) && step.value("pending_message").empty())
        return Error(Errc::invalid_input, "Please write to the requester what you need from them.",
                     "pending_message");
    return {};
}

void hold(Step& step)
{
    if (!waits_for_requester(step))
        return;
    set(step, attr::kCategory, to_text(Category::waiting_requester));
    // The question is a public message by a person: it is the first answer if there was none.
    if (!step.record.has(attr::kFirstResponseAt) && step.actor != "system")
        set(step, attr::kFirstResponseAt, rfc3339(step.at));
}

void resume(Step& step)
{
    for (const std::string_view name : {"pending_reason", "pending_message", "pending_until"})
        set(step, name, "");
}

Result<void> may_reopen(const Step& step)
{
    const auto resolved = step.record.time(attr::kResolvedAt);
    if (resolved && step.at > *resolved + kGrace)
        return Error(Errc::conflict,
                     "It was solved more than a week ago. Please raise a new ticket with `/ticket`.");
    return {};
}

void reopen(Step& step)
{
    int count = 0;
    const std::string& before = step.record.at("reopen_count");
    std::from_chars(before.data(), before.data() + before.size(), count);
    set(step, "reopen_count", std::to_string(count + 1));
    set(step, attr::kResolvedAt, "");
}

}  // namespace deskbell::kernel
