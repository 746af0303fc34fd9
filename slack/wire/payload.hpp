#pragma once
#include "handlers/domain/record.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace deskbell::slack {

/// Who acted, where, and what may be done in answer. Fields that a payload lacks stay empty.
struct Actor {
    std::string user;
    std::string user_team;  ///< differs from `team` for people of another organisation
    std::string team;
    std::string app;           ///< api_app_id
    std::string trigger;       ///< trigger_id: 3 s, one use
    std::string response_url;  ///< 30 minutes, 5 uses
};

/// The value of one input. Single values are in `text`: typed text, option value, user or channel id,
/// date "2026-11-23", time "09:30", or unix seconds for a date with time. Several values are in `many`.
struct Value {
    std::string text;
    std::vector<std::string> many;
};

/// Inputs of a surface by block_id (our inputs use the same word for block_id and action_id).
using Values = std::map<std::string, Value, std::less<>>;

/// A modal or Home view as it comes back.
struct ViewState {
    std::string id;
    std::string hash;
    std::string callback_id;
    std::string private_metadata;
    std::string external_id;
    std::string root_id;
    std::string type;  ///< modal, home
    Values values;
    std::vector<std::string> inputs{};  ///< block_id of each input block, from top to bottom
};

struct FileInfo {
    std::string id;
    std::string name;
    std::string permalink;
    std::string download{};    ///< url_private_download: to be had with our token
    std::int64_t size = 0;     ///< bytes; 0 when Slack does not say
    bool is_public = false;    ///< it was shared in a public channel, so everybody may open it
    bool is_external = false;  ///< it lies somewhere else, Slack has only its address
};

/// A sign that stands on a message, and who set it first.
struct ReactionInfo {
    std::string name;  ///< without colons and skin tone
    std::string user;
};

/// A message as it appears in events, message shortcuts and histories. `text` is Slack's escaped mrkdwn.
struct MessageInfo {
    std::string channel;
    std::string channel_type;  ///< channel, group, im, mpim
    std::string user;
    std::string team;  ///< the author's workspace, when the payload says it
    std::string bot_id;
    std::string subtype;
    std::string text;
    std::string ts;
    std::string thread_ts;
    std::vector<FileInfo> files;
    std::vector<ReactionInfo> reactions;  ///< in histories only
    bool is_edited = false;
    /// The root of its thread: itself when it is not a reply.
    const std::string& root_ts() const { return thread_ts.empty() ? ts : thread_ts; }
};

struct SlashCommand {
    Actor actor;
    std::string command;  ///< "/ticket"
    std::string text;     ///< as Slack sent it: mentions escaped as <@U…>
    std::string channel;
    std::string channel_name;  ///< "directmessage" in a DM
};

/// A button, menu or other element was used.
struct BlockAction {
    Actor actor;
    std::string action_id;
    std::string block_id;
    std::string action_ts;
    Value value;          ///< a button's value, the chosen option, ...
    std::string channel;  ///< empty inside views
    std::string message_ts;
    std::string thread_ts;
    bool is_ephemeral = false;
    std::optional<ViewState> view;
    Values values;  ///< inputs of the message; those of a view are in `view`
};

struct ViewSubmission {
    Actor actor;
    ViewState view;
};

struct ViewClosed {
    Actor actor;
    ViewState view;
    bool is_cleared = false;
};

struct GlobalShortcut {
    Actor actor;
    std::string callback_id;
    std::string action_ts;
};

struct MessageShortcut {
    Actor actor;
    std::string callback_id;
    std::string action_ts;
    MessageInfo message;
};

/// Somebody types into an external select.
struct Suggestion {
    Actor actor;
    std::string action_id;
    std::string block_id;
    std::string typed;
    std::optional<ViewState> view;
};

struct MessageEvent {
    enum class Kind { posted, changed, deleted };
    Kind kind = Kind::posted;
    MessageInfo message;   ///< the new state; for deleted: only channel and ts
    MessageInfo previous;  ///< before a change or deletion
    std::string team;
};

struct ReactionEvent {
    bool added = true;
    std::string user;
    std::string name;  ///< without colons
    std::string channel;
    std::string ts;
    std::string item_user;  ///< author of the message; may be empty
    std::string event_ts;
};

struct MembershipEvent {
    bool joined = true;
    std::string user;
    std::string channel;
    std::string inviter;      ///< "" when the person came by themselves
    bool is_private = false;  ///< the channel is
};

struct HomeOpened {
    std::string user;
    std::string tab;  ///< home, messages
    std::string channel;
};

/// user_change and team_join.
struct PersonChanged {
    std::string id;
    std::string name;
    std::string timezone;
    bool is_bot = false;
    bool is_deleted = false;
    bool is_admin = false;  ///< or owner of the workspace
    std::string picture{};
};

/// app_uninstalled, tokens_revoked, app_rate_limited, channel_* ...: what the operator should hear of.
struct WorkspaceEvent {
    std::string type;
    std::string channel;
    std::string new_channel;  ///< of channel_id_changed
};

/// A type that we do not know, or a shape that we cannot read: acknowledged and counted.
struct UnknownPayload {
    std::string type;
    std::string why;
};

using Payload = std::variant<UnknownPayload, SlashCommand, BlockAction, ViewSubmission, ViewClosed,
                             GlobalShortcut, MessageShortcut, Suggestion, MessageEvent, ReactionEvent,
                             MembershipEvent, HomeOpened, PersonChanged, WorkspaceEvent>;

}  // namespace deskbell::slack
