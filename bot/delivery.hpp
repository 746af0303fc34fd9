#pragma once
#include "slack/wire/call.hpp"
#include "store/unit.hpp"

#include <optional>
#include <string>

namespace deskbell::bot {

/// An outbox row with everything that its call needs from the database, read when it is claimed.
struct Delivery {
    store::Outgoing row;
    std::optional<store::Message> message;  ///< what a post fills in, or an update targets
    std::optional<store::Message> thread;   ///< root of the thread
    std::string dm_channel;                 ///< of the user in row.channel, when it is known
    bool is_interrupted = false;            ///< leased by a program that died: it may have happened
};

Delivery look_up(store::Outgoing row, bool is_interrupted, const store::Unit& unit);

/// Marks our post in Slack, so that it can be found again when the answer was lost.
std::string metadata_key_of(const store::Outgoing& row);

/// The user whose direct message must be opened first, or "".
std::string user_to_open(const Delivery& delivery);

/// The channel that the call goes to; a known direct message in place of its user.
std::string channel_of(const Delivery& delivery);

/// ts of the thread's root, or "".
std::string thread_of(const Delivery& delivery);

/// The call that delivers the row to `channel`.
slack::Call call_for(const Delivery& delivery, const std::string& channel);

/// Body for a response_url that shows the row's text and blocks to the person alone.
std::string private_answer(const Attributes& arguments);

}  // namespace deskbell::bot
