#include "bot/parked_reason.hpp"

#include "bot/retry_policy.hpp"
#include "handlers/kernel/setup/troubles.hpp"
#include "slack/wire/call.hpp"

#include <algorithm>
#include <array>

namespace deskbell::bot {

namespace {

enum class Do : std::uint8_t { retry, drop };

/// What an error means to the operator.
struct Row {
    std::string_view code;
    std::string_view why;
    Do what;
    std::string_view first;  ///< what to do before a retry; what a drop costs
    About about = About::message;
};

constexpr std::string_view kNobody = "Nobody is left to read it";
constexpr std::string_view kPast = "It is too late for it";
constexpr std::string_view kReinstall =
    "Give the app the manifest of this version (deskbell manifest) and install it again";
constexpr std::string_view kReport = "This is a fault of this program: report the code, upgrade";

constexpr std::array kRows{
    Row{"is_archived", kernel::kArchivedWhy, Do::retry, kernel::kArchivedMend, About::channel},
    Row{"is_inactive", kernel::kArchivedWhy, Do::retry, kernel::kArchivedMend, About::channel},
    Row{"channel_not_found", kernel::kNotFoundWhy, Do::retry, kernel::kInviteMend, About::channel},
    Row{"invalid_channel", "there is no such channel", Do::retry, "Correct the channel in the configuration",
        About::channel},
    Row{"not_in_channel", kernel::kNotInWhy, Do::retry, kernel::kInviteMend, About::channel},
    Row{"channel_is_limited_access", "only some may post in the channel", Do::retry, "Let the bot post in it",
        About::channel},
    Row{"posting_to_channel_denied", "only some may post in the channel", Do::retry, "Let the bot post in it",
        About::channel},
    Row{"user_not_found", "the person's account is gone", Do::drop, kNobody, About::person},
    Row{"users_not_found", "the person's account is gone", Do::drop, kNobody, About::person},
    Row{"user_disabled", "the person's account is deactivated", Do::drop, kNobody, About::person},
    Row{"user_not_visible", "the bot may not see this person", Do::drop, kNobody, About::person},
    Row{"no_user", "the person's account is gone", Do::drop, kNobody, About::person},
    Row{"cannot_dm_bot", "the receiver is a bot", Do::drop, kNobody, About::person},
    Row{"user_not_in_channel", "the person is not in the channel", Do::drop, kNobody},
    Row{"messages_tab_disabled", "the app takes no direct messages", Do::retry,
        "Switch on the messages tab in the app's settings (App Home)", About::app},
    Row{"message_not_found", "the message was deleted in Slack", Do::drop, "There is nothing to change"},
    Row{"cant_update_message", "the message may not be changed", Do::drop, "There is nothing to change"},
    Row{"cant_delete_message", "the message may not be deleted", Do::drop, "Delete it by hand if it matters"},
    Row{"edit_window_closed", "the message is too old to be changed", Do::drop, "There is nothing to change"},
    Row{"thread_not_found", "its thread was deleted in Slack", Do::drop, kNobody},
    Row{kThreadGone, "its thread was deleted in Slack", Do::drop, kNobody},
    Row{"missing_scope", "the app lacks a scope", Do::retry, kReinstall, About::app},
    Row{"used_url", "Slack takes no answer at this address any more", Do::drop, kPast},
    Row{"expired_url", "Slack takes no answer at this address any more", Do::drop, kPast},
    Row{"http_404", "Slack takes no answer at this address any more", Do::drop, kPast},
    Row{"http_410", "Slack takes no answer at this address any more", Do::drop, kPast},
    Row{"file_uploads_disabled", "the workspace takes no files", Do::retry, "Let the bot upload files",
        About::app},
    Row{"storage_limit_reached", "the workspace has no room for files", Do::retry, "Make room in Slack",
        About::app},
    Row{kAnswerNotUnderstood, "the desk could not digest Slack's answer", Do::retry, kReport},
};

// What is left: by the class of the error.
constexpr Row kForbidden{"", "the workspace's settings do not allow it", Do::retry, "Change them",
                         About::app};
constexpr Row kGone{"", "what it is for is gone in Slack", Do::drop, kNobody};
constexpr Row kNoAnswer{"", "Slack gave no usable answer, however often it was tried", Do::retry,
                        "Look whether Slack and the network work"};
constexpr Row kOurBug{"", "Slack does not understand the call", Do::retry, kReport};

constexpr std::string_view kOldThreadGone = "the thread is gone";  // as it was written before

const Row& row_of(std::string_view method, std::string_view code)
{
    const auto known = std::ranges::find(kRows, code, &Row::code);
    if (known != kRows.end())
        return *known;
    if (code.empty() || code.starts_with("http_5"))
        return kNoAnswer;
    switch (slack::class_of(method, code)) {
        case slack::ErrorClass::configuration:
            return kForbidden;
        case slack::ErrorClass::target_gone:
            return kGone;
        case slack::ErrorClass::our_bug:
            return kOurBug;
        default:
            return kNoAnswer;
    }
}

bool is_code(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

}  // namespace

ParkedReason reason_of(std::string_view method, std::string_view last_error, std::int64_t id)
{
    const std::string_view error = after_unknown(last_error);
    std::string_view code = error.substr(0, error.find(':'));
    if (error.starts_with(kOldThreadGone))
        code = kThreadGone;
    if (!is_code(code))
        code = "";  // words of the network: for the log of that time
    const Row& row = row_of(method, code);
    ParkedReason out{std::string(code), std::string(row.why), std::string(row.first), std::string(row.first),
                     row.about};
    if (code == "missing_scope" && code.size() + 2 < error.size())
        out.why = "the app lacks the scope " + std::string(error.substr(code.size() + 2));
    const std::string number = std::to_string(id);
    out.advice += row.what == Do::retry ? ", then: deskbell outbox retry " + number
                                        : ": deskbell outbox drop " + number;
    return out;
}

ParkedReason reason_of(const store::ParkedCall& call)
{
    if (call.awaits == 0)
        return reason_of(call.method, call.last_error, call.id);
    const bool is_redraw = call.method == "chat.update" || call.method == "chat.delete";
    const std::string leader = std::to_string(call.awaits);
    const std::string fate = call.is_leader_dropped ? " was dropped" : " could not be posted";
    return {"", (is_redraw ? "the message that it changes" : "its thread's first message") + fate,
            call.is_leader_dropped
                ? "It cannot be delivered any more: deskbell outbox drop " + std::to_string(call.id)
                : "It comes with that one: see call " + leader};
}

std::string to_text(const ParkedReason& reason)
{
    return reason.why + (reason.code.empty() ? "" : " (" + reason.code + ")") + ". " + reason.advice;
}

}  // namespace deskbell::bot
