#pragma once
#include "handlers/domain/record.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::slack {

/// One Web API call. Arguments are sent form encoded; nested values are JSON texts.
struct Call {
    Call() = default;
    Call(std::string method_name, Attributes call_arguments)
        : method(std::move(method_name)), arguments(std::move(call_arguments))
    {
    }
    std::string method;  ///< "chat.postMessage"
    Attributes arguments;
    bool with_app_token = false;  ///< apps.connections.open
};

/// What to do about a failed call; see platform facts, "Replies and errors".
enum class ErrorClass {
    none,           ///< ok
    already_done,   ///< the wish is fulfilled: treat as success
    try_again,      ///< 5xx, internal_error, network: back off; a post must be looked up first
    rate_limited,   ///< wait `retry_after`
    credential,     ///< the token is dead: stop, tell the operator
    configuration,  ///< scope or permission missing: tell the operator
    target_gone,    ///< channel, message or person is not there (any more)
    our_bug,        ///< arguments refused: log the hints
};

/// The answer to a call, read as far as we need it.
struct CallResult {
    int http_status = 0;  ///< 0: no answer arrived; the outcome is unknown
    bool ok = false;
    std::string error;  ///< Slack's code, "http_503", "unreadable_answer", or a network error in words
    ErrorClass error_class = ErrorClass::none;
    std::chrono::seconds retry_after{0};
    std::string needed;    ///< scope, with missing_scope
    std::string scopes;    ///< X-OAuth-Scopes
    std::string request_id;  ///< X-Slack-Req-Id, for the log
    std::string body;

    /// The text at a JSON pointer of the body ("/channel/id"); numbers and booleans as text; "" when absent.
    std::string at(std::string_view pointer) const;
    /// The texts of an array of texts ("/members").
    std::vector<std::string> texts(std::string_view pointer) const;
    /// The objects of an array, each as JSON text ("/messages").
    std::vector<std::string> objects(std::string_view pointer) const;
};

/// The text at a JSON pointer of any JSON text; "" when absent or not JSON.
std::string text_at(std::string_view json, std::string_view pointer);

/// Classifies an HTTP answer. Never throws, whatever the body is. `method` decides what counts as done already.
CallResult read_result(std::string_view method, int http_status, std::string_view retry_after_header,
                       std::string body);
/// A call that got no answer.
CallResult no_answer(std::string why);

ErrorClass class_of(std::string_view method, std::string_view error);

/// Message metadata that marks a post as ours: {"event_type":"deskbell","event_payload":{"key":...}}.
std::string metadata(std::string_view key);
/// The key in a message (JSON text) that `metadata` marked; "" when it has none.
std::string metadata_key(std::string_view message_json);

/// {"a":"b"} from attributes and back; for what is stored. Reading bad JSON gives an empty map.
std::string to_json(const Attributes& attributes);
Attributes attributes_from_json(std::string_view json);

}  // namespace deskbell::slack
