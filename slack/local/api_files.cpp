#include "handlers/domain/chart.hpp"
#include "handlers/domain/text.hpp"
#include "slack/local/api.hpp"
#include "slack/local/args.hpp"
#include "slack/local/files.hpp"
#include "slack/local/messages.hpp"
#include "slack/local/shapes.hpp"
#include "slack/net/server.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace deskbell::slack::local {

namespace {

struct TypeRow {
    std::string_view ending, mimetype;
};
constexpr std::array kTypes{TypeRow{".png", "image/png"},         TypeRow{".jpg", "image/jpeg"},
                            TypeRow{".gif", "image/gif"},         TypeRow{".pdf", "application/pdf"},
                            TypeRow{".csv", "text/csv"},          TypeRow{".txt", "text/plain"},
                            TypeRow{".json", "application/json"}, TypeRow{".jsonl", "application/jsonl"}};

std::string mimetype_of(const std::string& name)
{
    for (const auto& row : kTypes)
        if (name.ends_with(row.ending))
            return std::string(row.mimetype);
    return "application/octet-stream";
}

Json get_upload_url(Workspace& ws, const Json& args, Instant now)
{
    const std::string name = arg(args, "filename");
    if (name.empty() || number(args, "length", 0) <= 0)
        return refusal("missing_argument");
    // "alt_txt" in Slack's reference, "alt_text" in the types of its JavaScript client.
    const std::string alt_text = arg(args, arg(args, "alt_txt").empty() ? "alt_text" : "alt_txt");
    if (utf16_length(alt_text) > kAltTextMost)
        return refusal("alt_txt_too_large");
    const auto length = static_cast<std::size_t>(number(args, "length", 0));
    if (length > Server::kBodyBytesMax)
        return refusal("file_upload_size_restricted");
    File& file = add_file(ws, name, ws.app.user_id, now);
    file.size = length;
    file.alt_text = alt_text;
    Json out = success();
    out["upload_url"] = ws.base_url + "/upload/v1/" + file.id;
    out["file_id"] = file.id;
    return out;
}

/// The files that were named and uploaded; an error name otherwise.
std::string read_files(Workspace& ws, const Json& named, std::vector<std::string>& out)
{
    for (const auto& one : named) {
        const auto it = ws.files.find(text_of(one, "id"));
        if (it == ws.files.end() || it->second.content.size() != it->second.size)
            return "file_not_found";
        it->second.title = text_of(one, "title");
        out.push_back(it->first);
    }
    return {};
}

// A file that is complete already is shared once more. What Slack does then is not published; this is the
// worst case for an app that repeats itself.
Json complete_upload(Workspace& ws, const Json& args, Instant now)
{
    const Nested named = nested(args, "files");
    if (!named.value || !named.value->is_array() || named.value->empty())
        return refusal("invalid_arguments");
    std::vector<std::string> ids;
    if (const auto error = read_files(ws, *named.value, ids); !error.empty())
        return refusal(error);
    const std::string channel_id = arg(args, "channel_id");
    if (!channel_id.empty()) {
        Channel* c = visible_channel(ws, channel_id);
        if (!c)
            return refusal("channel_not_found");
        if (!ws.bot_is_in(*c))
            return refusal("not_in_channel");
        if (c->is_archived)
            return refusal("is_archived");
        Draft draft;
        draft.user = ws.app.user_id;
        draft.bot_id = ws.app.bot_id;
        draft.text = arg(args, "initial_comment");
        draft.thread_ts = arg(args, "thread_ts");
        draft.files = ids;
        post(ws, *c, draft, now);
    }
    Json out = success();
    out["files"] = Json::array();
    for (const auto& id : ids) {
        ws.files[id].is_complete = true;
        out["files"].push_back(file_json(ws, ws.files[id]));
    }
    return out;
}

Json files_info(Workspace& ws, const Json& args, Instant)
{
    const auto it = ws.files.find(arg(args, "file"));
    if (it == ws.files.end() || !it->second.is_complete)
        return refusal("file_not_found");
    Json out = success();
    out["file"] = file_json(ws, it->second);
    out["comments"] = Json::array();
    return out;
}

}  // namespace

File& add_file(Workspace& ws, const std::string& name, const std::string& user, Instant now)
{
    File made;
    made.id = ws.next_id('F');
    made.name = name;
    made.user = user;
    made.mimetype = mimetype_of(name);
    made.created = unix_of(now);
    while (ws.files.size() >= Workspace::kFilesMax) ws.files.erase(ws.files.begin());
    return ws.files.emplace(made.id, std::move(made)).first->second;
}

bool may_fetch(const Workspace& ws, const File& file, const std::string& person)
{
    if (file.user == person)
        return true;
    return std::ranges::any_of(file.shares, [&](const Share& share) {
        const Channel* c = ws.channel(share.channel);
        return c && (c->kind == ChannelKind::open || c->has(person));
    });
}

int store_upload(Workspace& ws, const std::string& file_id, std::string content)
{
    const auto it = ws.files.find(file_id);
    if (it == ws.files.end() || it->second.is_complete)
        return 404;
    if (content.size() != it->second.size)
        return 400;
    it->second.content = std::move(content);
    return 200;
}

std::span<const Method> file_methods()
{
    static constexpr std::array rows{
        Method{"files.getUploadURLExternal", get_upload_url, kTier4, false, "files:write"},
        Method{"files.completeUploadExternal", complete_upload, kTier4, true, "files:write"},
        Method{"files.info", files_info, kTier4, false, "files:read"},
    };
    return rows;
}

}  // namespace deskbell::slack::local
