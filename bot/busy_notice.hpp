#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace deskbell::bot {

/// What the log says while people hear "busy, try again": one line a minute with a count, not one a person.
/// A crowd of a thousand would otherwise fill the disk with the same sentence. Use from one thread.
class BusyNotice {
public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::minutes kPause{1};

    /// One more delivery of `kind` was refused at `now`. The line to log, unless one was given within kPause.
    std::optional<std::string> refused(std::string_view kind, Time now);

private:
    std::optional<Time> said_;
    std::uint64_t unsaid_ = 0;
};

}  // namespace deskbell::bot
