#include "world.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/attach.hpp"
#include "handlers/kernel/setup/channel_state.hpp"
#include "slack/wire/fetched.hpp"
#include "slack/wire/frame.hpp"

#include <catch2/catch.hpp>

namespace deskbell::test {

namespace {

constexpr int kRowsMost = 500;  // an outbox that never empties is a bug, not a reason to hang

bool holds(const Posted& message, const std::string& words)
{
    return message.text.find(words) != std::string::npos ||
           message.blocks.dump(-1, ' ', false).find(words) != std::string::npos;
}

/// The element with this label (button text, or placeholder of a menu) anywhere in blocks.
Json element(const Json& blocks, const std::string& label)
{
    for (const Json& block : blocks) {
        Json elements = block.value("elements", Json::array());
        if (block.contains("accessory"))
            elements.push_back(block["accessory"]);
        for (const Json& e : elements) {
            if (e.contains("text") && e["text"].is_object() && e["text"].value("text", "") == label)
                return e;
            if (e.contains("placeholder") && e["placeholder"].value("text", "") == label)
                return e;
        }
    }
    return {};
}

/// The boxes whose labels hold one of the words ("REQ-1,REQ-3"), else the first one.
slack::Value ticked(const Json& input, const std::string& text)
{
    slack::Value out;
    for (const Json& option : input["element"]["options"])
        for (const std::string& word : split(text, ','))
            if ((option["text"]["text"].get<std::string>() + " ").find(word + " ") != std::string::npos)
                out.many.push_back(option["value"]);
    if (out.many.empty())
        out.many.push_back(input["element"]["options"][0]["value"]);
    return out;
}

/// The options with these labels ("vip,vpn").
slack::Value chosen(const Json& input, const std::string& text)
{
    slack::Value out;
    for (const Json& option : input["element"]["options"])
        for (const std::string& label : split(text, ','))
            if (option["text"]["text"] == label)
                out.many.push_back(option["value"]);
    return out;
}

slack::Value entered(const Json& input, const std::string& text)
{
    const std::string type = input["element"]["type"];
    if (type == "static_select") {
        for (const Json& option : input["element"]["options"])
            if (option["text"]["text"] == text)
                return {option["value"], {}};
        FAIL("no option \"" << text << "\" in " << input["label"]["text"]);
    }
    if (type == "multi_users_select")
        return {"", split(text, ',')};
    if (type == "multi_static_select")
        return chosen(input, text);
    if (type == "checkboxes")
        return ticked(input, text);
    return {text, {}};
}

/// What an input holds when nobody touches it.
slack::Value untouched(const Json& input)
{
    const Json& e = input["element"];
    if (e.contains("initial_option"))
        return {e["initial_option"]["value"], {}};
    if (e.contains("initial_users"))
        return {"", e["initial_users"].get<std::vector<std::string>>()};
    if (e.contains("initial_options")) {
        slack::Value out;
        for (const Json& option : e["initial_options"]) out.many.push_back(option["value"]);
        return out;
    }
    if (e.contains("initial_user"))
        return {e["initial_user"], {}};
    if (e.contains("initial_date"))
        return {e["initial_date"], {}};
    return {e.value("initial_value", ""), {}};
}

/// What a modal's inputs hold once these were entered.
slack::Values values_in(const Json& modal, const std::map<std::string, std::string>& by_label)
{
    slack::Values out;
    std::size_t filled = 0;
    for (const Json& block : modal["blocks"]) {
        if (block["type"] != "input")
            continue;
        const auto it = by_label.find(block["label"]["text"]);
        filled += it == by_label.end() ? 0 : 1;
        out[block["block_id"]] = it == by_label.end() ? untouched(block) : entered(block, it->second);
    }
    INFO("form " << modal.dump());
    REQUIRE(filled == by_label.size());
    return out;
}

/// What becomes of files that were shared or copied.
slack::CallResult answer_to_upload(const std::string& method, bool is_withheld, bool is_endless)
{
    if (!is_endless)
        return slack::read_result(method, is_withheld ? 403 : 200, "", is_withheld ? "" : R"({"ok":true})");
    slack::CallResult out;
    out.http_status = 400;
    out.error = slack::kFileTooLarge;
    out.error_class = slack::ErrorClass::our_bug;
    return out;
}

}  // namespace

World::World()
{
    settings.timezone = "Europe/Berlin";
    settings.levels = default_service_levels(settings.timezone);
    settings.inboxes = {{"it", "IT help", kTriage, {kHelp}}, {"rooms", "Facilities", kRooms, {"CROOMHELP"}}};
    settings.inboxes[1].auto_create = true;
    for (InboxSettings& inbox : settings.inboxes)
        inbox.undo_seconds = 0;  // at once, unless it is the subject
    settings.roles["auditor"] = {"UAUD"};
    settings.roles["owner:improvement"] = {"UOMAR"};
    set_up();
    auto opened = store::open_sqlite_connection(":memory:", false);
    REQUIRE(opened);
    db = *std::move(opened);
    store::Unit unit(*db, now);
    for (const char* agent : {"UANA", "UBEN"}) unit.directory.join(kTriage, agent);
    unit.directory.join(kRooms, "UCHLOE");
}

void World::set_up()
{
    desk = std::make_unique<kernel::Desk>(all_processes(), settings,
                                          kernel::Self{"UBOT", "BBOT", "T1", "A1", "https://t.slack.com/"});
}

std::string World::new_ts()
{
    now += std::chrono::seconds{1};
    return std::to_string(to_unix(now)) + ".000" + std::to_string(100 + ++count_ % 900);
}

slack::Actor World::actor(const std::string& user)
{
    slack::Actor out;
    out.user = user;
    out.team = out.user_team = "T1";
    out.app = "A1";
    out.trigger = "trigger" + std::to_string(++count_);
    return out;
}

void World::send(slack::Payload payload, bool again)
{
    slack::Envelope envelope;
    envelope.id = "envelope" + std::to_string(again ? count_ : ++count_);
    envelope.accepts_payload = true;
    envelope.payload = std::move(payload);
    ack = modal = nullptr;
    refused.clear();
    slack::Reply reply;
    std::set<store::Sighting> shown;
    db->execute("BEGIN");
    {
        store::Unit unit(*db, now);
        const auto known = unit.inbox.answer(slack::inbox_keys(envelope));
        auto handled = known ? slack::decode_reply(*known) : desk->handle(envelope, unit);
        db->execute(handled ? "COMMIT" : "ROLLBACK");
        shown = unit.sightings;
        if (handled)
            reply = *std::move(handled);
        else {
            refused = handled.error().detail();
            reply = desk->refuse(envelope, handled.error(), "ref1", unit);
        }
    }
    if (desk->only_reads(envelope.payload) && desk->is_noted(envelope.payload, shown)) {
        store::Unit unit(*db, now);
        desk->note_reading(envelope, shown, unit);
    }
    if (!reply.ack.empty())
        ack = Json::parse(reply.ack);
    if (!reply.view.empty())
        modal = Json::parse(reply.view);
    if (ack.contains("view"))
        modal = ack["view"];
    deliver();
}

void World::deliver()
{
    for (int i = 0; i < kRowsMost; ++i) {
        store::Unit unit(*db, now);
        const auto rows = unit.outbox.claim(now + std::chrono::hours{1}, 1);
        if (rows.empty())
            return;
        deliver(rows.front(), unit);
        unit.outbox.done(rows.front().id, now);
    }
    FAIL("the outbox never becomes empty");
}

void World::deliver(const store::Outgoing& row, store::Unit& unit)
{
    const auto argument = [&](const char* name) {
        const auto it = row.arguments.find(name);
        return it == row.arguments.end() ? std::string() : it->second;
    };
    const std::string blocks = argument("blocks");
    Posted shown{row.channel, "", argument("thread_ts"), argument("text"),
                 blocks.empty() ? Json::array() : Json::parse(blocks)};
    if (shown.channel.starts_with("U"))
        shown.channel = "D" + shown.channel;
    if (watch) {
        const auto target =
            row.channel.empty() && row.message != 0 ? unit.messages.find(row.message) : std::nullopt;
        const std::string reader = argument("user");
        const std::string place = target ? target->channel : shown.channel;
        watch(row, row.method == "chat.postEphemeral" ? place + " " + reader : place);
    }
    if (row.method == "chat.postMessage") {
        shown.ts = new_ts();
        shown.author = argument("username");
        shown.picture = argument("icon_url");
        if (row.thread != 0)
            shown.thread_ts = unit.messages.find(row.thread)->ts;
        messages.push_back(shown);
        unit.messages.posted(row.message, shown.channel, shown.ts);
    } else if (row.method == "chat.update") {
        const auto target = unit.messages.find(row.message);
        for (Posted& old : messages)
            if (old.channel == target->channel && old.ts == target->ts) {
                old.text = shown.text;
                old.blocks = shown.blocks;
                ++old.edits;
            }
    } else if (row.method == "chat.delete") {
        const auto target = unit.messages.find(row.message);
        std::erase_if(messages, [&](const Posted& old) {
            return old.channel == target->channel && old.ts == target->ts;
        });
    } else if (row.method == "reactions.add") {
        const auto target = unit.messages.find(row.message);
        signs.push_back({target->channel, target->ts, "", argument("name")});
    } else if (row.method == "chat.postEphemeral") {
        shown.channel += " " + argument("user");
        whispers.push_back(shown);
    } else if (row.method == kernel::kUploadMethod) {
        const auto files_of_row = kernel::attachments_from(argument("attachments"));
        REQUIRE(files_of_row);
        bool is_withheld = false, is_endless = false;
        for (const kernel::Attachment& file : *files_of_row) {
            if (const auto* copied = std::get_if<kernel::Forwarded>(&file.content)) {
                is_withheld = withheld.contains(copied->url);
                is_endless = copied->url.ends_with("/endless");  // longer than any limit
                if (!is_withheld && !is_endless)
                    files.push_back({shown.channel, row.thread == 0 ? "" : unit.messages.find(row.thread)->ts,
                                     file.filename, "copy of " + copied->url});
                continue;
            }
            const auto* text = std::get_if<std::string>(&file.content);
            files.push_back({shown.channel, row.thread == 0 ? "" : unit.messages.find(row.thread)->ts,
                             file.filename, text == nullptr ? file.alt_text : *text});
        }
        if (!row.then.empty())
            REQUIRE(desk->on_answer(row, answer_to_upload(row.method, is_withheld, is_endless), unit));
    } else if (row.method == "views.publish") {
        homes[argument("user_id")] = Json::parse(argument("view"));
    } else if (!lost.contains(row.method)) {
        Json answer{{"ok", true}};
        if (row.method == "users.info")
            answer["user"] = {{"name", argument("user").substr(1)},
                              {"real_name", argument("user").substr(1)},
                              {"is_admin", admins.contains(argument("user"))},
                              {"profile", {{"image_72", "https://avatars.example/" + argument("user")}}},
                              {"tz", "Europe/Berlin"}};
        else if (row.method == "conversations.info")
            answer = channel_info(argument("channel"));
        else if (row.method == "conversations.members") {
            const std::string more = argument("channel") + ">2";
            const bool is_first = argument("cursor").empty();
            answer["members"] = members[is_first ? argument("channel") : more];
            if (is_first && members.contains(more))
                answer["response_metadata"] = {{"next_cursor", "2"}};
        } else if (row.method == "conversations.replies") {
            // With a cursor the next page, under the thread's name and the cursor.
            const std::string key = argument("channel") + argument("ts") + argument("cursor");
            const Json page = threads[key];
            answer["messages"] = page.is_object() ? page["messages"] : page;
            if (page.is_object())
                answer["response_metadata"] = {{"next_cursor", page["next_cursor"]}};
            if (shows_in_time.contains(key))
                threads[key] = shows_in_time[key];
        } else if (row.method == "conversations.history")
            answer["messages"] = history[argument("channel") + argument("latest")];
        else if (row.method == "chat.getPermalink")
            answer["permalink"] =
                "https://t.slack.com/archives/" + argument("channel") + "/p" + argument("message_ts");
        REQUIRE(desk->on_answer(row, slack::read_result(row.method, 200, "", answer.dump()), unit));
    }
}

Json World::channel_info(const std::string& channel) const
{
    if (unknown_channels.contains(channel))
        return {{"ok", false}, {"error", "channel_not_found"}};
    return {{"ok", true},
            {"channel",
             {{"is_private", !public_channels.contains(channel)},
              {"is_archived", archived_channels.contains(channel)},
              {"is_member", !unjoined_channels.contains(channel)}}}};
}

void World::come_back()
{
    {
        store::Unit unit(*db, now);
        kernel::look_at_channels(desk->as_of(unit), unit);
    }
    deliver();
}

void World::command(const std::string& user, const std::string& command, const std::string& text,
                    const std::string& channel)
{
    send(slack::SlashCommand{actor(user), command, text, channel, "help-it"});
}

void World::click(const std::string& user, const Json& pressed, const std::string& chosen,
                  const Posted* message)
{
    slack::BlockAction action;
    action.actor = actor(user);
    action.action_id = pressed["action_id"];
    action.action_ts = new_ts();
    action.value.text = chosen;
    if (message != nullptr) {
        action.channel = message->channel.substr(0, message->channel.find(' '));
        action.message_ts = message->ts;
        action.thread_ts = message->thread_ts;
    }
    if (message == nullptr) {
        action.view = slack::ViewState{};
        action.view->id = "V1";
        action.view->type = modal.value("type", "modal");
        action.view->callback_id = modal.value("callback_id", "");
        action.view->private_metadata = modal.value("private_metadata", "");
    }
    send(action);
}

void World::press(const std::string& user, const Posted& message, const std::string& label)
{
    const Posted copy = message;
    const Json button = element(copy.blocks, label);
    INFO("button \"" << label << "\" in " << copy.blocks.dump());
    REQUIRE_FALSE(button.is_null());
    click(user, button, button.value("value", ""), &copy);
}

void World::press_in_modal(const std::string& user, const std::string& label)
{
    const Json button = element(modal["blocks"], label);
    REQUIRE_FALSE(button.is_null());
    click(user, button, button.value("value", ""), nullptr);
}

void World::choose(const std::string& user, const Posted& message, const std::string& entry)
{
    press_menu(user, message, "More", entry);
}

void World::press_menu(const std::string& user, const Posted& message, const std::string& label,
                       const std::string& entry)
{
    const Posted copy = message;
    const Json menu = element(copy.blocks, label);
    REQUIRE_FALSE(menu.is_null());
    for (const Json& option : menu["options"])
        if (option["text"]["text"] == entry)
            return click(user, menu, option["value"], &copy);
    FAIL("no entry \"" << entry << "\" in " << menu.dump());
}

slack::ViewState World::filled_in(const std::map<std::string, std::string>& by_label)
{
    REQUIRE(modal.is_object());
    slack::ViewState view;
    view.id = "V" + std::to_string(++count_);
    view.type = "modal";
    view.callback_id = modal["callback_id"];
    view.private_metadata = modal.value("private_metadata", "");
    view.values = values_in(modal, by_label);
    for (const Json& block : modal["blocks"])
        if (block["type"] == "input")
            view.inputs.push_back(block["block_id"]);
    return view;
}

void World::submit(const std::string& user, const std::map<std::string, std::string>& by_label)
{
    slack::ViewSubmission submission;
    submission.actor = actor(user);
    submission.view = filled_in(by_label);
    send(submission);
}

void World::change(const std::string& user, const std::string& label,
                   const std::map<std::string, std::string>& by_label)
{
    slack::BlockAction action;
    action.actor = actor(user);
    action.action_ts = new_ts();
    action.view = filled_in(by_label);
    for (const Json& block : modal["blocks"])
        if (block["type"] == "input" && block["label"]["text"] == label) {
            INFO(label << " is drawn without dispatch");
            REQUIRE(block.value("dispatch_action", false));
            action.action_id = action.block_id = block["block_id"];
            action.value = action.view->values[action.block_id];
        }
    REQUIRE_FALSE(action.action_id.empty());
    send(action);
}

void World::write(const std::string& user, const std::string& channel, const std::string& text,
                  const std::string& thread_ts, const std::string& channel_type)
{
    share(user, channel, text, {}, thread_ts, channel_type);
}

void World::share(const std::string& user, const std::string& channel, const std::string& text,
                  const std::vector<slack::FileInfo>& shared, const std::string& thread_ts,
                  const std::string& channel_type)
{
    slack::MessageEvent event;
    event.message.channel = channel;
    event.message.channel_type = channel_type;
    event.message.user = user;
    event.message.text = text;
    event.message.ts = new_ts();
    event.message.thread_ts = thread_ts;
    event.message.files = shared;
    if (!shared.empty())
        event.message.subtype = "file_share";
    messages.push_back({channel, event.message.ts, thread_ts, text});
    send(event);
}

void World::edit(const Posted& written, const std::string& user, const std::string& text)
{
    slack::MessageEvent event;
    event.kind = slack::MessageEvent::Kind::changed;
    event.message.channel = written.channel;
    event.message.user = user;
    event.message.ts = written.ts;
    event.message.thread_ts = written.thread_ts;
    event.message.text = text;
    event.message.is_edited = true;
    event.previous = event.message;
    event.previous.text = written.text;
    send(event);
}

void World::react(const std::string& user, const std::string& name, const std::string& channel,
                  const std::string& ts)
{
    slack::ReactionEvent event;
    event.user = user;
    event.name = name;
    event.channel = channel;
    event.ts = ts;
    event.event_ts = new_ts();
    send(event);
}

void World::fire_timers()
{
    store::Unit unit(*db, now);
    for (const store::Timer& timer : unit.timers.due(now, 100))
        if (unit.timers.take(timer))
            REQUIRE(desk->on_timer(timer, unit));
    deliver();
}

Record World::record(const std::string& number)
{
    store::Unit unit(*db, now);
    const auto parsed = parse_number(number);
    REQUIRE(parsed);
    const auto found = desk->find(*parsed, unit);
    INFO("record " << number);
    REQUIRE(found);
    return *found;
}

std::vector<Posted> World::all(const std::string& channel, const std::string& words) const
{
    std::vector<Posted> out;
    for (const Posted& message : messages)
        if (message.channel == channel && holds(message, words))
            out.push_back(message);
    return out;
}

const Posted& World::message(const std::string& channel, const std::string& words) const
{
    for (auto it = messages.rbegin(); it != messages.rend(); ++it)
        if (it->channel == channel && holds(*it, words))
            return *it;
    FAIL("no message with \"" << words << "\" in " << channel);
    return messages.front();
}

std::vector<std::string> World::labels(const Json& blocks) const
{
    std::vector<std::string> out;
    for (const Json& block : blocks)
        for (const Json& e : block.value("elements", Json::array()))
            if (e.contains("action_id"))
                out.push_back(e.contains("placeholder") ? e["placeholder"]["text"] : e["text"]["text"]);
    return out;
}

}  // namespace deskbell::test
