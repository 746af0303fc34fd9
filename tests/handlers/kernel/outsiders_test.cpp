// An inbox that hides who its agents are: nobody outside reads a name of theirs, on whatever surface.
#include "world.hpp"

#include <catch2/catch.hpp>

#include <regex>

using namespace deskbell;
using namespace deskbell::test;

namespace {

const std::regex kAgentName(R"(\bU?(ANA|BEN)\b)");

/// A workspace that keeps everything which people outside the team are shown.
struct Hiding : World {
    Hiding()
    {
        settings.inboxes[0].hides_agents = true;
        set_up();
        watch = [this](const store::Outgoing& call, const std::string& channel) {
            // What a person is notified by or asked for are ids in arguments, not words.
            if (call.method == "chat.postMessage" || call.method == "chat.update" ||
                call.method == "chat.postEphemeral" || call.method == "views.publish")
                if (channel.find("UANA") == std::string::npos && channel.find("UBEN") == std::string::npos &&
                    !channel.starts_with(kTriage))
                    looks_at(channel + " " + call.method, arguments_of(call));
        };
    }

    static std::string arguments_of(const store::Outgoing& call)
    {
        std::string out;
        for (const auto& [name, value] : call.arguments)
            if (name == "text" || name == "blocks" || name == "view" || name == "username")
                out += value + "\n";
        return out;
    }
    void looks_at(const std::string& where, const std::string& shown)
    {
        ++looked;
        INFO(where << ": " << shown);
        CHECK_FALSE(std::regex_search(shown, kAgentName));
    }
    void asks(const std::string& user, const std::string& words)
    {
        ack = modal = nullptr;
        command(user, "/ticket", words);
        looks_at(user + " /ticket " + words, ack.dump() + modal.dump());
    }

    int looked = 0;
};

}  // namespace

TEST_CASE(
    "no list, card, answer, Home or export tells a requester or approver who is in a team that hides it",
    "[kernel][privacy]")
{
    Hiding w;
    w.command("UMIA", "/ticket", "a laptop for Kim");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    w.press("UANA", w.message(World::kTriage, "*State*"), "Reply");
    w.submit("UANA", {{"Reply", "Which size?"}});
    w.now += std::chrono::minutes{1};
    w.fire_timers();
    w.choose("UANA", w.message(World::kTriage, "*State*"), "Approval…");
    w.submit("UANA", {{"Who decides?", "UDEV"}, {"What is to be approved?", "The big one"}});
    REQUIRE_FALSE(w.all("DUDEV", "REQ-1").empty());
    for (const std::string user : {"UMIA", "UDEV"}) {
        w.asks(user, "REQ-1");
        w.asks(user, "mine");
        w.asks(user, "find laptop");
        w.send(slack::HomeOpened{user, "home", ""});
        w.looks_at(user + " Home", w.homes[user].dump());
    }
    w.command("UMIA", "/ticket", "export");
    w.fire_timers();
    REQUIRE_FALSE(w.files.empty());
    w.looks_at("export", w.files.back().content);
    CHECK_THAT(w.files.back().content, Catch::Contains("Which size?"));
    w.choose("UANA", w.message(World::kTriage, "*State*"), "Withdraw approval…");
    w.submit("UANA", {{"Why?", "Not needed"}});
    CHECK(w.looked > 12);
}

TEST_CASE("a search for what somebody has does not tell who is in a team that hides it", "[kernel][privacy]")
{
    Hiding w;
    w.watch = nullptr;
    w.command("UMIA", "/ticket", "a laptop for Kim");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    for (const char* agent : {"<@UANA|ana>", "<@UBEN|ben>"}) {
        w.command("UMIA", "/ticket", std::string("find laptop assignee:") + agent);
        CHECK_THAT(w.ack.dump(), !Catch::Contains("REQ-1"));
    }
    w.command("UBEN", "/ticket", "find laptop assignee:<@UANA|ana>");
    CHECK_THAT(w.ack.dump(), Catch::Contains("REQ-1"));
}

TEST_CASE("agents read each other's names all the same", "[kernel][privacy]")
{
    Hiding w;
    w.watch = nullptr;
    w.command("UMIA", "/ticket", "a laptop for Kim");
    w.press("UANA", w.message(World::kTriage, "REQ-1"), "Take it");
    w.command("UBEN", "/desk", "queue");
    CHECK_THAT(w.ack.dump(), Catch::Contains("ANA"));
}
