#pragma once
#include "handlers/domain/form_definition.hpp"
#include "handlers/domain/inbox_names.hpp"
#include "handlers/domain/priority.hpp"
#include "handlers/domain/routing.hpp"
#include "handlers/domain/service_level.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// One team's intake: where employees ask, and the private channel whose members answer.
struct InboxSettings {
    enum class Mode { two_channel, same_channel };
    /// How requesters are asked how it was: with their name, without it, or not at all.
    enum class Ratings { attributed, anonymous, off };

    /// Longest time in which a public answer can be taken back, and what it is when nobody says.
    static constexpr int kUndoSecondsMost = 60;
    static constexpr int kUndoSecondsDefault = 10;
    /// Largest file that is fetched and uploaded again for the other side. It is held in memory meanwhile.
    static constexpr int kFileMegabytesMost = 100;
    static constexpr int kFileMegabytesDefault = 20;

    /// Anonymous answers are shown together only, from so many on. Fewer than three can be guessed: of two
    /// answers whoever gave one knows the other.
    static constexpr int kAnonymousFromLeast = 3;
    static constexpr int kAnonymousFromMost = 100;
    static constexpr int kAnonymousFromDefault = 5;

    std::string key;
    std::string name;
    std::string agent_channel;
    std::vector<std::string> request_channels;
    bool auto_create = false;  ///< each top-level message in a request channel becomes a ticket
    bool auto_wait = false;    ///< an agent's answer means that the team waits for the requester
    Mode mode = Mode::two_channel;
    std::string calendar = "business";
    std::string emergency =
        {};  ///< what to do when it is urgent and the calendar is closed, for people; "" for nothing
    /// Texts, files and who asked are erased so many days after closing; 0: kept. Else the workspace's.
    std::optional<int> retention_days = {};
    Assigning assign{};
    Rota rota{};
    int cap = kCapDefault;                           ///< open tickets that one agent is given at most
    std::chrono::minutes offer_for = kOfferDefault;  ///< open time for which an offer waits
    Ratings ratings = Ratings::attributed;
    bool suggest = true;                     ///< who asks is shown what is known about it
    int undo_seconds = kUndoSecondsDefault;  ///< a public answer goes out so much later; 0: at once
    bool is_plain_public = false;  ///< a plain message in the agents' thread is an answer, and not a note
    bool hides_agents = false;     ///< the requester reads the team's name in place of an agent's
    int anonymous_from = kAnonymousFromDefault;  ///< so many anonymous answers are shown, and no fewer
    int file_megabytes = kFileMegabytesDefault;  ///< up to which a file is uploaded again; 0: none is
    InboxNames names{};                          ///< what it calls its states, hold reasons and causes
};

/// What the handlers need to know of the configuration and of what was set up in Slack.
struct Settings {
    std::string timezone = "UTC";
    int retention_days = 0;  ///< of inboxes that do not say, those set up in Slack among them; 0: kept
    std::vector<InboxSettings> inboxes;
    std::map<std::string, std::vector<std::string>, std::less<>> roles;  ///< role -> users and user groups
    std::map<std::string, std::string, std::less<>> managers;  ///< who decides about what somebody asks for
    std::vector<RoutingRule> routing;  ///< for new tickets, in order; the first that matches wins
    std::map<std::string, AgentSettings, std::less<>> agents;  ///< by Slack user id
    ServiceLevels levels = default_service_levels("UTC");      ///< the default pack and the file's changes
    std::vector<FormDefinition> forms;                         ///< what inboxes ask, in order
    FormReader form_reader = nullptr;  ///< how a form that is written in Slack is read; null: none can be

    const FormDefinition* form(std::string_view key) const;
    /// The forms with which an inbox takes this kind of ticket, the default one first.
    std::vector<const FormDefinition*> forms_for(std::string_view inbox, std::string_view process) const;

    const InboxSettings* inbox(std::string_view key) const;
    const InboxSettings* inbox_of_agent_channel(std::string_view channel) const;
    /// The inbox that takes requests from `channel`; the first inbox when no one claims it; null without
    /// inboxes.
    const InboxSettings* inbox_for(std::string_view channel) const;
    bool is_request_channel(std::string_view channel) const;
    /// Requests come from the channel, or agents work in it.
    bool is_in_use(std::string_view channel) const;
};

/// The word of the configuration, and back.
std::string_view to_text(InboxSettings::Ratings ratings);
std::optional<InboxSettings::Ratings> parse_ratings(std::string_view word);

}  // namespace deskbell
