#pragma once
#include "handlers/kernel/desk.hpp"
#include "slack/wire/blocks.hpp"

#include <string>
#include <string_view>

/// Forms of inboxes that are written in Slack, as text in the words of the configuration.
namespace deskbell::kernel {

/// Every form with its inbox, how much it asks and, for who may set up, what changes it.
slack::Blocks form_list(const Desk& desk, std::string_view user, const store::Unit& unit);

/// The questions of a form as a list; mrkdwn.
std::string questions_in_words(const FormDefinition& form);

/// What would be otherwise with `next` in the place of `before` (null for a new form): questions that come,
/// go and change, room, and open tickets that lack an answer; mrkdwn. Nothing is done.
std::string dry_run(const FormDefinition* before, const FormDefinition& next, const store::Unit& unit);

}  // namespace deskbell::kernel
