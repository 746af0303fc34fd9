#pragma once
#include "handlers/domain/time.hpp"

#include <string>

namespace deskbell {

/// "5 s ago"; "just now" within the second.
inline std::string ago(std::chrono::seconds span)
{
    return span < std::chrono::seconds{1} ? "just now" : plain_duration(span) + " ago";
}

}  // namespace deskbell
