#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace deskbell::bot {

/// One line on the terminal that tells how far a long command is. Silent when stderr is not a terminal.
class Progress {
public:
    static constexpr std::chrono::milliseconds kEvery{200};

    explicit Progress(std::string what);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(std::int64_t done, std::int64_t total);

private:
    const std::string what_;
    const bool is_terminal_;
    bool is_shown_ = false;
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace deskbell::bot
