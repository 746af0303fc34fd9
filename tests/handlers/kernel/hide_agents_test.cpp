// Where an inbox hides its agents, nobody but its agents, owners and auditors reads who they are, on any
// surface.
#include "handlers/kernel/evidence/export.hpp"
#include "handlers/kernel/home.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using Catch::Contains;

namespace {

const std::string kTriage = World::kTriage;

/// Inbox "it" hides Ana and Ben. Everything that leaves for somebody else's eyes is looked through.
struct Hidden : World {
    Hidden()
    {
        settings.inboxes[0].hides_agents = true;
        settings.roles["auditor"] = {"UAUD"};
        settings.roles["manager"] = {"UBOSS"};
        set_up();
        watch = [this](const store::Outgoing& call, const std::string& channel) {
            if (!channel.empty() && !is_for_agents(channel))
                for (const auto& [name, value] : call.arguments)
                    look(value, name + " of what is sent to " + channel);
        };
    }

    static bool is_for_agents(const std::string& channel)
    {
        return channel.starts_with(kTriage) || channel.ends_with("UANA") || channel.ends_with("UBEN");
    }

    void look(const std::string& text, const std::string& where)
    {
        ++looked_at;
        INFO(where << ": " << text);
        CHECK_THAT(text, !Contains("ANA") && !Contains("BEN"));
    }

    /// The answer to a command that only `user` reads.
    void look_at(const std::string& user, const std::string& command_name, const std::string& text)
    {
        command(user, command_name, text);
        REQUIRE(refused.empty());
        look(ack.dump(-1, ' ', false) + modal.dump(-1, ' ', false),
             user + " types " + command_name + " " + text);
    }

    Posted answer(const std::string& user) const { return {"CHELP " + user, "", "", "", ack["blocks"]}; }

    std::string home(const std::string& user)
    {
        store::Unit unit(*db, now);
        return kernel::home_of(*desk, user, unit, "").blocks.json();
    }

    int looked_at = 0;
};

/// Mia's request that Ana has and Cy is to decide about; Eve and Ben follow it.
void raise(Hidden& w)
{
    w.command("UMIA", "/ticket", "a laptop for Kim");
    w.press("UANA", w.message(kTriage, "*State*"), "Take it");
    w.press("UEVE", w.message("DUMIA", "a laptop"), "Follow");
    w.choose("UANA", w.message(kTriage, "*State*"), "Followers…");
    w.submit("UANA", {{"Who follows it?", "UEVE,UBEN"}});
}

void ask(Hidden& w)
{
    w.choose("UANA", w.message(kTriage, "*State*"), "Approval…");
    w.submit("UANA", {{"Who decides?", "UCY,UBEN"}, {"What is to be approved?", "The big one"}});
    REQUIRE(w.refused.empty());
}

}  // namespace

TEST_CASE("no command, list, search or Home of a requester or follower names a hidden agent",
          "[kernel][hide_agents][privacy]")
{
    Hidden w;
    raise(w);
    for (const char* user : {"UMIA", "UEVE"}) {
        w.look_at(user, "/ticket", "mine");
        w.look_at(user, "/ticket", "REQ-1");
        w.look_at(user, "/desk", "find laptop");
        w.look(w.home(user), std::string("the Home of ") + user);
    }
    w.look_at("UMIA", "/ticket", "REQ-1");
    const Posted receipt = w.answer("UMIA");
    w.press("UMIA", receipt, "Who can see this?");
    w.look(w.modal.dump(), "who can see it");
    w.choose("UMIA", receipt, "History");
    w.look(w.modal.dump(), "the history");
    w.choose("UMIA", receipt, "Make private…");
    w.look(w.modal.dump(), "the form Make private");
    CHECK_THAT(w.home("UMIA"), Contains("IT help has to act"));
    CHECK(w.looked_at > 12);
}

TEST_CASE("agents who follow a ticket stand in no menu of people, and stay followers",
          "[kernel][hide_agents][privacy]")
{
    Hidden w;
    raise(w);
    w.choose("UMIA", w.message("DUMIA", "a laptop"), "Followers…");
    w.look(w.modal.dump(), "the form Followers");
    w.submit("UMIA", {{"Who follows it?", "UGIL"}});
    CHECK(w.record("REQ-1").at("followers") == "UBEN,UGIL");
    w.choose("UMIA", w.message("DUMIA", "a laptop"), "Make private…");
    w.submit("UMIA", {{"Who may go on following it?", ""}});
    CHECK(w.record("REQ-1").at("followers") == "UBEN");
}

