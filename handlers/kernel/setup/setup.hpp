#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/setup/inbox_setup.hpp"
#include "slack/wire/reply.hpp"

#include <string_view>
#include <vector>

/// Setting up inboxes in Slack: whoever invites the bot is asked what the channel is for.
namespace deskbell::kernel {

/// True for administrators and owners of the workspace, and for the service manager of the configuration.
bool may_set_up(const Desk& desk, std::string_view user, const store::Unit& unit);
/// The refusal for everybody else.
Error only_administrators();

/// "Set up inbox…": the form for a new inbox whose agents are the members of `channel`, or for changing the
/// inbox `key`. Errors: forbidden; conflict when it is the configuration's.
Result<slack::Modal> inbox_form(const Desk& desk, std::string_view user, std::string_view channel,
                                std::string_view key, const store::Unit& unit);
inline constexpr std::string_view kInboxForm = "setup_inbox";
Result<slack::Reply> submit_inbox(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                                  store::Unit& unit);

/// Stores it; what depends on the inboxes follows: calendars of new ones come into force.
void put_in_force(const Desk& desk, const SetUp& setup, const Act& act, store::Unit& unit);

/// "Remove an inbox": what can be removed, for somebody who may.
std::vector<slack::Choice> removable_inboxes(const Desk& desk, std::string_view user, const store::Unit& unit);

/// The agents' channel has become public: everybody could read there. Its readers are told once a day.
void on_made_public(const Desk& desk, std::string_view channel, store::Unit& unit);

/// Every inbox with its channels: who answers, where people ask.
/// `channel` is where it is asked for: a channel that takes requests can be taken back there.
slack::Blocks inbox_list(const Desk& desk, std::string_view user, std::string_view channel,
                         const store::Unit& unit);

/// A note of the bot's that everybody in the channel reads.
void tell_channel(const std::string& channel, const std::string& mrkdwn, store::Unit& unit,
                  const std::vector<slack::Element>& buttons = {});

/// `channel` takes requests for the inbox from now on; the channel is told.
void take_requests_in(const Desk& desk, const std::string& channel, const InboxSettings& inbox,
                      const Act& act, store::Unit& unit);
/// The members of `channel` answer for the inbox as well.
/// Errors: conflict when it is the configuration's, or when people ask in this channel.
Result<void> answer_in(const Desk& desk, const std::string& channel, std::string_view inbox, const Act& act,
                       store::Unit& unit);

}  // namespace deskbell::kernel
