#pragma once
#include "handlers/domain/time.hpp"

namespace deskbell {

/// Where "now" comes from. Read once per job at the border and passed inwards as a value.
class Clock {
public:
    virtual ~Clock() = default;
    virtual UtcTime now() const = 0;
};

}  // namespace deskbell
