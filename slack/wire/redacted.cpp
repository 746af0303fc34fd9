#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace deskbell::slack {

namespace {

/// What a secret begins with, and how it goes on.
struct Secret {
    std::string_view marker;
    bool is_field;    ///< a name: quotes, colon or equals sign may stand between it and the secret
    bool is_address;  ///< goes on until white space, quote or bracket; else over letters, digits, "-", "_",
                      ///< "."
};
constexpr std::array kSecrets{
    Secret{"xapp-", false, false},
    Secret{"xwfp-", false, false},
    Secret{"ticket=", false, false},
    Secret{"hooks.slack.com", false, true},
    Secret{"hooks.slack-gov.com", false, true},
    Secret{"trigger_id", true, false},
    Secret{"response_url", true, true},
    Secret{"access_token", true, false},
};

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// xoxb-, xoxp-, xoxe-, xoxe.xoxp- ...: the letter says which kind.
std::size_t token_marker_length(std::string_view text)
{
    const bool fits = text.size() > 5 && text.starts_with("xox") && is_letter_or_digit(text[3]) &&
                      (text[4] == '-' || text[4] == '.');
    return fits ? 5 : 0;
}

std::size_t secret_length(std::string_view text, bool is_address)
{
    const auto goes_on = [is_address](char c) {
        if (is_address)
            return std::string_view(" \t\r\n\"'<>|),").find(c) == std::string_view::npos;
        return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.' || c == '%';
    };
    return static_cast<std::size_t>(std::ranges::find_if_not(text, goes_on) - text.begin());
}

// Copies the marker (and what stands between a field's name and its value) and leaves out the secret.
// Returns how much of `text` was dealt with.
std::size_t pass(std::string_view text, std::size_t marker, bool is_field, bool is_address, std::string& out)
{
    std::size_t start = marker;
    while (is_field && start < text.size() &&
           std::string_view(" \t\\\":=").find(text[start]) != std::string_view::npos)
        ++start;
    out += text.substr(0, start);
    const std::size_t length = secret_length(text.substr(start), is_address);
    // Without one it is only a word, as in "expired_trigger_id".
    const bool has_separator =
        !is_field || text.substr(marker, start - marker).find_first_of(":=") != std::string_view::npos;
    if (length > 0 && has_separator)
        out += "…";
    return start + (has_separator ? length : 0);
}

}  // namespace

std::string redacted(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const auto* secret =
            std::ranges::find_if(kSecrets, [&](const Secret& s) { return text.starts_with(s.marker); });
        std::size_t done = 1;
        if (secret != kSecrets.end())
            done = pass(text, secret->marker.size(), secret->is_field, secret->is_address, out);
        else if (const std::size_t marker = token_marker_length(text); marker > 0)
            done = pass(text, marker, false, false, out);
        else
            out += text[0];
        text.remove_prefix(done);
    }
    return out;
}

}  // namespace deskbell::slack
