#include "handlers/kernel/setup/inbox_setup.hpp"

#include "handlers/kernel/intake/form_versions.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace deskbell::kernel {

namespace {

using Json = nlohmann::json;
using Mode = InboxSettings::Mode;

SetUp setup_from(const std::string& body)
{
    SetUp out;
    if (body.empty())
        return out;
    const Json json = Json::parse(body);
    for (const Json& one : json.at("inboxes")) {
        InboxSettings inbox;
        inbox.key = one.at("key");
        inbox.name = one.at("name");
        inbox.agent_channel = one.at("agent_channel");
        inbox.auto_create = one.at("auto_create");
        inbox.auto_wait = one.value("auto_wait", false);  // older versions do not know it
        inbox.ratings = parse_ratings(one.value("ratings", "")).value_or(inbox.ratings);  // nor this
        inbox.suggest = one.value("suggest", true);
        inbox.undo_seconds = one.value("undo_seconds", inbox.undo_seconds);
        inbox.is_plain_public = one.value("plain", "note") == "public";
        inbox.hides_agents = one.value("hide_agents", false);
        inbox.file_megabytes = one.value("file_limit_mb", inbox.file_megabytes);
        inbox.mode = one.at("same_channel").get<bool>() ? Mode::same_channel : Mode::two_channel;
        inbox.calendar = one.at("calendar");
        inbox.emergency = one.at("emergency");
        out.inboxes.push_back(std::move(inbox));
    }
    for (const auto& [channel, key] : json.at("channels").items()) out.channels[channel] = key;
    for (const Json& one : json.value("forms", Json::array()))  // older versions do not know them
        out.forms.push_back({form_from(one.at("definition").get<std::string>()), one.at("text")});
    return out;
}

std::string body_of(const SetUp& setup)
{
    Json inboxes = Json::array();
    for (const InboxSettings& inbox : setup.inboxes)
        inboxes.push_back({{"key", inbox.key},
                           {"name", inbox.name},
                           {"agent_channel", inbox.agent_channel},
                           {"auto_create", inbox.auto_create},
                           {"auto_wait", inbox.auto_wait},
                           {"ratings", to_text(inbox.ratings)},
                           {"suggest", inbox.suggest},
                           {"undo_seconds", inbox.undo_seconds},
                           {"plain", inbox.is_plain_public ? "public" : "note"},
                           {"hide_agents", inbox.hides_agents},
                           {"file_limit_mb", inbox.file_megabytes},
                           {"same_channel", inbox.mode == Mode::same_channel},
                           {"calendar", inbox.calendar},
                           {"emergency", inbox.emergency}});
    Json forms = Json::array();
    for (const WrittenForm& one : setup.forms)
        forms.push_back({{"definition", to_json(one.form)}, {"text", one.text}});
    return Json{{"inboxes", inboxes}, {"channels", setup.channels}, {"forms", forms}}.dump();
}

/// What the configuration says comes first and wins: an inbox of the same key is the file's, and so is a
/// channel that the file gives to an inbox.
std::shared_ptr<const Settings> merged(const Settings& configured, const std::string& body)
{
    auto out = std::make_shared<Settings>(configured);
    const SetUp setup = setup_from(body);
    for (const InboxSettings& inbox : setup.inboxes) {
        if (out->inbox(inbox.key) != nullptr || out->inboxes.size() == kInboxesMost)
            continue;
        out->levels.inbox_calendars[inbox.key] = inbox.calendar;
        out->inboxes.push_back(inbox);
    }
    for (const auto& [channel, key] : setup.channels) {
        const auto inbox = std::ranges::find(out->inboxes, key, &InboxSettings::key);
        if (inbox != out->inboxes.end() && !configured.is_request_channel(channel))
            inbox->request_channels.push_back(channel);
    }
    for (const WrittenForm& one : setup.forms)
        if (out->form(one.form.key) == nullptr && out->forms.size() < kFormsMost)
            out->forms.push_back(one.form);
    return out;
}

}  // namespace

SetUp set_up_in_slack(const store::Unit& unit) { return setup_from(unit.setups.newest()); }

void store_set_up(const SetUp& setup, const Act& act, store::Unit& unit)
{
    unit.setups.add(body_of(setup), act.actor, unit.now);
}

SettingsCache::SettingsCache(Settings configured)
{
    for (const InboxSettings& inbox : configured.inboxes)
        configured.levels.inbox_calendars[inbox.key] = inbox.calendar;
    for (FormDefinition& form : configured.forms) set_version(form);
    configured_ = merged_ = std::make_shared<const Settings>(std::move(configured));
}

std::shared_ptr<const Settings> SettingsCache::in_force(const store::Unit& unit)
{
    // The text itself is compared: a version that was rolled back must not be taken for a later one.
    std::string body = unit.setups.newest();
    const std::lock_guard lock(mutex_);
    if (body != body_) {
        merged_ = merged(*configured_, body);
        body_ = std::move(body);
    }
    return merged_;
}

}  // namespace deskbell::kernel
