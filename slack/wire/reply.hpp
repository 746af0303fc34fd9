#pragma once
#include "slack/wire/blocks.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace deskbell::slack {

/// A whole ack must stay below this or Slack drops it without a word. Source: slack-go/slack#1196.
inline constexpr std::size_t kAckBytesBelow = 20480;

/// What a handler answers: the payload of the ack, and a view to open or change at once.
/// Stored with the inbox key, so that a second delivery is answered the same way.
struct Reply {
    std::string ack;          ///< JSON payload of the ack; "" for none
    std::string view;         ///< JSON of a view to show; "" for none
    std::string view_method;  ///< views.open, views.push (with the trigger) or views.update (of `view_id`)
    std::string view_id;
    std::string view_hash;

    static Reply nothing() { return {}; }
    /// Only the person sees it. `blocks` may be empty; `text` is the fallback then needed all the same.
    static Reply message(std::string_view text, const Blocks& blocks = {});
    static Reply open(const Modal& modal);
    static Reply push(const Modal& modal);
    static Reply update(const Modal& modal, std::string view_id, std::string view_hash = {});
    /// In answer to a submission: replace the modal, close the whole stack, or mark fields (block id -> sentence).
    static Reply replace(const Modal& modal);
    static Reply clear();
    static Reply errors(const std::map<std::string, std::string>& by_block_id);
    static Reply options(const std::vector<Choice>& choices);
};

std::string encode(const Reply& reply);
Reply decode_reply(std::string_view text);

/// The ack frame. A payload goes along only when the envelope accepts one and it fits below kAckBytesBelow;
/// `left_out` tells when it did not.
std::string ack_frame(std::string_view envelope_id, std::string_view payload, bool accepts_payload,
                      bool* left_out = nullptr);

}  // namespace deskbell::slack
