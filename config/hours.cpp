#include "config/hours.hpp"

#include <charconv>
#include <optional>
#include <string>

namespace deskbell::config {

using namespace std::chrono;

namespace {

constexpr minutes kDay{24 * 60};

/// Exactly `size` digits at `at`, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t size)
{
    if (at + size > text.size())
        return std::nullopt;
    int value = 0;
    for (const char c : text.substr(at, size)) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// "09:30" since midnight; "24:00" is allowed as the end of the day.
std::optional<minutes> time_of_day(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':')
        return std::nullopt;
    const auto hour = digits(text, 0, 2);
    const auto minute = digits(text, 3, 2);
    if (!hour || !minute || *minute > 59)
        return std::nullopt;
    const minutes time = hours{*hour} + minutes{*minute};
    if (time > kDay)
        return std::nullopt;
    return time;
}

Error refused(std::string_view text, const std::string& why)
{
    return Error(Errc::invalid_input, "\"" + std::string(text) + "\" " + why);
}

}  // namespace

Result<Window> parse_window(std::string_view text)
{
    const std::size_t dash = text.find('-');
    const auto from = time_of_day(text.substr(0, dash));
    const auto to = dash == std::string_view::npos ? std::nullopt : time_of_day(text.substr(dash + 1));
    if (!from || !to)
        return refused(text, "is not a stretch of time. Write it as \"09:00-17:00\".");
    if (*from == kDay)
        return refused(text, "begins at the end of the day. Write it under the next day, from 00:00.");
    if (*from == *to)
        return refused(text, "is empty. Write \"00:00-24:00\" for the whole day, or leave the day out.");
    return Window{*from, *to < *from ? *to + kDay : *to};
}

bool overlap(const Window& a, const Window& b) { return a.from < b.to && b.from < a.to; }

}  // namespace deskbell::config
