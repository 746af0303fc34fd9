#include "bot/refusal_text.hpp"

#include "bot/delivery.hpp"
#include "bot/on_store.hpp"

#include <array>
#include <random>

namespace deskbell::bot {

namespace {

constexpr std::string_view kTryFormAgain =
    "The form could not be shown, because Slack waits for it only 3 seconds. Please try once more.";

}  // namespace

std::string_view to_text(Errc code)
{
    static constexpr std::array<std::string_view, 7> kWords{
        "invalid_input", "not_found", "forbidden", "conflict", "rate_limited", "unavailable", "internal"};
    return kWords.at(static_cast<std::size_t>(code));
}

Error restarting()
{
    return Error(Errc::unavailable, "The desk is restarting. Please try again in a minute.");
}

Error for_people(const Error& error)
{
    if (error.detail() == kBusy)
        return error;
    return Error(Errc::unavailable,
                 "The desk cannot store anything right now, so nothing was changed. Please try"
                 " again in a few minutes.");
}

std::string new_reference()
{
    static constexpr std::string_view kDigits = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";  // none that look alike
    std::random_device device;
    std::uniform_int_distribution<std::size_t> digit(0, kDigits.size() - 1);
    std::string reference;
    for (int i = 0; i < 6; ++i)
        reference += kDigits[digit(device)];
    return reference;
}

store::Outgoing form_hint(const slack::Actor& actor)
{
    store::Outgoing hint;
    hint.arguments["text"] = kTryFormAgain;
    if (actor.response_url.empty()) {
        hint.method = "chat.postMessage";
        hint.channel = actor.user;
        hint.lane = actor.user;
        return hint;
    }
    hint.method = "response_url";
    hint.lane = "response_url";
    hint.arguments = {{"url", actor.response_url}, {"json", private_answer(hint.arguments)}};
    return hint;
}

}  // namespace deskbell::bot
