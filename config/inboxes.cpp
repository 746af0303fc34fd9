#include "config/table.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>

namespace deskbell::config {

namespace {

constexpr std::string_view kChannelExample =
    "its id, such as \"C0HELP\" (in Slack: channel name, About, at the bottom)";
constexpr std::size_t kKeyMax = 32;
constexpr std::size_t kNameMax = 60;  // fits a menu entry of 75 with room for a mark

bool is_id(std::string_view text, std::string_view prefixes)
{
    return text.size() >= 2 && text.size() <= 32 && prefixes.find(text.front()) != std::string_view::npos &&
           std::ranges::all_of(text,
                               [](unsigned char c) { return std::isdigit(c) || (c >= 'A' && c <= 'Z'); });
}

std::optional<std::string> read_channel(const Place& place)
{
    auto id = place.text(kChannelExample);
    if (!id || is_id(*id, "CG"))
        return id;
    place.fault("\"" + *id + "\" is not a channel id.", "Write " + std::string(kChannelExample) + ".");
    return std::nullopt;
}

void read_key(const Place& place, InboxSettings& inbox)
{
    const auto key = place.text("a short word such as \"it\"");
    if (!key)
        return;
    const bool good =
        !key->empty() && key->size() <= kKeyMax && std::ranges::all_of(*key, [](unsigned char c) {
            return (c >= 'a' && c <= 'z') || std::isdigit(c) || c == '-' || c == '_';
        });
    if (good)
        inbox.key = *key;
    else
        place.fault("\"" + *key + "\" cannot be a key.",
                    "Write 1 to 32 small letters, digits, - or _, such as \"it\".");
}

void read_name(const Place& place, InboxSettings& inbox)
{
    const auto name = place.text("the name that people read, such as \"IT help\"");
    if (name && (name->empty() || utf16_length(*name) > kNameMax))
        place.fault("has " + std::to_string(utf16_length(*name)) + " characters.", "Write 1 to 60.");
    else if (name)
        inbox.name = *name;
}

void read_mode(const Place& place, InboxSettings& inbox)
{
    struct Row {
        std::string_view word;
        InboxSettings::Mode mode;
    };
    static constexpr Row kModes[] = {{"two-channel", InboxSettings::Mode::two_channel},
                                     {"same-channel", InboxSettings::Mode::same_channel}};
    const auto word = place.text("\"two-channel\" or \"same-channel\"");
    if (!word)
        return;
    const auto row = std::ranges::find(kModes, *word, &Row::word);
    if (row != std::end(kModes))
        inbox.mode = row->mode;
    else
        place.fault("\"" + *word + "\" is not a mode.", "Write \"two-channel\" or \"same-channel\".");
}

void read_ratings(const Place& place, InboxSettings& inbox)
{
    const std::string words = "\"attributed\", \"anonymous\" or \"off\"";
    const auto word = place.text(words);
    if (!word)
        return;
    if (const auto ratings = parse_ratings(*word))
        inbox.ratings = *ratings;
    else
        place.fault("\"" + *word + "\" is no way to ask for ratings.", "Write " + words + ".");
}

/// Longest emergency route, in UTF-16 units: it is part of a sentence.
constexpr std::size_t kEmergencyMost = 200;

void read_plain(const Place& place, InboxSettings& inbox)
{
    const auto word = place.text("\"note\" or \"public\"");
    if (word && *word != "note" && *word != "public")
        place.fault("\"" + *word + "\" is not what a plain message can be.",
                    "Write \"note\" (agents only) or \"public\" (the requester reads it).");
    else if (word)
        inbox.is_plain_public = *word == "public";
}

constexpr Key<InboxSettings> kInboxKeys[] = {
    {"key", read_key},
    {"name", read_name},
    {"agent_channel",
     [](const Place& place, InboxSettings& inbox) {
         if (auto id = read_channel(place))
             inbox.agent_channel = *id;
     }},
    {"request_channels",
     [](const Place& place, InboxSettings& inbox) {
         for (const Place& element : place.elements("[\"C0HELP\"]"))
             if (auto id = read_channel(element))
                 inbox.request_channels.push_back(*id);
     }},
    {"auto_create",
     [](const Place& place, InboxSettings& inbox) { inbox.auto_create = place.flag().value_or(false); }},
    {"auto_wait",
     [](const Place& place, InboxSettings& inbox) { inbox.auto_wait = place.flag().value_or(false); }},
    {"suggest",
     [](const Place& place, InboxSettings& inbox) { inbox.suggest = place.flag().value_or(true); }},
    {"mode", read_mode},
    {"undo_seconds",
     [](const Place& place, InboxSettings& inbox) {
         inbox.undo_seconds = place.whole(0, InboxSettings::kUndoSecondsMost).value_or(inbox.undo_seconds);
     }},
    {"plain", read_plain},
    {"hide_agents",
     [](const Place& place, InboxSettings& inbox) { inbox.hides_agents = place.flag().value_or(false); }},
    {"file_limit_mb",
     [](const Place& place, InboxSettings& inbox) {
         inbox.file_megabytes =
             place.whole(0, InboxSettings::kFileMegabytesMost).value_or(inbox.file_megabytes);
     }},
    {"calendar",
     [](const Place& place, InboxSettings& inbox) {
         if (auto name = place.text("the name of a calendar, such as \"business\""))
             inbox.calendar = *name;
     }},
    {"assign", read_assign},
    {"rota", read_rota},
    {"cap", [](const Place& place,
               InboxSettings& inbox) { inbox.cap = place.whole(1, kCapMost).value_or(inbox.cap); }},
    {"offer_minutes",
     [](const Place& place, InboxSettings& inbox) {
         if (const auto minutes = place.whole(1, kOfferMinutesMost))
             inbox.offer_for = std::chrono::minutes{*minutes};
     }},
    {"emergency",
     [](const Place& place, InboxSettings& inbox) {
         if (auto text = place.text("what to do when it is urgent, such as \"Call 4711\""))
             inbox.emergency = shortened(*text, kEmergencyMost);
     }},
    {"ratings", read_ratings},
    {"hold_reasons", read_hold_reasons},
    {"causes", read_causes},
    {"state_names", read_state_names},
    {"anonymous_from",
     [](const Place& place, InboxSettings& inbox) {
         inbox.anonymous_from =
             place.whole(InboxSettings::kAnonymousFromLeast, InboxSettings::kAnonymousFromMost)
                 .value_or(inbox.anonymous_from);
     }},
    {"retention_days",
     [](const Place& place, InboxSettings& inbox) { inbox.retention_days = place.whole(0, kRetentionMost); }},
};

/// A key without which an inbox is no inbox. Written but wrong counts as written: that has its own fault.
struct Required {
    std::string_view name;
    std::string_view mend;
};
constexpr Required kRequired[] = {
    {"key", "Add key = \"it\": a short word that stays the same for ever."},
    {"agent_channel", "Add agent_channel = \"C0…\": the private channel whose members answer."},
};

}  // namespace

void read_inboxes(const Place& place, Config& config)
{
    const std::string_view example = "[[inbox]] on a line of its own, once per inbox";
    for (const Place& element : place.elements(example)) {
        const auto* table = element.table(example);
        if (!table)
            continue;
        if (config.settings.inboxes.size() == kInboxesMax) {
            element.fault("is more than the 50 inboxes that one desk can hold.", "Remove some.");
            return;
        }
        InboxSettings inbox;
        read_keys<InboxSettings>(element, *table, kInboxKeys, inbox);
        for (const Required& required : kRequired)
            if (!table->contains(required.name))
                element.fault("has no " + std::string(required.name) + ".", std::string(required.mend));
        if (inbox.name.empty())
            inbox.name = inbox.key;
        config.settings.inboxes.push_back(std::move(inbox));
    }
}

void read_roles(const Place& place, Config& config)
{
    // Agents are missing on purpose: they are the members of the agent channels.
    static const std::vector<std::string> kRoles{"manager",  "lead",          "sms_manager",
                                                 "top_mgmt", "auditor",       "ext_auditor",
                                                 "approver", "service_owner", "customer_rep"};
    const auto* table = place.table("[roles] on a line of its own");
    if (!table)
        return;
    for (const auto& [name, node] : *table) {
        const std::string role(name.str());
        const Place at{place.reading, node, place.key + "." + role};
        if (role == "agent" || role == "agents") {
            at.fault("cannot be set here.",
                     "Agents are the members of an inbox's agent_channel: invite them there.");
            continue;
        }
        const bool is_owner = role.starts_with("owner:") && role.size() > 6;
        if (!is_owner && std::ranges::find(kRoles, role) == kRoles.end()) {
            unknown_key(at, role, kRoles);
            continue;
        }
        for (const Place& element : at.elements("[\"U0MANA\"]")) {
            const auto id = element.text("a user or group id, such as \"U0MANA\"");
            if (id && is_id(*id, "UWS"))
                config.settings.roles[role].push_back(*id);
            else if (id)
                element.fault("\"" + *id + "\" is neither a user nor a user group.",
                              "Write an id such as \"U0MANA\" (profile, ⋮, Copy member ID) or \"S0GROUP\".");
        }
    }
}

void read_managers(const Place& place, Config& config)
{
    const auto* table = place.table("[managers] on a line of its own");
    if (!table)
        return;
    for (const auto& [name, node] : *table) {
        const std::string person(name.str());
        const Place at{place.reading, node, place.key + "." + person};
        const auto manager = at.text("a user id, such as \"U0MANA\"");
        if (!manager)
            continue;
        if (!is_id(person, "UW") || !is_id(*manager, "UW") || person == *manager)
            at.fault("does not name two people.",
                     "Write whose manager it is and who that is: U0MIA = \"U0MANA\" (profile, ⋮, Copy member "
                     "ID).");
        else
            config.settings.managers[person] = *manager;
    }
}

}  // namespace deskbell::config
