#pragma once
#include "slack/wire/blocks.hpp"
#include "store/unit.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

/// What a message says: blocks, and the same in plain words for notifications and screen readers.
struct Saying {
    std::string text;
    slack::Blocks blocks;
    std::string author{};   ///< name under which a new message stands, "" for the desk's own
    std::string picture{};  ///< address of the picture beside it
};

/// Posts a new message; returns its row in the message map. `channel` may be a user id (direct message).
/// `thread` is a message row to reply under, 0 for the top level. Nothing is posted twice under one `once`
/// key. A person who was erased is told nothing: the row is 0 then.
std::int64_t post(store::Unit& unit, const store::Message& message, const Saying& saying, std::int64_t thread,
                  std::string_view once);

/// Edits a message of ours in place. Waiting edits of the same message become one.
void edit(store::Unit& unit, std::int64_t message, const Saying& saying);

/// Removes a message of ours from Slack; an edit that still waits goes with it.
void take_out(store::Unit& unit, const store::Message& message);

/// Only `user` sees it, in `channel` (and thread). `response_url` is tried where the bot cannot post.
void whisper(store::Unit& unit, std::string_view channel, std::string_view thread_ts, std::string_view user,
             const Saying& saying, std::string_view response_url = {});

/// What only one person sees becomes `saying`, by the address that a click on it brought along.
void replace_whisper(store::Unit& unit, std::string_view response_url, const Saying& saying);

/// Replaces the person's App Home.
void publish_home(store::Unit& unit, std::string_view user, const slack::Home& home);

/// Asks Slack something; the answer goes to Desk::on_answer under `then`.
void ask(store::Unit& unit, std::string_view method, const Attributes& arguments, std::string_view then,
         std::string_view once = {});

/// A text of any length as section blocks, cut between lines or words, at most three of them.
void add_text(slack::Blocks& blocks, std::string_view mrkdwn);

}  // namespace deskbell::kernel
