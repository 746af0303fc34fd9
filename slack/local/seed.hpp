#pragma once
#include <chrono>
#include <string>
#include <vector>

namespace deskbell::slack::local {

/// Somebody who can be played in the page.
struct SeedPerson {
    std::string id;    ///< "U0ANA": capitals and digits, as Slack's
    std::string name;  ///< handle, lower case
    std::string real_name;
    std::string title;  ///< what the page says about the role
    std::string tz;     ///< IANA
    std::string color;  ///< "4a7c59", of the avatar
    std::string email;  ///< "" makes name@<domain>.example
    bool is_admin = false;
};

/// A channel and who is in it. The bot is a member when its id is listed.
struct SeedChannel {
    std::string id;
    std::string name;
    bool is_private = false;
    std::string topic;
    std::vector<std::string> members;
};

/// What the page offers when somebody types "/".
struct SeedCommand {
    std::string command;  ///< "/ticket"
    std::string description;
    std::string usage_hint;
};

struct SeedShortcut {
    std::string callback_id;
    std::string type;  ///< "global" or "message"
    std::string name;
    std::string description;
};

/// A message that was there before anybody came: no event is sent for it.
struct SeedMessage {
    std::string channel;
    std::string user;
    std::string text;
    std::chrono::minutes age{0};  ///< before the start
};

/// The app that connects to the workspace.
struct SeedApp {
    std::string app_id = "A0DESKBELL";
    std::string user_id = "U0DESKBELL";
    std::string bot_id = "B0DESKBELL";
    std::string name = "deskbell";
    std::string real_name = "Deskbell";
};

/// A workspace at its beginning. A state file, once written, takes its place at the next start; commands and
/// shortcuts always come from the seed.
struct Seed {
    std::string team_id = "T0FERNWOOD";
    std::string team_name = "Fernwood";
    std::string team_domain = "fernwood";
    SeedApp app;
    std::vector<SeedPerson> people;
    std::vector<SeedChannel> channels;
    std::vector<SeedCommand> commands;
    std::vector<SeedShortcut> shortcuts;
    std::vector<SeedMessage> messages;
    std::vector<std::string> events;  ///< event types the app subscribed to ("message", ...); empty: all
};

/// "Fernwood": six people (two employees, three agents, a manager), five channels.
Seed default_seed();

}  // namespace deskbell::slack::local
