#pragma once
#include "handlers/domain/time.hpp"

namespace deskbell {

/// Where "now" comes from. Read once per job at the border and passed inwards as a value.
class Clock {
public:
    virtual ~Clock() = default;
    virtual UtcTime now() const = 0;
    /// What this clock showed when it was `world` outside: Slack stamps what people do with the world's time.
    virtual UtcTime when(UtcTime world) const { return world; }
    /// How far this clock goes on while so much time passes outside: what people wait for is the world's
    /// time.
    virtual std::chrono::seconds span(std::chrono::seconds world) const { return world; }
};

}  // namespace deskbell
