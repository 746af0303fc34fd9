#pragma once
#include "slack/local/json.hpp"
#include "slack/local/seed.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::slack::local {

/// Slack's message times have microseconds.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

struct Person {
    std::string id, name, real_name, title, tz, color, email;
    bool is_bot = false;
    bool is_admin = false;
    bool is_deleted = false;  ///< the account was deactivated
    std::int64_t updated = 0;
    std::string team{};  ///< workspace of somebody from outside (Slack Connect); "" for this one
    bool is_external() const { return !team.empty(); }
};

struct Reaction {
    std::string name;
    std::vector<std::string> users;
};

/// One message, also an ephemeral one. `user` is the bot's user for what the app posts.
struct Message {
    static constexpr std::size_t kEarlierMost = 3;

    std::string ts, user, bot_id, text, subtype, thread_ts, client_msg_id;
    std::string shown_name, icon;  ///< customised identity; "" for the app's own
    std::string edited_by, edited_ts;
    bool is_broadcast = false;
    Doc blocks, attachments, metadata;
    /// Blocks before the last edits, the newest first: whoever has not seen an edit yet presses what stood
    /// there, and Slack tells the app of it.
    std::vector<Doc> earlier;
    std::vector<std::string> files;
    std::vector<Reaction> reactions;
    std::set<std::string> reply_users;
    bool is_reply() const { return !thread_ts.empty() && thread_ts != ts; }
};

enum class ChannelKind { open, closed, im, mpim };

struct Channel {
    static constexpr std::size_t kMessagesMax = 10'000;  ///< the oldest are forgotten beyond it

    std::string id, name, topic, purpose, creator;
    ChannelKind kind = ChannelKind::open;
    bool is_archived = false;
    std::int64_t created = 0;
    std::vector<std::string> members;
    std::map<std::string, Message> messages;               ///< by ts; ts of equal length sort by time
    std::map<std::string, std::set<std::string>> replies;  ///< root ts -> ts of its replies
    std::map<std::string, std::string> read_until;         ///< person -> ts
    std::vector<std::string> pins;
    std::vector<Doc> bookmarks;

    bool has(std::string_view person) const;
    bool is_private() const { return kind != ChannelKind::open; }
    Message* find(const std::string& ts);
    const Message* find(const std::string& ts) const;
};

/// A message that one person sees and nobody else.
struct Ephemeral {
    std::string channel;
    std::string person;
    Message message;
};

/// A modal or a Home tab.
struct View {
    std::string id, user, hash, root_id, previous_id, external_id;
    Doc definition;                             ///< what the app gave: type, title, blocks, callback_id ...
    Doc state;                                  ///< {"values": ...} as last sent by the person's client
    std::map<std::string, std::string> errors;  ///< block id -> sentence
};

/// The right to open a modal once, for three seconds.
struct Trigger {
    std::string id, user, view_id;
    Instant issued{};
    bool is_used = false;
};

/// An address to answer an interaction at: five uses, thirty minutes.
struct ResponseUrl {
    std::string id, kind;  ///< kind: "commands" or "actions"
    std::string channel, user, message_ts;
    bool is_ephemeral = false;
    Instant issued{};
    int uses = 0;
};

/// A message that shows a file.
struct Share {
    std::string channel, ts, thread_ts;
};

struct File {
    std::string id, name, title, alt_text, user, mimetype;
    std::size_t size = 0;
    std::string content;
    std::int64_t created = 0;
    bool is_complete = false;
    std::vector<Share> shares;  ///< follow from the messages, and are not saved
};

/// Everything that a workspace knows, without sockets and clocks: functions on it take the time as a
/// parameter. What the app must hear of collects in `events`; who must look again, in `changed_for`.
class Workspace {
public:
    static constexpr std::size_t kEphemeralsMax = 500;
    static constexpr std::size_t kTriggersMax = 2'000;
    static constexpr std::size_t kResponseUrlsMax = 5'000;
    static constexpr std::size_t kFilesMax = 500;
    static constexpr std::size_t kChannelsMax = 2'000;
    static constexpr std::size_t kStackMax = 3;  ///< modals of a person; source: Slack, "Modals"
    static constexpr std::chrono::seconds kTriggerLife{3};
    static constexpr std::chrono::minutes kResponseUrlLife{30};
    static constexpr int kResponseUrlUses = 5;

    Workspace(const Seed& seed, Instant now);

    const Person* person(std::string_view id) const;
    const Person& bot() const;
    Channel* channel(std::string_view id);
    const Channel* channel(std::string_view id) const;
    Channel* channel_named(std::string_view name);
    /// The direct messages of two people, made when it is not there yet.
    Channel& direct(const std::string& one, const std::string& other, Instant now);
    bool bot_is_in(const Channel& c) const { return c.has(app.user_id); }
    /// Somebody of another workspace is in it.
    bool is_ext_shared(const Channel& c) const;
    /// The workspace of this person; the own one for whoever is not known.
    std::string team_of(std::string_view person) const;
    /// True when the app was installed with this scope; "" asks for none.
    bool grants(std::string_view scope) const { return !withheld.contains(scope); }

    /// A message time, later than every one before.
    std::string next_ts(Instant now);
    /// "F" + running number in base 36 and a check of the seed: short, unique, in capitals like Slack's.
    std::string next_id(char prefix);
    /// Letters and digits that nobody can guess.
    static std::string secret(std::size_t length);
    static std::string uuid();

    std::string new_trigger(const std::string& user, const std::string& view_id, Instant now);
    /// Takes the trigger for use. Returns Slack's error name, "" when it is good; `out` is then set.
    std::string use_trigger(const std::string& id, Instant now, Trigger& out);
    ResponseUrl& new_response_url(ResponseUrl url, Instant now);
    ResponseUrl* response_url(const std::string& id);

    /// Notes that this person, or everybody who sees this channel, must look again.
    void touch(const std::string& person);
    void touch(const Channel& c);
    void touch_all();

    /// Sends an event to the app, if it subscribed to it. `inner` needs a "type".
    void emit(Json inner, Instant now);

    // The state. Plain data, because a dozen small files of functions work on it.
    std::string team_id, team_name, team_domain, base_url;
    SeedApp app;
    std::set<std::string, std::less<>> withheld;  ///< scopes that the app was installed without
    std::vector<Person> people;
    std::map<std::string, Channel, std::less<>> channels;
    std::deque<Ephemeral> ephemerals;
    std::map<std::string, std::vector<View>> stacks;  ///< open modals by person, root first
    std::map<std::string, View> homes;                ///< by person
    std::map<std::string, File> files;
    std::vector<SeedCommand> commands;
    std::vector<SeedShortcut> shortcuts;
    std::set<std::string> subscriptions;
    std::deque<Trigger> triggers;
    std::deque<ResponseUrl> response_urls;

    std::vector<Doc> events;            ///< event payloads to deliver, oldest first
    std::set<std::string> changed_for;  ///< people who see something new
    std::uint64_t version = 1;
    std::uint64_t counter = 1;
    std::string last_ts;
};

}  // namespace deskbell::slack::local
