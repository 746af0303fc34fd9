#include "slack/local/persist.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace deskbell::slack::local {

namespace {

constexpr int kFormat = 1;

Json saved(const Message& m)
{
    Json reactions = Json::array();
    for (const auto& r : m.reactions) reactions.push_back({{"name", r.name}, {"users", r.users}});
    return {{"ts", m.ts},
            {"user", m.user},
            {"bot_id", m.bot_id},
            {"text", m.text},
            {"subtype", m.subtype},
            {"thread_ts", m.thread_ts},
            {"client_msg_id", m.client_msg_id},
            {"shown_name", m.shown_name},
            {"icon", m.icon},
            {"edited_by", m.edited_by},
            {"edited_ts", m.edited_ts},
            {"is_broadcast", m.is_broadcast},
            {"blocks", value_of(m.blocks)},
            {"attachments", value_of(m.attachments)},
            {"metadata", value_of(m.metadata)},
            {"files", m.files},
            {"reactions", std::move(reactions)}};
}

Doc document(const Json& in, const char* key)
{
    return in.contains(key) && !in[key].is_null() ? doc(in[key]) : Doc();
}

Message message_from(const Json& in)
{
    Message m;
    m.ts = in.at("ts");
    m.user = in.at("user");
    m.bot_id = text_of(in, "bot_id");
    m.text = text_of(in, "text");
    m.subtype = text_of(in, "subtype");
    m.thread_ts = text_of(in, "thread_ts");
    m.client_msg_id = text_of(in, "client_msg_id");
    m.shown_name = text_of(in, "shown_name");
    m.icon = text_of(in, "icon");
    m.edited_by = text_of(in, "edited_by");
    m.edited_ts = text_of(in, "edited_ts");
    m.is_broadcast = in.value("is_broadcast", false);
    m.blocks = document(in, "blocks");
    m.attachments = document(in, "attachments");
    m.metadata = document(in, "metadata");
    m.files = in.value("files", std::vector<std::string>());
    for (const auto& r : in.value("reactions", Json::array()))
        m.reactions.push_back({r.at("name"), r.at("users")});
    return m;
}

Json saved(const Channel& c)
{
    Json messages = Json::array();
    for (const auto& [ts, m] : c.messages) messages.push_back(saved(m));
    Json bookmarks = Json::array();
    for (const auto& b : c.bookmarks) bookmarks.push_back(value_of(b));
    return {{"id", c.id},
            {"name", c.name},
            {"topic", c.topic},
            {"purpose", c.purpose},
            {"creator", c.creator},
            {"kind", static_cast<int>(c.kind)},
            {"is_archived", c.is_archived},
            {"created", c.created},
            {"members", c.members},
            {"read_until", c.read_until},
            {"pins", c.pins},
            {"bookmarks", std::move(bookmarks)},
            {"messages", std::move(messages)}};
}

Channel channel_from(const Json& in)
{
    Channel c;
    c.id = in.at("id");
    c.name = in.at("name");
    c.topic = text_of(in, "topic");
    c.purpose = text_of(in, "purpose");
    c.creator = text_of(in, "creator");
    c.kind = static_cast<ChannelKind>(in.at("kind").get<int>());
    c.is_archived = in.value("is_archived", false);
    c.created = in.value("created", std::int64_t{0});
    c.members = in.at("members");
    c.read_until = in.value("read_until", std::map<std::string, std::string>());
    c.pins = in.value("pins", std::vector<std::string>());
    for (const auto& b : in.value("bookmarks", Json::array())) c.bookmarks.push_back(doc(b));
    for (const auto& one : in.at("messages")) {
        Message m = message_from(one);
        c.messages[m.ts] = std::move(m);
    }
    for (auto& [ts, m] : c.messages) {
        if (!m.is_reply())
            continue;
        c.replies[m.thread_ts].insert(ts);
        if (Message* root = c.find(m.thread_ts))
            root->reply_users.insert(m.user);
    }
    return c;
}

Json saved(const Person& p)
{
    return {{"id", p.id},
            {"name", p.name},
            {"real_name", p.real_name},
            {"title", p.title},
            {"tz", p.tz},
            {"color", p.color},
            {"email", p.email},
            {"team", p.team},
            {"is_admin", p.is_admin},
            {"is_deleted", p.is_deleted},
            {"updated", p.updated}};
}

/// The seed brings its people; kept are whoever came later, and who was deactivated.
void restore_person(Workspace& ws, const Json& in)
{
    const auto known = std::ranges::find(ws.people, in.at("id").get<std::string>(), &Person::id);
    Person& p = known == ws.people.end() ? ws.people.emplace_back() : *known;
    p.is_deleted = in.at("is_deleted");
    p.updated = in.at("updated");
    if (!p.id.empty())
        return;
    p.id = in.at("id");
    p.name = in.at("name");
    p.real_name = in.at("real_name");
    p.title = in.at("title");
    p.tz = in.at("tz");
    p.color = in.at("color");
    p.email = in.at("email");
    p.team = in.at("team");
    p.is_admin = in.at("is_admin");
}

Json saved(const Workspace& ws)
{
    Json out = {{"format", kFormat},         {"team_id", ws.team_id},
                {"counter", ws.counter},     {"last_ts", ws.last_ts},
                {"channels", Json::array()}, {"homes", Json::array()},
                {"files", Json::array()},    {"ephemerals", Json::array()},
                {"people", Json::array()},   {"without_scopes", ws.withheld}};
    for (const Person& p : ws.people)
        if (!p.is_bot)
            out["people"].push_back(saved(p));
    for (const auto& [id, c] : ws.channels) out["channels"].push_back(saved(c));
    for (const auto& [user, v] : ws.homes)
        out["homes"].push_back({{"user", user},
                                {"id", v.id},
                                {"hash", v.hash},
                                {"external_id", v.external_id},
                                {"definition", value_of(v.definition)},
                                {"state", value_of(v.state)}});
    for (const auto& [id, f] : ws.files)
        out["files"].push_back(
            {{"id", id},
             {"name", f.name},
             {"title", f.title},
             {"alt_text", f.alt_text},
             {"user", f.user},
             {"mimetype", f.mimetype},
             {"size", f.size},
             {"created", f.created},
             {"is_complete", f.is_complete},
             {"content", Json::binary_t(std::vector<std::uint8_t>(f.content.begin(), f.content.end()))}});
    for (const auto& e : ws.ephemerals)
        out["ephemerals"].push_back(
            {{"channel", e.channel}, {"person", e.person}, {"message", saved(e.message)}});
    return out;
}

void restore(Workspace& ws, const Json& in)
{
    ws.counter = in.at("counter");
    ws.last_ts = in.at("last_ts");
    for (const auto& one : in.value("people", Json::array())) restore_person(ws, one);
    for (const auto& one : in.value("without_scopes", Json::array())) ws.withheld.insert(one);
    for (const auto& one : in.at("channels")) {
        Channel c = channel_from(one);
        ws.channels.insert_or_assign(c.id, std::move(c));
    }
    for (const auto& one : in.at("homes")) {
        View v;
        v.id = one.at("id");
        v.root_id = v.id;
        v.user = one.at("user");
        v.hash = one.at("hash");
        v.external_id = text_of(one, "external_id");
        v.definition = document(one, "definition");
        v.state = document(one, "state");
        ws.homes[v.user] = std::move(v);
    }
    for (const auto& one : in.at("files")) {
        File f;
        f.id = one.at("id");
        f.name = one.at("name");
        f.title = text_of(one, "title");
        f.alt_text = text_of(one, "alt_text");
        f.user = text_of(one, "user");
        f.mimetype = text_of(one, "mimetype");
        f.size = one.at("size");
        f.created = one.at("created");
        f.is_complete = one.at("is_complete");
        for (const auto& byte : one.at("content").at("bytes"))
            f.content += static_cast<char>(byte.get<int>());
        ws.files[f.id] = std::move(f);
    }
    for (const auto& [id, c] : ws.channels)
        for (const auto& [ts, m] : c.messages)
            for (const auto& file : m.files)
                if (const auto it = ws.files.find(file); it != ws.files.end())
                    it->second.shares.push_back({id, ts, m.thread_ts});
    for (const auto& one : in.at("ephemerals"))
        ws.ephemerals.push_back({one.at("channel"), one.at("person"), message_from(one.at("message"))});
}

Error cannot_write(const std::string& path)
{
    return Error(Errc::unavailable, "Cannot write the state of the workspace to " + path + ".");
}

}  // namespace

