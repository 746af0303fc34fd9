#include "slack/local/files.hpp"
#include "slack/local/messages.hpp"
#include "tests/slack/local/fixture.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace deskbell::slack::local;

namespace {

std::string error(const Json& answer) { return answer.value("error", ""); }

}  // namespace

TEST_CASE("a post is answered with channel, time and message, and comes back as an event", "[local][api]")
{
    Office office;
    const Json made = office.call("chat.postMessage",
                                  {{"channel", "C0HELPIT"}, {"text", "hi"}, {"blocks", button_blocks()}});
    CHECK(made["ok"] == true);
    CHECK(made["channel"] == "C0HELPIT");
    CHECK(made["message"]["bot_id"] == "B0DESKBELL");
    CHECK(made["message"]["blocks"][0]["elements"][0]["value"] == "7");
    const auto events = office.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0]["bot_id"] == "B0DESKBELL");
    CHECK(events[0]["ts"] == made["ts"]);
}

TEST_CASE("posting is refused with Slack's names", "[local][api]")
{
    Office office;
    const auto post = [&](Json args) { return error(office.call("chat.postMessage", args)); };
    CHECK(post({{"channel", "C0NOWHERE"}, {"text", "x"}}) == "channel_not_found");
    CHECK(post({{"channel", "C0GENERAL"}, {"text", "x"}}) == "not_in_channel");
    CHECK(post({{"channel", "C0HELPIT"}}) == "no_text");
    CHECK(post({{"channel", "C0HELPIT"}, {"text", "  "}}) == "no_text");
    CHECK(post({{"channel", "C0HELPIT"}, {"text", "x"}, {"blocks", "[{"}}) == "invalid_blocks_format");
    CHECK(post({{"channel", "C0HELPIT"}, {"text", "x"}, {"metadata", {{"event_type", "t"}}}}) ==
          "invalid_metadata_format");
    CHECK(post({{"channel", "C0HELPIT"},
                {"text", "x"},
                {"metadata", {{"event_type", "t"}, {"event_payload", {{"a", nullptr}}}}}}) ==
          "invalid_metadata_schema");
    CHECK(post({{"channel", "C0HELPIT"}, {"text", "x"}, {"markdown_text", "y"}}) == "markdown_text_conflict");
    CHECK(post({{"channel", "C0HELPIT"},
                {"text", "x"},
                {"attachments", std::vector<Json>(101, Json::object())}}) == "too_many_attachments");
    CHECK(office.ws.channel("C0HELPIT")->messages.empty());
}

TEST_CASE("a private channel without the bot does not exist for it", "[local][api]")
{
    Office office;
    std::erase(office.ws.channel("C0TRIAGEIT")->members, "U0DESKBELL");
    CHECK(error(office.call("chat.postMessage", {{"channel", "C0TRIAGEIT"}, {"text", "x"}})) ==
          "channel_not_found");
    CHECK(error(office.call("conversations.info", {{"channel", "C0TRIAGEIT"}})) == "channel_not_found");
}

TEST_CASE("a bad block is refused with the place where it stands", "[local][api]")
{
    Office office;
    const Json blocks = Json::array(
        {{{"type", "section"}, {"text", {{"type", "mrkdwn"}, {"text", std::string(3001, 'x')}}}}});
    const Json answer =
        office.call("chat.postMessage", {{"channel", "C0HELPIT"}, {"text", "x"}, {"blocks", blocks}});
    CHECK(error(answer) == "invalid_blocks");
    CHECK(answer["response_metadata"]["messages"][0] ==
          "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]");
}

