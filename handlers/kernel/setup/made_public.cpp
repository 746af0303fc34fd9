#include "handlers/kernel/say.hpp"
#include "handlers/kernel/setup/setup.hpp"
#include "slack/wire/mrkdwn.hpp"

/// An agents' channel must stay private. Slack says when it is made public; a desk that was away at that time
/// finds out when it looks at its channels.
namespace deskbell::kernel {

void on_made_public(const Desk& desk, std::string_view channel, store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox_of_agent_channel(channel);
    if (inbox == nullptr)
        return;
    Saying saying;
    saying.text =
        ":rotating_light: This channel is public: everybody in the workspace can read the tickets of *" +
        slack::escaped(inbox->name) +
        "* here, and whoever joins becomes an agent. Please make it private again, or let an "
        "administrator invite me to a private channel and choose there: Agents of an inbox.";
    saying.blocks.section(saying.text);
    const std::string day = to_text(date_in("UTC", unit.now));
    post(unit, {0, 0, "notice", std::string(channel), "", 0}, saying, 0,
         "public:" + std::string(channel) + ":" + day);
}

}  // namespace deskbell::kernel
