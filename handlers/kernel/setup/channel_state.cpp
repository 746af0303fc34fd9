#include "handlers/kernel/setup/channel_state.hpp"

#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/setup/setup.hpp"
#include "handlers/kernel/setup/troubles.hpp"

#include <array>
#include <set>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kLookedAt = "channel_state:";

std::set<std::string> channels_in_use(const Desk& desk)
{
    std::set<std::string> out;
    for (const InboxSettings& inbox : desk.settings().inboxes) {
        out.insert(inbox.agent_channel);
        out.insert(inbox.request_channels.begin(), inbox.request_channels.end());
    }
    return out;
}

/// What keeps the desk from writing there, if anything does. Whether something else got better meanwhile is
/// found out by what is said there next.
std::optional<Trouble> trouble_in(const std::string& channel, const slack::CallResult& answer)
{
    if (answer.at("/channel/is_archived") == "true" || answer.error == "is_archived")
        return Trouble{channel, std::string(kArchivedWhy), std::string(kArchivedMend)};
    if (answer.at("/channel/is_member") == "false")
        return Trouble{channel, std::string(kNotInWhy), std::string(kInviteMend)};
    if (answer.error == "channel_not_found")
        return Trouble{channel, std::string(kNotFoundWhy), std::string(kInviteMend)};
    return std::nullopt;
}

Result<void> judge(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& answer,
                   store::Unit& unit)
{
    const std::string channel = sent.then.substr(kLookedAt.size());
    if (!desk.settings().is_in_use(channel))
        return {};  // it was taken back meanwhile
    if (const auto trouble = trouble_in(channel, answer))
        tell_trouble(desk, *trouble, unit);
    else if (answer.at("/channel/is_private") == "false")
        on_made_public(desk, channel, unit);
    return {};
}

constexpr std::array kAwaited{Awaited{kLookedAt, judge}};

}  // namespace

void look_at_channels(const Desk& desk, store::Unit& unit)
{
    for (const std::string& channel : channels_in_use(desk)) {
        store::Outgoing question;
        question.method = question.lane = "conversations.info";
        question.arguments = {{"channel", channel}};
        question.then = std::string(kLookedAt) + channel;
        // However often the connection comes and goes, one question about a channel waits.
        question.coalesce_key = question.then;
        unit.outbox.add(question, unit.now);
    }
}

extern const Feature kChannelState;
const Feature kChannelState{.key = "channel_state", .awaited = kAwaited};

}  // namespace deskbell::kernel