TEST_CASE("a long text is cut in a new post and refused in an update", "[local][api]")
{
    Office office;
    const std::string text(40'001, 'x');
    CHECK(office.call("chat.postMessage", {{"channel", "C0HELPIT"}, {"text", text}})["warning"] ==
          "message_truncated");
    CHECK(error(office.call("chat.update",
                            {{"channel", "C0HELPIT"}, {"ts", office.posted()}, {"text", text}})) ==
          "msg_too_long");
}

TEST_CASE("a person's id opens the direct messages", "[local][api]")
{
    Office office;
    const Json made = office.call("chat.postMessage", {{"channel", "U0ANA"}, {"text", "hi"}});
    const Json opened = office.call("conversations.open", {{"users", "U0ANA"}});
    CHECK(made["channel"] == opened["channel"]["id"]);
    CHECK(opened["already_open"] == true);
    CHECK(office.call("conversations.info", {{"channel", made["channel"]}})["channel"]["user"] == "U0ANA");
}

TEST_CASE("several people get one group conversation, the same one again", "[local][api]")
{
    Office office;
    const Json first = office.call("conversations.open", {{"users", "U0ANA,U0BEN"}});
    const Json again = office.call("conversations.open", {{"users", "U0BEN,U0ANA"}});
    CHECK(first["channel"]["id"] == again["channel"]["id"]);
    CHECK(error(office.call("conversations.open", {{"users", "U0ANA,U0NOBODY"}})) == "user_not_found");
    CHECK(error(office.call("conversations.open", Json::object())) == "users_list_not_supplied");
}

TEST_CASE("an ephemeral message is for one person who is in the channel, and for nobody else", "[local][api]")
{
    Office office;
    const auto whispered = [&](const char* user) {
        return office.call("chat.postEphemeral",
                           {{"channel", "C0TRIAGEIT"}, {"user", user}, {"text", "psst"}});
    };
    CHECK(error(whispered("U0ANA")) == "user_not_in_channel");
    const Json made = whispered("U0DEV");
    CHECK(made["ok"] == true);
    CHECK(error(office.call("chat.update",
                            {{"channel", "C0TRIAGEIT"}, {"ts", made["message_ts"]}, {"text", "x"}})) ==
          "message_not_found");
    CHECK(office.ws.channel("C0TRIAGEIT")->messages.empty());
    REQUIRE(office.ws.ephemerals.size() == 1);
    CHECK(office.ws.ephemerals[0].person == "U0DEV");
}

TEST_CASE("only the bot's own messages can be updated and deleted", "[local][api]")
{
    Office office;
    post_quietly(office.ws, "C0HELPIT", "U0ANA", "hers", office.now);
    const std::string hers = office.ws.channel("C0HELPIT")->messages.begin()->first;
    const std::string own = office.posted();
    CHECK(error(office.call("chat.update", {{"channel", "C0HELPIT"}, {"ts", hers}, {"text", "x"}})) ==
          "cant_update_message");
    CHECK(error(office.call("chat.delete", {{"channel", "C0HELPIT"}, {"ts", hers}})) ==
          "cant_delete_message");
    CHECK(office.call("chat.update", {{"channel", "C0HELPIT"}, {"ts", own}, {"text", "new"}})["text"] ==
          "new");
    CHECK(office.call("chat.delete", {{"channel", "C0HELPIT"}, {"ts", own}})["ok"] == true);
    CHECK(error(office.call("chat.delete", {{"channel", "C0HELPIT"}, {"ts", own}})) == "message_not_found");
}

TEST_CASE("an update with text alone drops the blocks, metadata stays", "[local][api]")
{
    Office office;
    const Json metadata = {{"event_type", "t"}, {"event_payload", {{"key", "k1"}}}};
    const std::string ts = office.call(
        "chat.postMessage",
        {{"channel", "C0HELPIT"}, {"text", "a"}, {"blocks", button_blocks()}, {"metadata", metadata}})["ts"];
    const Json updated = office.call("chat.update", {{"channel", "C0HELPIT"}, {"ts", ts}, {"text", "b"}});
    CHECK_FALSE(updated["message"].contains("blocks"));
    CHECK(updated["message"]["metadata"]["event_payload"]["key"] == "k1");
}

TEST_CASE("history is newest first, without replies, within the given times, page by page", "[local][api]")
{
    Office office;
    const std::string first = office.posted("first");
    const std::string reply =
        office.call("chat.postMessage", {{"channel", "C0HELPIT"}, {"text", "r"}, {"thread_ts", first}})["ts"];
    const std::string second = office.posted("second");
    const std::string third = office.posted("third");
    const auto history = [&](Json args) {
        args["channel"] = "C0HELPIT";
        return office.call("conversations.history", args);
    };
    const Json page = history({{"limit", 2}});
    REQUIRE(page["messages"].size() == 2);
    CHECK(page["messages"][0]["ts"] == third);
    CHECK(page["has_more"] == true);
    const Json rest = history({{"limit", 2}, {"cursor", page["response_metadata"]["next_cursor"]}});
    REQUIRE(rest["messages"].size() == 1);
    CHECK(rest["messages"][0]["ts"] == first);
    CHECK(rest["response_metadata"]["next_cursor"] == "");
    CHECK(history({{"oldest", first}, {"latest", third}})["messages"].size() == 1);
    CHECK(history({{"oldest", first}, {"latest", third}, {"inclusive", true}})["messages"].size() == 3);
    CHECK(error(history({{"cursor", "nonsense"}})) == "invalid_cursor");
    CHECK(error(history({{"limit", -1}})) == "invalid_limit");
    CHECK(error(office.call("conversations.history", {{"channel", "C0GENERAL"}})) == "not_in_channel");
    CHECK(error(office.call("conversations.replies", {{"channel", "C0HELPIT"}, {"ts", "1.000000"}})) ==
          "thread_not_found");
}

TEST_CASE("metadata payloads are shown only on request", "[local][api]")
{
    Office office;
    office.call("chat.postMessage",
                {{"channel", "C0HELPIT"},
                 {"text", "a"},
                 {"metadata", {{"event_type", "t"}, {"event_payload", {{"key", "k1"}}}}}});
    const auto seen = [&](bool all) {
        return office.call(
            "conversations.history",
            {{"channel", "C0HELPIT"}, {"include_all_metadata", all}})["messages"][0]["metadata"];
    };
    CHECK_FALSE(seen(false).contains("event_payload"));
    CHECK(seen(true)["event_payload"]["key"] == "k1");
}

TEST_CASE("channels are listed by kind, members by page", "[local][api]")
{
    Office office;
    CHECK(office.call("conversations.list", Json::object())["channels"].size() == 3);
    CHECK(
        office.call("conversations.list", {{"types", "public_channel,private_channel"}})["channels"].size() ==
        5);
    CHECK(office.call("users.conversations", {{"types", "public_channel"}})["channels"].size() == 2);
    CHECK(office.call("users.conversations", {{"types", "im,dm"}})["error"] == "invalid_types");
    const Json page = office.call("conversations.members", {{"channel", "C0TRIAGEIT"}, {"limit", 3}});
    CHECK(page["members"].size() == 3);
    CHECK(page["response_metadata"]["next_cursor"] != "");
}

TEST_CASE("the bot joins public channels, creates, invites and leaves", "[local][api]")
{
    Office office;
    CHECK(office.call("conversations.join", {{"channel", "C0GENERAL"}})["ok"] == true);
    CHECK(office.call("conversations.join", {{"channel", "C0GENERAL"}})["warning"] == "already_in_channel");
    CHECK(error(office.call("conversations.join", {{"channel", "C0TRIAGEIT"}})) ==
          "method_not_supported_for_channel_type");
    const Json made = office.call("conversations.create", {{"name", "war-room"}, {"is_private", true}});
    CHECK(made["channel"]["is_private"] == true);
    CHECK(error(office.call("conversations.create", {{"name", "war-room"}})) == "name_taken");
    const std::string id = made["channel"]["id"];
    CHECK(office.call("conversations.invite", {{"channel", id}, {"users", "U0ANA,U0BEN"}})["ok"] == true);
    CHECK(error(office.call("conversations.invite", {{"channel", id}, {"users", "U0ANA"}})) ==
          "already_in_channel");
    CHECK(office.call("conversations.leave", {{"channel", id}})["ok"] == true);
    CHECK(error(office.call("conversations.info", {{"channel", id}})) == "channel_not_found");
}

TEST_CASE("people are found by id and address, with their time zone", "[local][api]")
{
    Office office;
    const Json user = office.call("users.info", {{"user", "U0DEV"}})["user"];
    CHECK(user["tz_offset"] == 19800);
    CHECK(user["profile"]["real_name"] == "Dev Patel");
    CHECK(office.call("users.lookupByEmail", {{"email", user["profile"]["email"]}})["user"]["id"] == "U0DEV");
    CHECK(error(office.call("users.lookupByEmail", {{"email", "x@y.example"}})) == "users_not_found");
    CHECK(error(office.call("users.info", {{"user", "U0NOBODY"}})) == "user_not_found");
    CHECK(office.call("users.list", Json::object())["members"].size() == 7);
    CHECK(office.call("usergroups.list", Json::object())["usergroups"].empty());
    CHECK(office.call("bots.info", {{"bot", "B0DESKBELL"}})["bot"]["user_id"] == "U0DESKBELL");
}

TEST_CASE("reactions, pins and bookmarks know what is already there", "[local][api]")
{
    Office office;
    const std::string ts = office.posted();
    const Json ticket = {{"channel", "C0HELPIT"}, {"timestamp", ts}, {"name", "ticket"}};
    CHECK(office.call("reactions.add", ticket)["ok"] == true);
    CHECK(error(office.call("reactions.add", ticket)) == "already_reacted");
    CHECK(office.call("reactions.get", ticket)["message"]["reactions"][0]["count"] == 1);
    CHECK(office.call("reactions.remove", ticket)["ok"] == true);
    CHECK(error(office.call("reactions.remove", ticket)) == "no_reaction");
    CHECK(error(office.call("reactions.add",
                            {{"channel", "C0HELPIT"}, {"timestamp", "1.000000"}, {"name", "x"}})) ==
          "message_not_found");
    CHECK(office.call("pins.add", {{"channel", "C0HELPIT"}, {"timestamp", ts}})["ok"] == true);
    CHECK(error(office.call("pins.add", {{"channel", "C0HELPIT"}, {"timestamp", ts}})) == "already_pinned");
    const Json link = {
        {"channel_id", "C0HELPIT"}, {"title", "Desk"}, {"type", "link"}, {"link", "https://desk.example"}};
    CHECK(office.call("bookmarks.add", link)["bookmark"]["title"] == "Desk");
}

TEST_CASE("a file is announced, uploaded, shared and found", "[local][api]")
{
    Office office;
    const Json place = office.call("files.getUploadURLExternal", {{"filename", "report.csv"}, {"length", 5}});
    const std::string id = place["file_id"];
    const Json files = Json::array({{{"id", id}, {"title", "Report"}}});
    CHECK(error(office.call("files.completeUploadExternal", {{"files", files}})) == "file_not_found");
    CHECK(store_upload(office.ws, id, "a,b,c,d") == 400);
    CHECK(error(office.call("files.completeUploadExternal", {{"files", files}})) == "file_not_found");
    REQUIRE(store_upload(office.ws, id, "a,b,c") == 200);
    const Json done =
        office.call("files.completeUploadExternal",
                    {{"files", files}, {"channel_id", "C0HELPIT"}, {"initial_comment", "here"}});
    CHECK(done["files"][0]["title"] == "Report");
    CHECK(office.call("files.info", {{"file", id}})["file"]["mimetype"] == "text/csv");
    CHECK(office.ws.channel("C0HELPIT")->messages.begin()->second.subtype == "file_share");
    CHECK(store_upload(office.ws, id, "again") == 404);
    CHECK(store_upload(office.ws, "F0NONE", "a") == 404);
}

TEST_CASE("a picture keeps its description, which has a limit", "[local][api]")
{
    Office office;
    const auto announce = [&](const std::string& text) {
        return office.call("files.getUploadURLExternal",
                           {{"filename", "a.png"}, {"length", 3}, {"alt_txt", text}});
    };
    CHECK(error(announce(std::string(1001, 'a'))) == "alt_txt_too_large");
    const std::string id = announce(std::string(1000, 'a'))["file_id"];
    REQUIRE(store_upload(office.ws, id, "png") == 200);
    const Json done = office.call("files.completeUploadExternal", {{"files", {{{"id", id}}}}});
    CHECK(done["files"][0]["alt_txt"].get<std::string>().size() == 1000);
    CHECK(done["files"][0]["shares"] == Json::object());
}

TEST_CASE("files.info tells where a file is shared, until the message is deleted", "[local][api]")
{
    Office office;
    const std::string root = office.posted();
    const std::string id =
        office.call("files.getUploadURLExternal", {{"filename", "a.png"}, {"length", 3}})["file_id"];
    const auto info = [&] { return office.call("files.info", {{"file", id}}); };
    REQUIRE(store_upload(office.ws, id, "png") == 200);
    CHECK(error(info()) == "file_not_found");
    const Json files = Json::array({{{"id", id}}});
    office.call("files.completeUploadExternal",
                {{"files", files}, {"channel_id", "C0HELPIT"}, {"thread_ts", root}});
    const Json file = info()["file"];
    CHECK(file["channels"] == Json::array({"C0HELPIT"}));
    CHECK(file["shares"]["public"]["C0HELPIT"][0]["thread_ts"] == root);

    // Twice is two messages: an app that repeats itself is to be caught.
    office.call("files.completeUploadExternal", {{"files", files}, {"channel_id", "C0HELPIT"}});
    const Json shares = info()["file"]["shares"]["public"]["C0HELPIT"];
    REQUIRE(shares.size() == 2);
    for (const Json& share : shares)
        office.call("chat.delete", {{"channel", "C0HELPIT"}, {"ts", share["ts"]}});
    CHECK(info()["file"]["channels"].empty());
}

TEST_CASE("a file is for those who see a message that shows it", "[local][api]")
{
    Office office;
    const std::string dm = office.call("conversations.open", {{"users", "U0ANA"}})["channel"]["id"];
    const std::string id =
        office.call("files.getUploadURLExternal", {{"filename", "a.png"}, {"length", 3}})["file_id"];
    const File& file = office.ws.files.at(id);
    REQUIRE(store_upload(office.ws, id, "png") == 200);
    CHECK_FALSE(may_fetch(office.ws, file, "U0ANA"));
    office.call("files.completeUploadExternal", {{"files", {{{"id", id}}}}, {"channel_id", dm}});
    CHECK(office.call("files.info", {{"file", id}})["file"]["ims"] == Json::array({dm}));
    CHECK(may_fetch(office.ws, file, "U0ANA"));
    CHECK_FALSE(may_fetch(office.ws, file, "U0BEN"));
    CHECK_FALSE(may_fetch(office.ws, file, ""));
    CHECK(may_fetch(office.ws, file, office.ws.app.user_id));
}

TEST_CASE("a permalink leads to the message, also inside a thread", "[local][api]")
{
    Office office;
    const std::string root = office.posted();
    const std::string reply =
        office.call("chat.postMessage", {{"channel", "C0HELPIT"}, {"text", "r"}, {"thread_ts", root}})["ts"];
    const Json link = office.call("chat.getPermalink", {{"channel", "C0HELPIT"}, {"message_ts", reply}});
    CHECK(link["permalink"].get<std::string>().find("/archives/C0HELPIT/p") != std::string::npos);
    CHECK(link["permalink"].get<std::string>().find("thread_ts=" + root) != std::string::npos);
}
