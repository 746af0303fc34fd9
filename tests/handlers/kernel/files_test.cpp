#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;

namespace {

slack::FileInfo picture(const std::string& id, std::int64_t size = 1000)
{
    return {id, id + ".png", "https://t.slack.com/files/" + id, "https://files.slack.com/" + id, size};
}

/// A ticket that was raised in a direct message.
struct Talk : World {
    Talk() { command("UMIA", "/ticket", "help me please"); }
    Posted card() const { return message(kTriage, "REQ-1 help me"); }
    std::string thread() const { return all("DUMIA", "REQ-1").front().ts; }
};

}  // namespace

TEST_CASE("a file of a direct message reaches the agents as a copy, once", "[kernel][files]")
{
    Talk w;
    w.share("UMIA", "DUMIA", "look", {picture("F1")}, w.thread(), "im");
    REQUIRE(w.files.size() == 1);
    CHECK(w.files[0].channel == World::kTriage);
    CHECK(w.files[0].thread_ts == w.card().ts);
    CHECK(w.files[0].filename == "F1.png");
    CHECK(w.files[0].content == "copy of https://files.slack.com/F1");
}

TEST_CASE("a file of an agent's answer reaches the requester, one of a note does not", "[kernel][files]")
{
    Talk w;
    w.share("UANA", World::kTriage, "among us", {picture("F1")}, w.card().ts);
    CHECK(w.files.empty());
    w.share("UANA", World::kTriage, "&gt;&gt; see here", {picture("F2")}, w.card().ts);
    REQUIRE(w.files.size() == 1);
    CHECK(w.files[0].channel == "DUMIA");
    CHECK(w.files[0].filename == "F2.png");
}

TEST_CASE("a file of an answer that can be taken back goes out with it, or not at all", "[kernel][files]")
{
    Talk w;
    w.settings.inboxes[0].undo_seconds = 10;
    w.set_up();
    w.share("UANA", World::kTriage, "&gt;&gt; see here", {picture("F2")}, w.card().ts);
    CHECK(w.files.empty());
    SECTION("it goes out")
    {
        w.now += std::chrono::seconds{11};
        w.fire_timers();
        CHECK(w.files.size() == 1);
    }
    SECTION("it is taken back")
    {
        w.press("UANA", w.whispers.back(), "Undo");
        w.now += std::chrono::seconds{11};
        w.fire_timers();
        CHECK(w.files.empty());
    }
}

TEST_CASE("a file that everybody may open is named with its link and not copied", "[kernel][files]")
{
    Talk w;
    slack::FileInfo open = picture("F1");
    open.is_public = true;
    w.share("UMIA", "DUMIA", "look", {open}, w.thread(), "im");
    CHECK(w.files.empty());
    CHECK_THAT(w.message(World::kTriage, "look").text, Catch::Contains(open.permalink));
    CHECK(w.all(World::kTriage, "could not be shared").empty());
}

TEST_CASE("a file that cannot be copied is said to be missing", "[kernel][files]")
{
    Talk w;
    std::string why;
    SECTION("because it is too large")
    {
        w.settings.inboxes[0].file_megabytes = 1;
        w.set_up();
        w.share("UMIA", "DUMIA", "look", {picture("F1", 1'000'001)}, w.thread(), "im");
        why = ": it is larger than 1 MB";
    }
    SECTION("because it turns out to be too large, where Slack did not say so before")
    {
        slack::FileInfo endless = picture("F1", 0);
        endless.download = "https://files.slack.com/endless";
        w.share("UMIA", "DUMIA", "look", {endless}, w.thread(), "im");
        why = ": it is larger than 20 MB";
    }
    SECTION("because Slack does not let us have it")
    {
        w.withheld = {"https://files.slack.com/F1"};
        w.share("UMIA", "DUMIA", "look", {picture("F1")}, w.thread(), "im");
    }
    SECTION("because the inbox copies none")
    {
        w.settings.inboxes[0].file_megabytes = 0;
        w.set_up();
        w.share("UMIA", "DUMIA", "look", {picture("F1", 0)}, w.thread(), "im");
    }
    CHECK(w.files.empty());
    const Posted line = w.message(World::kTriage, "could not be shared");
    CHECK(line.text == "The file *F1.png* could not be shared here" + why + ". Ask MIA for access.");
    CHECK(line.thread_ts == w.card().ts);
}

TEST_CASE("a file is copied although Slack does not say how large it is", "[kernel][files]")
{
    Talk w;
    w.share("UMIA", "DUMIA", "look", {picture("F1", 0)}, w.thread(), "im");
    REQUIRE(w.files.size() == 1);
    CHECK(w.all(World::kTriage, "could not be shared").empty());
}

TEST_CASE("an answer stands under the agent's name and picture", "[kernel][files]")
{
    Talk w;
    w.press("UANA", w.card(), "Reply");
    w.submit("UANA", {{"Reply", "first"}});  // now the desk knows who Ana is
    w.press("UANA", w.card(), "Reply");
    w.submit("UANA", {{"Reply", "On my way"}});
    const Posted& copy = w.message("DUMIA", "On my way");
    CHECK(copy.author == "ANA");
    CHECK(copy.picture == "https://avatars.example/UANA");
}

TEST_CASE("an inbox that hides its agents answers as the team, wherever the requester reads",
          "[kernel][files]")
{
    Talk w;
    w.settings.inboxes[0].hides_agents = true;
    w.set_up();
    w.press("UANA", w.card(), "Take it");
    w.press("UANA", w.card(), "Reply");
    w.submit("UANA", {{"Reply", "On my way"}});
    w.press("UANA", w.card(), "Resolve");
    w.submit("UANA", {{"Resolution", "It is done"}});
    const Posted& copy = w.message("DUMIA", "On my way");
    CHECK(copy.author == "IT help");
    CHECK(copy.picture.empty());
    w.command("UMIA", "/ticket", "REQ-1");
    CHECK_THAT(w.ack.dump() + w.modal.dump(), !Catch::Contains("ANA"));
    for (const Posted& read : w.messages)
        if (read.channel == "DUMIA") {
            INFO(read.text);
            CHECK_THAT(read.text + read.blocks.dump(), !Catch::Contains("ANA") && !Catch::Contains("UANA"));
        }
    CHECK_THAT(w.message(World::kTriage, "On my way").blocks.dump(), Catch::Contains("ANA"));
}
