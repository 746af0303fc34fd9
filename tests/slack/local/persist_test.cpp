#include "slack/local/persist.hpp"

#include "slack/local/files.hpp"
#include "slack/local/messages.hpp"
#include "slack/local/person_view.hpp"
#include "tests/slack/local/fixture.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

using namespace deskbell::slack::local;
namespace fs = std::filesystem;

namespace {

/// A folder of its own that goes away with the test.
struct Folder {
    Folder() : path(fs::temp_directory_path() / ("deskbell-local-" + Workspace::secret(12)))
    {
        fs::create_directory(path);
    }
    ~Folder() { fs::remove_all(path); }
    std::string file() const { return (path / "workspace.json").string(); }
    fs::path path;
};

}  // namespace

TEST_CASE("a workspace comes back as it was written", "[local][persist]")
{
    const Folder folder;
    Office office;
    const std::string root = office.posted("root");
    office.call("chat.postMessage", {{"channel", "C0HELPIT"},
                                     {"text", "reply"},
                                     {"thread_ts", root},
                                     {"blocks", button_blocks()},
                                     {"metadata", {{"event_type", "t"}, {"event_payload", {{"k", 1}}}}}});
    office.call("reactions.add", {{"channel", "C0HELPIT"}, {"timestamp", root}, {"name", "ticket"}});
    office.call("views.publish",
                {{"user_id", "U0ANA"}, {"view", {{"type", "home"}, {"blocks", button_blocks()}}}});
    office.call("chat.postEphemeral", {{"channel", "C0HELPIT"}, {"user", "U0ANA"}, {"text", "psst"}});
    office.call("chat.postMessage", {{"channel", "U0BEN"}, {"text", "direct"}});
    File& file = add_file(office.ws, "x.bin", "U0ANA", office.now);
    file.content = std::string("\x00\xff\n", 3);
    file.size = 3;
    file.alt_text = "three bytes";
    Draft draft;
    draft.user = "U0ANA";
    draft.files = {file.id};
    post(office.ws, *office.ws.channel("C0HELPIT"), draft, office.now);
    Person outsider = office.ws.people.front();
    outsider.id = "U0EVA";
    outsider.team = "T0OUTSIDE";
    office.ws.people.push_back(outsider);
    office.ws.people.front().is_deleted = true;
    office.ws.withheld = {"reactions:write"};
    REQUIRE(save_state(office.ws, folder.file()));

    Office again;
    REQUIRE(load_state(again.ws, folder.file()));
    again.ws.version = office.ws.version;
    CHECK(again.ws.withheld == office.ws.withheld);
    CHECK(whole_state(again.ws) == whole_state(office.ws));
    const File& read = again.ws.files.at(file.id);
    CHECK(read.content == file.content);
    CHECK(read.alt_text == "three bytes");
    REQUIRE(read.shares.size() == 1);
    CHECK(read.shares[0].ts == file.shares.at(0).ts);
    CHECK(again.ws.next_ts(kStart) > office.ws.last_ts);
}

TEST_CASE("the file is for its owner only and nothing is left beside it", "[local][persist]")
{
    const Folder folder;
    const Office office;
    REQUIRE(save_state(office.ws, folder.file()));
    REQUIRE(save_state(office.ws, folder.file()));
    CHECK(fs::status(folder.file()).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 1);
}

TEST_CASE("a missing file is a new beginning, a foreign or broken one is refused with a way out",
          "[local][persist]")
{
    const Folder folder;
    Office office;
    CHECK(load_state(office.ws, folder.file()));
    for (const char* text :
         {"", "{", "[]", R"({"format":1,"team_id":"T0OTHER"})", R"({"format":1,"team_id":"T0FERNWOOD"})"}) {
        std::ofstream(folder.file()) << text;
        Office fresh;
        const auto loaded = load_state(fresh.ws, folder.file());
        REQUIRE_FALSE(loaded);
        CHECK(loaded.error().detail().find("--fresh") != std::string::npos);
    }
}

TEST_CASE("a folder that is not there is an error, not a crash", "[local][persist]")
{
    const Office office;
    const auto saved = save_state(office.ws, "/nonexistent-folder/workspace.json");
    REQUIRE_FALSE(saved);
    CHECK(saved.error().code() == deskbell::Errc::unavailable);
}
