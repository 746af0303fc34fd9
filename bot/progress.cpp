#include "bot/progress.hpp"

#include <iostream>
#include <unistd.h>

namespace deskbell::bot {

Progress::Progress(std::string what) : what_(std::move(what)), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress()
{
    if (is_shown_)
        std::cerr << "\r\033[K";
}

void Progress::show(std::int64_t done, std::int64_t total)
{
    const auto now = std::chrono::steady_clock::now();
    if (!is_terminal_ || now - last_ < kEvery)
        return;
    last_ = now;
    is_shown_ = true;
    const std::int64_t percent = total > 0 ? done * 100 / total : 0;
    std::cerr << "\r\033[K" << what_ << " " << percent << " %" << std::flush;
}

}  // namespace deskbell::bot
