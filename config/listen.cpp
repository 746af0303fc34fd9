#include "config/config.hpp"

#include <algorithm>
#include <charconv>

namespace deskbell::config {

Result<ListenAddress> parse_listen(std::string_view text)
{
    if (text.empty())
        return ListenAddress{"", 0};
    const Error refused(Errc::invalid_input,
                        "\"" + std::string(text) +
                            "\" is not an address to listen on. Write \"127.0.0.1:9464\","
                            " or \"\" to switch the health page off.");
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return refused;
    std::string_view host = text.substr(0, colon);
    if (host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        return refused;  // an IPv6 address without brackets: its last group would be taken for the port
    const bool is_plain = !host.empty() && std::ranges::all_of(host, [](unsigned char c) {
        return std::isalnum(c) || c == '.' || c == ':' || c == '-';
    });

    const std::string_view digits = text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (!is_plain || digits.empty() || ec != std::errc{} || end != digits.data() + digits.size())
        return refused;
    return ListenAddress{std::string(host), port};
}

}  // namespace deskbell::config
