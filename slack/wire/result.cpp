#include "handlers/domain/text.hpp"
#include "slack/wire/call.hpp"
#include "slack/wire/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace deskbell::slack {

using std::chrono::seconds;

namespace {

constexpr seconds kWaitDefault{
    30};  ///< a 429 without a usable Retry-After. Source: slackapi/node-slack-sdk#1421
constexpr seconds kWaitLeast{1};
constexpr seconds kWaitMost{3600};

struct Code {
    std::string_view error;
    ErrorClass is;
};

/// What an error means, whatever the method. A code that is missing here is our bug until we know better:
/// it is logged and not tried again.
constexpr std::array kCodes{
    Code{"service_unavailable", ErrorClass::try_again},
    Code{"internal_error", ErrorClass::try_again},
    Code{"fatal_error", ErrorClass::try_again},
    Code{"request_timeout", ErrorClass::try_again},
    Code{"team_added_to_org", ErrorClass::try_again},
    Code{"external_channel_migrating", ErrorClass::try_again},
    Code{"fetch_members_failed", ErrorClass::try_again},
    Code{"file_update_failed", ErrorClass::try_again},

    Code{"ratelimited", ErrorClass::rate_limited},
    Code{"rate_limited", ErrorClass::rate_limited},
    Code{"message_limit_exceeded", ErrorClass::rate_limited},

    Code{"invalid_auth", ErrorClass::credential},
    Code{"not_authed", ErrorClass::credential},
    Code{"token_revoked", ErrorClass::credential},
    Code{"token_expired", ErrorClass::credential},
    Code{"account_inactive", ErrorClass::credential},
    Code{"user_removed_from_team", ErrorClass::credential},
    Code{"team_disabled", ErrorClass::credential},

    Code{"missing_scope", ErrorClass::configuration},
    Code{"not_allowed_token_type", ErrorClass::configuration},
    Code{"no_permission", ErrorClass::configuration},
    Code{"access_denied", ErrorClass::configuration},
    Code{"accesslimited", ErrorClass::configuration},
    Code{"forbidden_team", ErrorClass::configuration},
    Code{"team_access_not_granted", ErrorClass::configuration},
    Code{"ekm_access_denied", ErrorClass::configuration},
    Code{"enterprise_is_restricted", ErrorClass::configuration},
    Code{"two_factor_setup_required", ErrorClass::configuration},
    Code{"org_login_required", ErrorClass::configuration},
    Code{"posting_to_channel_denied", ErrorClass::configuration},
    Code{"not_enabled", ErrorClass::configuration},
    Code{"plan_upgrade_required", ErrorClass::configuration},
    Code{"cannot_create_channel", ErrorClass::configuration},
    Code{"file_uploads_disabled", ErrorClass::configuration},
    Code{"file_uploads_except_images_disabled", ErrorClass::configuration},
    Code{"file_upload_size_restricted", ErrorClass::configuration},
    Code{"file_type_not_allowed", ErrorClass::configuration},
    Code{"storage_limit_reached", ErrorClass::configuration},
    Code{"method_deprecated", ErrorClass::configuration},
    Code{"deprecated_endpoint", ErrorClass::configuration},

    Code{"channel_not_found", ErrorClass::target_gone},
    Code{"invalid_channel", ErrorClass::target_gone},
    Code{"channel_is_limited_access", ErrorClass::target_gone},
    Code{"is_archived", ErrorClass::target_gone},
    Code{"is_inactive", ErrorClass::target_gone},  // chat.update in an archived channel
    Code{"not_in_channel", ErrorClass::target_gone},
    Code{"message_not_found", ErrorClass::target_gone},
    Code{"cant_update_message", ErrorClass::target_gone},
    Code{"cant_delete_message", ErrorClass::target_gone},
    Code{"edit_window_closed", ErrorClass::target_gone},
    Code{"thread_not_found", ErrorClass::target_gone},
    Code{"user_not_found", ErrorClass::target_gone},
    Code{"users_not_found", ErrorClass::target_gone},
    Code{"user_not_visible", ErrorClass::target_gone},
    Code{"user_not_in_channel", ErrorClass::target_gone},
    Code{"user_disabled", ErrorClass::target_gone},
    Code{"no_user", ErrorClass::target_gone},
    Code{"cannot_dm_bot", ErrorClass::target_gone},
    Code{"messages_tab_disabled", ErrorClass::target_gone},
    Code{"file_not_found", ErrorClass::target_gone},
    Code{"file_deleted", ErrorClass::target_gone},
    Code{"not_found", ErrorClass::target_gone},      // views.update: the person closed it
    Code{"hash_conflict", ErrorClass::target_gone},  // views.update: that state of the view is past
    Code{"expired_trigger_id", ErrorClass::target_gone},
    Code{"exchanged_trigger_id", ErrorClass::target_gone},
    Code{"invalid_trigger_id", ErrorClass::target_gone},
    Code{"used_url", ErrorClass::target_gone},
    Code{"expired_url", ErrorClass::target_gone},
};

/// Families of codes: restricted_action_read_only_channel, slack_connect_file_upload_blocked ...
constexpr std::array kPrefixes{
    Code{"restricted_action", ErrorClass::configuration},
    Code{"slack_connect_", ErrorClass::configuration},
};

struct Done {
    std::string_view method;
    std::string_view error;
};

/// The wish is fulfilled already. After name_taken the channel is there, but its id must be looked up.
constexpr std::array kDone{
    Done{"chat.delete", "message_not_found"},
    Done{"reactions.add", "already_reacted"},
    Done{"reactions.remove", "no_reaction"},
    Done{"pins.add", "already_pinned"},
    Done{"pins.remove", "no_pin"},
    Done{"pins.remove", "not_pinned"},
    Done{"conversations.invite", "already_in_channel"},
    Done{"conversations.join", "already_in_channel"},
    Done{"conversations.leave", "not_in_channel"},
    Done{"conversations.archive", "already_archived"},
    Done{"conversations.unarchive", "not_archived"},
    Done{"conversations.create", "name_taken"},
    Done{"files.delete", "file_deleted"},
};

struct Status {
    int status;
    ErrorClass is;
};

/// Answers without a code of Slack: from proxies, firewalls, and response addresses (404 when used up).
constexpr std::array kStatuses{
    Status{401, ErrorClass::credential},  Status{403, ErrorClass::configuration},
    Status{404, ErrorClass::target_gone}, Status{407, ErrorClass::configuration},
    Status{408, ErrorClass::try_again},   Status{410, ErrorClass::target_gone},
    Status{425, ErrorClass::try_again},
};

ErrorClass class_of_status(int status)
{
    const auto* it = std::ranges::find(kStatuses, status, &Status::status);
    if (it != kStatuses.end())
        return it->is;
    return status >= 400 && status < 500 ? ErrorClass::our_bug : ErrorClass::try_again;
}

// Seconds, whole or with a fraction (rounded up). A date or rubbish gives the default: never a busy loop.
seconds wait_of(std::string_view header)
{
    const std::string text = trimmed(header);
    long long whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const bool has_fraction = rest.size() > 1 && rest[0] == '.' &&
                              rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (error == std::errc::result_out_of_range && !text.starts_with('-'))
        return kWaitMost;
    if (error != std::errc{} || whole < 0 || (!rest.empty() && !has_fraction))
        return kWaitDefault;
    return std::clamp(seconds(std::min<long long>(whole, kWaitMost.count()) + (has_fraction ? 1 : 0)),
                      kWaitLeast, kWaitMost);
}

// Response addresses and file uploads answer "ok" and "OK - 123" instead of JSON.
bool is_plain_ok(std::string_view body)
{
    const std::string text = lower(trimmed(body));
    return text == "ok" || text.starts_with("ok - ");
}

void classify(CallResult& result, std::string_view method, const Json& json)
{
    const int status = result.http_status;
    const bool is_success = status >= 200 && status < 300;
    result.error = json.text("error");
    result.ok = is_success && (json.is_object() ? json.flag("ok") : is_plain_ok(result.body));
    if (result.ok) {
        result.error.clear();
        return;
    }
    const bool has_code = !result.error.empty();
    if (!has_code)
        result.error = is_success ? "unreadable_answer" : "http_" + std::to_string(status);
    if (status == 429)
        result.error_class = ErrorClass::rate_limited;
    else if (status >= 500 || (is_success && !has_code))
        result.error_class = ErrorClass::try_again;  // also a login page or an empty body with status 200
    else
        result.error_class = has_code ? class_of(method, result.error) : class_of_status(status);
}

}  // namespace

ErrorClass class_of(std::string_view method, std::string_view error)
{
    if (error.empty())
        return ErrorClass::none;
    if (std::ranges::any_of(kDone, [&](const Done& d) { return d.method == method && d.error == error; }))
        return ErrorClass::already_done;
    if (const auto* it = std::ranges::find(kCodes, error, &Code::error); it != kCodes.end())
        return it->is;
    const auto* family =
        std::ranges::find_if(kPrefixes, [&](const Code& c) { return error.starts_with(c.error); });
    return family == kPrefixes.end() ? ErrorClass::our_bug : family->is;
}

CallResult read_result(std::string_view method, int http_status, std::string_view retry_after_header,
                       std::string body)
{
    CallResult result;
    result.http_status = http_status;
    result.body = std::move(body);
    const Json json = Json::parse(result.body).value_or(Json{});
    classify(result, method, json);
    if (result.error_class == ErrorClass::rate_limited)
        result.retry_after = wait_of(retry_after_header);
    result.needed = json.text("needed");
    return result;
}

CallResult no_answer(std::string why)
{
    CallResult result;
    result.error = std::move(why);
    result.error_class = ErrorClass::try_again;
    return result;
}

}  // namespace deskbell::slack
