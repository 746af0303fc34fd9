#pragma once
#include "handlers/kernel/desk.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace deskbell::test {

using Json = nlohmann::json;

/// A message as the small Slack of these tests shows it.
struct Posted {
    std::string channel, ts, thread_ts, text;
    Json blocks = Json::array();
    int edits = 0;
    std::string author{}, picture{};  ///< under which name it stands, when it is not the desk's
};

/// A file that was shared: a picture by its description, a text as it is.
struct Shared {
    std::string channel, thread_ts, filename, content;
};

/// The desk over a database in memory, with people who type and press what they see, and a Slack that does at
/// once what the outbox says.
class World {
public:
    static constexpr const char* kHelp = "CHELP";      ///< public request channel of inbox "it"
    static constexpr const char* kTriage = "CTRIAGE";  ///< agent channel of "it": UANA and UBEN
    static constexpr const char* kRooms = "CROOMS";    ///< agent channel of inbox "rooms": UCHLOE

    World();
    /// Makes the desk anew from `settings`, as after a restart with another configuration.
    void set_up();

    /// Types a command. The answer's text and blocks are in `ack`, an opened modal in `modal`.
    void command(const std::string& user, const std::string& command, const std::string& text,
                 const std::string& channel = kHelp);
    /// Presses the button with this label in the newest message (or ephemeral, or modal) that shows it to
    /// `user`.
    void press(const std::string& user, const Posted& message, const std::string& label);
    void press_in_modal(const std::string& user, const std::string& label);
    /// Chooses an entry of the menu "More".
    void choose(const std::string& user, const Posted& message, const std::string& entry);
    /// Chooses an entry of another menu.
    void press_menu(const std::string& user, const Posted& message, const std::string& menu,
                    const std::string& entry);
    /// Fills the open modal's inputs by their labels and submits it.
    void submit(const std::string& user, const std::map<std::string, std::string>& by_label);
    /// Fills the open modal as far as that and then changes `label`, so that it is drawn anew.
    void change(const std::string& user, const std::string& label,
                const std::map<std::string, std::string>& by_label);
    void write(const std::string& user, const std::string& channel, const std::string& text,
               const std::string& thread_ts = "", const std::string& channel_type = "channel");
    /// The same with files attached.
    void share(const std::string& user, const std::string& channel, const std::string& text,
               const std::vector<slack::FileInfo>& shared, const std::string& thread_ts = "",
               const std::string& channel_type = "channel");
    /// Changes the words of a message that somebody wrote.
    void edit(const Posted& written, const std::string& user, const std::string& text);
    void react(const std::string& user, const std::string& name, const std::string& channel,
               const std::string& ts);
    void send(slack::Payload payload, bool again = false);
    void fire_timers();
    /// A connection is ready again, after a time in which events may have been lost.
    void come_back();

    Record record(const std::string& number);
    /// The newest message in a channel whose text or blocks hold `words`; fails the test when there is none.
    const Posted& message(const std::string& channel, const std::string& words) const;
    std::vector<Posted> all(const std::string& channel, const std::string& words) const;
    std::vector<std::string> labels(const Json& blocks) const;

    Settings settings;
    std::unique_ptr<kernel::Desk> desk;
    std::unique_ptr<store::Connection> db;
    UtcTime now = from_unix(1'790'000'000);
    std::vector<Posted> messages;
    std::vector<Shared> files;
    std::set<std::string> withheld;  ///< addresses of files that Slack does not let us have
    std::vector<Posted> whispers;    ///< ephemeral; `channel` holds "channel user"
    std::vector<Posted> signs;       ///< reactions of the desk; `text` holds the name
    std::map<std::string, Json> homes;
    std::map<std::string, Json> threads;        ///< what conversations.replies answers, by channel and ts
    std::map<std::string, Json> shows_in_time;  ///< what conversations.replies answers the second time
    std::map<std::string, Json> history;        ///< what conversations.history answers, by channel and latest
    std::set<std::string> admins;               ///< administrators of the workspace
    std::set<std::string> public_channels;      ///< what conversations.info says
    std::set<std::string> archived_channels, unjoined_channels, unknown_channels;  ///< this as well
    std::map<std::string, std::vector<std::string>> members;  ///< what conversations.members answers; further
                                                              ///< members are under the channel and ">2"
    std::set<std::string> lost;                               ///< methods to which no answer comes
    /// Sees every call that leaves, with the channel that it shows in ("CTRIAGE", "DUMIA", "CTRIAGE UANA" for
    /// what only Ana sees there, "" for none).
    std::function<void(const store::Outgoing& call, const std::string& channel)> watch;
    Json ack;
    Json modal;
    std::string refused;  ///< what the person read when the last act was refused, or ""

private:
    void deliver();
    void deliver(const store::Outgoing& row, store::Unit& unit);
    Json channel_info(const std::string& channel) const;
    slack::ViewState filled_in(const std::map<std::string, std::string>& by_label);
    slack::Actor actor(const std::string& user);
    void click(const std::string& user, const Json& element, const std::string& chosen,
               const Posted* message);
    std::string new_ts();

    int count_ = 0;
};

}  // namespace deskbell::test
