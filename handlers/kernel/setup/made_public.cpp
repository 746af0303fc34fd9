#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/setup/setup.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

/// An agents' channel that was set up in Slack must stay private. Slack says when it is made public; a desk
/// that was away at that time finds out when it starts.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kLookedAt = "agents_channel:";

void look(const Desk&, store::Unit& unit)
{
    for (const InboxSettings& inbox : set_up_in_slack(unit).inboxes)
        ask(unit, "conversations.info", {{"channel", inbox.agent_channel}},
            std::string(kLookedAt) + inbox.agent_channel);
}

Result<void> judge(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& answer,
                   store::Unit& unit)
{
    if (answer.ok && answer.at("/channel/is_private") == "false")
        on_made_public(desk, std::string_view(sent.then).substr(kLookedAt.size()), unit);
    return {};
}

constexpr std::array kAwaited{Awaited{kLookedAt, judge}};

}  // namespace

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

extern const Feature kMadePublic;
const Feature kMadePublic{.key = "made_public", .awaited = kAwaited, .adopt = look};

}  // namespace deskbell::kernel
