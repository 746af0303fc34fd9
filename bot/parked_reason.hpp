#pragma once
#include "store/parked.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace deskbell::bot {

/// What stands in the way of a call: only its own message, or something that others meet as well.
enum class About : std::uint8_t { message, channel, person, app };

/// Why a call is parked and what the operator should do, in words that hold no text of the message.
struct ParkedReason {
    std::string code;    ///< Slack's word for it; "" when there is none
    std::string why;     ///< "the channel is archived"
    std::string advice;  ///< "Unarchive it, then: deskbell outbox retry 12"
    std::string mend{};  ///< "Unarchive it"
    About about = About::message;
};

/// Of a call that Slack refused itself.
ParkedReason reason_of(std::string_view method, std::string_view last_error, std::int64_t id);
/// Of any parked call, also one that waits for another.
ParkedReason reason_of(const store::ParkedCall& call);

/// One line for the log: "the channel is archived (is_archived). Unarchive it, then: ...".
std::string to_text(const ParkedReason& reason);

// What is kept as the error of a call when it is not one of Slack's.
inline constexpr std::string_view kThreadGone = "thread_gone";
inline constexpr std::string_view kAnswerNotUnderstood = "answer_not_understood";

}  // namespace deskbell::bot
