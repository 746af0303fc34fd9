#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/reply.hpp"

#include <string_view>

namespace deskbell::kernel {

/// Callback of the form Subscribe.
inline constexpr std::string_view kSubscribeForm = "digest_subscription";

/// `/desk digest [period]`: the answer says that it is on its way; the digest comes as a direct message.
Result<slack::Reply> digest_command(const Desk& desk, std::string_view user, std::string_view period_words,
                                    store::Unit& unit);

/// The form in which a digest is subscribed to, or an existing subscription is changed or ended.
/// `subscription` 0 is a new one.
Result<slack::Modal> subscribe_form(const Desk& desk, std::int64_t subscription, std::string_view user,
                                    const store::Unit& unit);
Result<slack::Reply> submit_subscription(const Desk& desk, const slack::ViewSubmission& submission,
                                         const Act& act, store::Unit& unit);

/// "Pause 1 week", "Open CSV", "Digest now": what happens is said privately where the person pressed.
Result<slack::Reply> on_digest_button(const Desk& desk, const slack::BlockAction& click, const Act& act,
                                      store::Unit& unit);

/// When the next digest comes and what can be done about it, for the Home of those who may have one.
void add_digest_line(const Desk& desk, slack::Blocks& blocks, std::string_view user, const store::Unit& unit);

}  // namespace deskbell::kernel
