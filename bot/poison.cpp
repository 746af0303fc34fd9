#include "bot/poison.hpp"

#include "handlers/domain/text.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::bot {

std::string_view kind_of(const slack::Payload& payload)
{
    static constexpr std::array<std::string_view, std::variant_size_v<slack::Payload>> kWords{
        "unknown",         "slash_command",    "block_action", "view_submission", "view_closed",
        "global_shortcut", "message_shortcut", "suggestion",   "message",         "reaction",
        "membership",      "home_opened",      "person",       "workspace"};
    return kWords.at(payload.index());
}

store::PoisonedMessage poison_of(const slack::Envelope& envelope, const Error& error,
                                 const std::string& reference, UtcTime now)
{
    store::PoisonedMessage out;
    out.reference = reference;
    out.seen = now;
    out.kind = kind_of(envelope.payload);
    out.error = cleaned(slack::redacted(error.detail()));
    // What came from a history is kept in the same form, so that it can be handled again in the same way.
    out.raw = envelope.raw.empty() ? slack::event_frame(envelope) : envelope.raw;
    return out;
}

std::string without_secrets(std::string_view raw)
{
    // Slack's old way to show that it is Slack. Within a text of a person the quotes would be escaped.
    constexpr std::string_view kToken = "\"token\":";
    std::string out = slack::redacted(raw);
    for (auto at = out.find(kToken); at != std::string::npos; at = out.find(kToken, at + kToken.size())) {
        const auto begin = out.find_first_not_of(' ', at + kToken.size());
        if (begin == std::string::npos || out[begin] != '"')
            continue;
        const auto end = out.find('"', begin + 1);
        out.replace(begin + 1, (end == std::string::npos ? out.size() : end) - begin - 1, "…");
    }
    return out;
}

}  // namespace deskbell::bot