TEST_CASE("nothing of a ticket's life that is sent to others names a hidden agent",
          "[kernel][hide_agents][privacy]")
{
    Hidden w;
    raise(w);
    w.choose("UANA", w.message(kTriage, "*State*"), "Followers…");
    w.submit("UANA", {{"Who follows it?", "UEVE,UBEN,UGIL"}});
    CHECK_THAT(w.message("DUGIL", "added you").text, Contains("IT help"));
    w.press("UANA", w.message(kTriage, "*State*"), "Reply");
    w.submit("UANA", {{"Reply", "Which one?"}});
    ask(w);
    w.press("UBEN", w.message("DUBEN", "waits for your decision"), "Approve");
    w.press("UANA", w.message(kTriage, "*State*"), "Resolve");
    CHECK(w.refused == "");
    CHECK_THAT(w.message("DUMIA", "*Approved*").text, Contains("IT help"));
    CHECK(w.looked_at > 8);
}

TEST_CASE("an approver who is no agent reads the team's name, one who is reads who asks",
          "[kernel][hide_agents][approvals]")
{
    Hidden w;
    raise(w);
    ask(w);
    CHECK_THAT(w.message("DUCY", "REQ-1").blocks.dump(), Contains("IT help* asks for approval"));
    CHECK_THAT(w.message("DUBEN", "waits for your decision").blocks.dump(),
               Contains("ANA* asks for approval"));
    w.look_at("UCY", "/desk", "REQ-1");
    w.look(w.home("UCY"), "the Home of an approver");
    w.press("UCY", w.message("DUCY", "REQ-1"), "Ask…");
    w.submit("UCY", {{"Your question", "Why so dear?"}});
    w.press("UANA", w.message(kTriage, "*State*"), "Reply");
    w.submit("UANA", {{"Reply", "It is the only one"}});
}

TEST_CASE(
    "a requester's own export names the team, a manager's too, an auditor's and the operator's the agent",
    "[kernel][hide_agents][export]")
{
    Hidden w;
    raise(w);
    w.command("UMIA", "/ticket", "export");
    w.fire_timers();
    REQUIRE(w.files.size() == 1);
    w.look(w.files[0].content, "the own export");
    CHECK_THAT(w.files[0].content, Contains("\"assignee\":\"IT help\""));

    store::Unit unit(*w.db, w.now);
    kernel::ExportOrder order;
    order.process = w.desk->process("request");
    order.to = w.now + std::chrono::hours{1};
    order.with_events = true;
    order.format = kernel::ExportFormat::jsonl;
    const auto exported = [&](const char* reader) {
        order.reader = reader;
        std::string out;
        kernel::export_records(*w.desk, order, unit, [&](std::string_view piece) { out += piece; });
        return out;
    };
    w.look(exported("UEVE"), "an export for a manager who only follows it");
    for (const char* reader : {"", "UAUD", "UBEN"}) CHECK_THAT(exported(reader), Contains("UANA"));
}

TEST_CASE("a search for what somebody has does not tell who is in the team", "[kernel][hide_agents]")
{
    Hidden w;
    raise(w);
    for (const char* agent : {"<@UANA|ana>", "<@UBEN|ben>"}) {
        w.command("UMIA", "/ticket", std::string("find laptop assignee:") + agent);
        CHECK_THAT(w.ack.dump(), !Contains("REQ-1"));
    }
    for (const char* reader : {"UBEN", "UAUD"}) {
        w.command(reader, "/ticket", "find laptop assignee:<@UANA|ana>");
        CHECK_THAT(w.ack.dump(), Contains("REQ-1"));
    }
}

TEST_CASE("an agent of the inbox reads the names in lists", "[kernel][hide_agents]")
{
    Hidden w;
    raise(w);
    w.command("UBEN", "/desk", "queue");
    CHECK_THAT(w.ack.dump(), Contains("ANA"));
}
