#include "bot/busy_notice.hpp"

namespace deskbell::bot {

std::optional<std::string> BusyNotice::refused(std::string_view kind, Time now)
{
    if (said_ && now - *said_ < kPause) {
        ++unsaid_;
        return std::nullopt;
    }
    std::string line =
        "too much to do at once: " + std::string(kind) + " was refused with \"busy, try again\"";
    if (unsaid_ > 0)
        line += ", and " + std::to_string(unsaid_) + " more since the last such line";
    line += "; all are counted in deskbell_busy_total";
    said_ = now;
    unsaid_ = 0;
    return line;
}

}  // namespace deskbell::bot