Result<void> load_state(Workspace& ws, const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return {};
    std::stringstream content;
    content << file.rdbuf();
    const auto broken = [&](const std::string& why) {
        return Error(Errc::invalid_input, path + " is not the state of this workspace (" + why +
                                              "). Move it away to begin anew, or start with --fresh.");
    };
    try {
        const Json in = Json::parse(content.str());
        if (in.at("format") != kFormat || in.at("team_id") != ws.team_id)
            return broken("another format or another workspace");
        restore(ws, in);
    } catch (const std::exception& e) {
        return broken(e.what());
    }
    return {};
}

Result<void> save_state(const Workspace& ws, const std::string& path)
{
    namespace fs = std::filesystem;
    const std::string temporary = path + ".new";
    std::error_code ec;
    fs::remove(temporary, ec);
    std::ofstream file(temporary, std::ios::binary);
    // Closed to others while it is still empty: it will hold everything that people wrote.
    fs::permissions(temporary, fs::perms::owner_read | fs::perms::owner_write, ec);
    if (!file || ec)
        return cannot_write(path);
    file << dumped(saved(ws));
    file.close();
    if (!file)
        return cannot_write(path);
    fs::rename(temporary, path, ec);
    if (ec)
        return cannot_write(path);
    return {};
}

}  // namespace deskbell::slack::local
