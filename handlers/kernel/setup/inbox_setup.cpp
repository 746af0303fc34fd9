#include "handlers/kernel/setup/inbox_setup.hpp"

#include "handlers/kernel/evidence/desk_log.hpp"
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
        inbox.anonymous_from = one.value("anonymous_from", inbox.anonymous_from);
        inbox.names.hold_reasons = one.value("hold_reasons", inbox.names.hold_reasons);
        inbox.names.causes = one.value("causes", inbox.names.causes);
        const Json states = one.value("state_names", Json::object());
        for (const auto& [category, name] : states.items())
            if (const auto known = parse_category(category))
                inbox.names.states[*known] = name;
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

Json state_names(const InboxNames& names)
{
    Json out = Json::object();
    for (const auto& [category, name] : names.states) out[std::string(to_text(category))] = name;
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
                           {"anonymous_from", inbox.anonymous_from},
                           {"hold_reasons", inbox.names.hold_reasons},
                           {"causes", inbox.names.causes},
                           {"state_names", state_names(inbox.names)},
                           {"same_channel", inbox.mode == Mode::same_channel},
                           {"calendar", inbox.calendar},
                           {"emergency", inbox.emergency}});
    Json forms = Json::array();
    for (const WrittenForm& one : setup.forms)
        forms.push_back({{"definition", to_json(one.form)}, {"text", one.text}});
    return Json{{"inboxes", inboxes}, {"channels", setup.channels}, {"forms", forms}}.dump();
}

/// What the configuration says comes first and wins: an inbox of the same key is the file's, and so is a
/// channel that the file gives to an inbox. A form rests while its inbox is not there, and is asked again
/// when there is one of that key.
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
        if (out->inbox(one.form.inbox) != nullptr && out->form(one.form.key) == nullptr &&
            out->forms.size() < kFormsMost)
            out->forms.push_back(one.form);
    return out;
}

/// Every setting with its value: "inbox it: undo_seconds" -> "10". Of a form it is the version, which stands
/// for its text.
Attributes settings_in(const SetUp& setup)
{
    Attributes out;
    const Json json = Json::parse(body_of(setup));
    for (const Json& inbox : json.at("inboxes"))
        for (const auto& [name, value] : inbox.items())
            if (name != "key")
                out["inbox " + inbox.at("key").get<std::string>() + ": " + name] =
                    value.is_string() ? value.get<std::string>() : value.dump();
    for (const auto& [channel, inbox] : setup.channels) out["requests of channel " + channel] = inbox;
    for (const WrittenForm& one : setup.forms) out["form " + one.form.key] = one.form.version;
    return out;
}

std::vector<Change> differences(const Attributes& before, Attributes after)
{
    for (const auto& [name, value] : before) after.try_emplace(name);
    std::vector<Change> out;
    for (const auto& [name, value] : after) {
        const auto old = before.find(name);
        std::string was = old == before.end() ? "" : old->second;
        if (was != value)
            out.push_back({name, std::move(was), value});
    }
    return out;
}

}  // namespace

SetUp set_up_in_slack(const store::Unit& unit) { return setup_from(unit.setups.newest()); }

void store_set_up(const SetUp& setup, const Act& act, store::Unit& unit)
{
    log_act(unit, act, kSettingsChanged, differences(settings_in(set_up_in_slack(unit)), settings_in(setup)));
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
