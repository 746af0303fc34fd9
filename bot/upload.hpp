#pragma once
#include "bot/delivery.hpp"
#include "bot/on_store.hpp"
#include "bot/slack_port.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace deskbell::bot {

// Files in two steps, both in one outbox row (see handlers/kernel/attach.hpp). The first uploads the bytes,
// which nobody sees: it may be repeated, and what it leaves behind then is never shown. The second makes them
// a message: it must not be repeated, so when its outcome is unknown files.info tells whether they are
// shared.

/// Slack shares files some time after it answered. For so long after a call whose outcome is unknown, files
/// that are not shared may still become so. Source: slackapi/bolt-js#2115, python-slack-sdk#1277; the time is
/// not published and chosen here.
inline constexpr std::chrono::seconds kSharesAppear{30};
/// Between two looks in that time.
inline constexpr std::chrono::seconds kSharesPause{5};

/// How the first step ended. With an ok result, `arguments` are those of the second.
struct Uploaded {
    slack::CallResult result;
    Attributes arguments;
};

/// Draws the charts, on a reading thread of the store, and uploads every attachment of the row. Ends at the
/// first trouble.
boost::asio::awaitable<Uploaded> upload_files(SlackPort& slack, StoreBridge& store, store::Outgoing row);

/// The second step: all files as one message.
slack::Call completion_of(const Delivery& delivery, const std::string& channel);

/// Asks for the first of the files that the second step is about.
slack::Call look_at_files(const store::Outgoing& row);

/// What the answer to that means.
enum class Shared {
    yes,      ///< they are in the channel, or were until somebody removed them
    no,       ///< not there, or not there yet
    unclear,  ///< it could not be found out
};
Shared shared_in(const slack::CallResult& info, std::string_view channel);

}  // namespace deskbell::bot
