#pragma once
#include <chrono>
#include <string_view>

namespace deskbell::slack {

/// How fast one bucket may be emptied: `burst` calls at once, then one per `interval`.
struct Pace {
    std::chrono::milliseconds interval;
    int burst;
};

/// What the client must know of a Web API method before it sends it.
struct Method {
    std::string_view name;
    Pace pace;
    bool is_repeatable;  ///< doing it twice is the same as once, so a call that was surely not answered may
                         ///< be resent
    bool is_post;        ///< shows a message in a channel: paced per channel as well
    bool is_urgent;      ///< lives on a trigger of 3 s, or holds up everything else: waits for nobody
};

/// The row of the method; unknown ones get tier 3 and are never repeated.
const Method& method_of(std::string_view name);

/// Posts to one channel. Source: docs.slack.dev/apis/web-api/rate-limits, "about 1 message per second per
/// channel, short bursts allowed".
inline constexpr Pace kChannelPace{std::chrono::milliseconds{1000}, 3};
/// An urgent call that would have to wait longer is refused at once: its trigger would be dead.
inline constexpr std::chrono::milliseconds kUrgentPatience{2500};

}  // namespace deskbell::slack
