#include "world.hpp"

#include "handlers/kernel/approval/approvals.hpp"
#include "handlers/kernel/transition.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using Catch::Contains;

namespace {

const std::string kTriage = World::kTriage;

/// Mia's request, seen by the agents.
void raise(World& w, const std::string& title = "a laptop for Kim") { w.command("UMIA", "/ticket", title); }

void ask(World& w, const std::string& approvers, const std::string& rule = "")
{
    w.choose("UANA", w.message(kTriage, "*State*"), "Approval…");
    std::map<std::string, std::string> entered{{"Who decides?", approvers},
                                               {"What is to be approved?", "The big one"},
                                               {"Cost and risk", "1,900 EUR"}};
    if (!rule.empty())
        entered["How do several decide?"] = rule;
    w.submit("UANA", entered);
}

const Posted& card_of(const World& w, const std::string& user, const std::string& number = "REQ-1")
{
    return w.message("D" + user, number);
}

bool offers(const World& w, const Posted& message, const std::string& label)
{
    const auto labels = w.labels(message.blocks);
    return std::find(labels.begin(), labels.end(), label) != labels.end();
}

void reject(World& w, const std::string& user, const std::string& why)
{
    w.press(user, card_of(w, user), "Reject…");
    w.submit(user, {{"Why?", why}});
}

void pass(World& w, int days)
{
    for (int i = 0; i < days; ++i) {
        w.now += std::chrono::hours{24};
        w.fire_timers();
    }
}

const Posted& agents_card(const World& w) { return w.message(kTriage, "*State*"); }

}  // namespace

TEST_CASE("an approval holds the ticket, and a yes lets it go on where it was", "[kernel][approvals]")
{
    World w;
    raise(w);
    w.press("UANA", agents_card(w), "Take it");
    ask(w, "UCY,UDAN");
    CHECK(w.refused == "");
    CHECK(w.record("REQ-1").at("category") == "on_hold");
    CHECK(w.record("REQ-1").at("pending_reason") == "approval");
    CHECK(w.message("DUMIA", "to approve REQ-1").thread_ts != "");
    CHECK_THAT(agents_card(w).blocks.dump(), Contains("Waiting for an approval"));
    CHECK_FALSE(offers(w, agents_card(w), "Resolve"));
    CHECK_FALSE(offers(w, agents_card(w), "Resume"));

    const Posted card = card_of(w, "UCY");
    for (const char* piece : {"a laptop for Kim", "The big one", "1,900 EUR", "the first answer decides"})
        CHECK_THAT(card.blocks.dump(), Contains(piece));
    CHECK_THAT(card.blocks.dump(), !Contains("is asked"));  // that is what the whole card says
    CHECK(w.labels(card.blocks) == std::vector<std::string>{"Approve", "Reject…", "Ask…"});

    w.press("UCY", card, "Approve");
    CHECK(w.refused == "");
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
    CHECK_FALSE(w.record("REQ-1").has("pending_reason"));
    CHECK_FALSE(w.record("REQ-1").has("approval_since"));
    for (const char* user : {"UCY", "UDAN"}) {
        CHECK(w.labels(card_of(w, user).blocks).empty());
        CHECK_THAT(card_of(w, user).blocks.dump(), Contains("Approved"));
    }
    CHECK_THAT(w.message("DUMIA", "*Approved*").text, Contains("The team goes on"));
    CHECK(w.message(kTriage, ": :white_check_mark: *Approved*").thread_ts != "");
    CHECK(offers(w, agents_card(w), "Resolve"));

    w.press("UDAN", card, "Approve");  // a click that was under way
    CHECK_THAT(w.refused, Contains("decided already") && Contains("CY"));
}

TEST_CASE("the requester's manager is chosen already, and never who raised it themselves",
          "[kernel][approvals]")
{
    World w;
    w.settings.managers = {{"UMIA", "UBOSS"}, {"UJON", "UANA"}};
    w.set_up();
    raise(w);
    w.choose("UANA", agents_card(w), "Approval…");
    CHECK_THAT(w.modal.dump(), Contains("UBOSS") && Contains("is the manager of"));
    w.submit("UANA", {{"What is to be approved?", "The big one"}});
    CHECK(w.refused == "");
    w.press("UBOSS", card_of(w, "UBOSS"), "Approve");
    CHECK_THAT(w.message("DUMIA", "*Approved*").text, Contains("The team goes on"));

    w.command("UANA", "/ticket", "");
    w.submit("UANA", {{"What do you need?", "a desk for Jon"}, {"Who is it for?", "UJON"}});
    w.choose("UANA", w.message(kTriage, "a desk for Jon"), "Approval…");
    CHECK_THAT(w.modal.dump(), !Contains("is the manager of"));
}

TEST_CASE("a ticket that waits for an approval cannot be resolved or resumed, and is told what is missing",
          "[kernel][approvals]")
{
    World w;
    raise(w);
    const Posted old = agents_card(w), receipt = w.all("DUMIA", "REQ-1").front();
    ask(w, "UCY");
    w.press("UANA", old, "Resolve");
    CHECK_THAT(w.refused, Contains("REQ-1 waits for the approval of CY") && Contains("Withdraw approval…"));
    CHECK_FALSE(offers(w, w.all("DUMIA", "REQ-1").front(), "Solved – thanks"));
    w.press("UMIA", receipt, "Solved – thanks");
    CHECK_THAT(w.refused, Contains("waits for the approval") && !Contains("More, Withdraw"));
    pass(w, 20);  // no time lets it go on by itself
    CHECK(w.record("REQ-1").at("pending_reason") == "approval");
}

TEST_CASE("nobody puts a ticket on hold for an approval by hand", "[kernel][approvals]")
{
    World w;
    raise(w);
    w.choose("UANA", agents_card(w), "Hold…");
    CHECK_THAT(w.modal.dump(), !Contains("Waiting for an approval"));
}

TEST_CASE("a rejection needs a reason, which the requester reads, and offers to cancel",
          "[kernel][approvals]")
{
    World w;
    raise(w);
    ask(w, "UCY,UDAN", "All of them");
    w.press("UCY", card_of(w, "UCY"), "Approve");
    CHECK(w.record("REQ-1").at("category") == "on_hold");
    w.press("UDAN", card_of(w, "UDAN"), "Reject…");
    w.submit("UDAN", {{"Why?", " "}});
    CHECK_THAT(w.refused, Contains("Why?"));
    reject(w, "UDAN", "Too <expensive>");
    CHECK(w.refused == "");
    CHECK(w.record("REQ-1").at("category") == "active");
    CHECK_THAT(w.message("DUMIA", "*Rejected*").text, Contains("Too &lt;expensive&gt;"));
    CHECK_THAT(agents_card(w).blocks.dump(), Contains("*Rejected* by") && Contains("Too &lt;expensive&gt;"));
    CHECK(w.labels(card_of(w, "UCY").blocks).empty());

    w.press("UANA", w.message(kTriage, "ask anew"), "Cancel REQ-1…");
    w.submit("UANA", {{"Why?", "Not approved"}});
    CHECK(w.record("REQ-1").at("cancel_reason") == "not_approved");
}

TEST_CASE("more than half decide as soon as the rest cannot change it", "[kernel][approvals]")
{
    World w;
    raise(w);
    ask(w, "UCY,UDAN,UFAY", "More than half of them");
    w.press("UCY", card_of(w, "UCY"), "Approve");
    CHECK(w.record("REQ-1").at("category") == "on_hold");
    CHECK_THAT(w.message(kTriage, "answered").text, Contains("1 of 3"));
    CHECK(w.labels(card_of(w, "UCY").blocks).empty());  // has answered
    w.press("UFAY", card_of(w, "UFAY"), "Approve");
    CHECK(w.record("REQ-1").at("state") == "submitted");
    CHECK(w.labels(card_of(w, "UDAN").blocks).empty());
}

TEST_CASE("in a sequence each is asked when it is their turn", "[kernel][approvals]")
{
    World w;
    raise(w);
    ask(w, "UDAN,UCY", "One after the other, in this order");
    CHECK(w.all("DUCY", "REQ-1").empty());
    w.press("UDAN", card_of(w, "UDAN"), "Approve");
    CHECK(w.record("REQ-1").at("category") == "on_hold");
    CHECK(w.labels(card_of(w, "UDAN").blocks).empty());
    w.press("UCY", card_of(w, "UCY"), "Approve");
    CHECK(w.record("REQ-1").at("state") == "submitted");
    CHECK_THAT(card_of(w, "UDAN").blocks.dump(), Contains("DAN and CY"));
}

TEST_CASE("the requester and whoever raised it can neither be asked nor decide", "[kernel][approvals]")
{
    World w;
    w.command("UBEN", "/ticket", "");
    w.submit("UBEN", {{"What do you need?", "for Mia"}, {"Who is it for?", "UMIA"}});
    for (const char* party : {"UMIA", "UBEN"}) {
        ask(w, party);
        CHECK_THAT(w.refused, Contains("somebody else has to approve"));
    }
    CHECK(w.record("INC-1").at("category") == "new");
    // Nor in place of somebody.
    w.command("UCY", "/desk", "delegate");
    w.submit("UCY", {{"Who decides for you?", "UMIA"}, {"Until", "2026-09-30"}, {"Why?", "away"}});
    ask(w, "UCY");
    CHECK(w.all("DUMIA", "waits for your decision").empty());
    w.press("UMIA", card_of(w, "UCY", "INC-1"), "Approve");
    CHECK_THAT(w.refused, Contains("you cannot decide about it"));
}

TEST_CASE("only the click of the person who was asked counts", "[kernel][approvals]")
{
    World w;
    raise(w);
    ask(w, "UCY,UDAN", "All of them");
    const Posted card = card_of(w, "UCY");
    for (const char* other : {"UEVE", "UANA", "UDAN"}) {
        w.press(other, card, "Approve");
        CHECK_FALSE(w.refused.empty());
        w.press(other, card, "Reject…");
        CHECK_FALSE(w.refused.empty());
    }
    w.press("UCY", card, "Approve");
    w.press("UCY", card, "Approve");
    CHECK_THAT(w.refused, Contains("answered here already"));
    CHECK(w.record("REQ-1").at("category") == "on_hold");
}

TEST_CASE("programs, deactivated people and too many cannot be asked, and the form keeps what was typed",
          "[kernel][approvals]")
{
    World w;
    {
        store::Unit unit(*w.db, w.now);
        unit.directory.save({"UOLD", "Olga", "Europe/Berlin", "", false, true, false});
        unit.directory.save({"UEXT", "Extra", "Europe/Berlin", "", false, false, true});
    }
    raise(w);
    for (const auto& [who, words] :
         {std::pair("UOLD", "deactivated"), std::pair("UEXT", "another organisation"),
          std::pair("UBOT", "program"), std::pair("", "Who decides?"),
          std::pair("U1,U2,U3,U4,U5,U6,U7,U8,U9,U10,U11", "1 to 10")}) {
        ask(w, who);
        CHECK_THAT(w.refused, Contains(words));
        CHECK_THAT(w.ack.dump(), Contains("\"approvers\""));
    }
    CHECK(w.record("REQ-1").at("category") == "new");
    ask(w, "UCY,UCY");
    CHECK(w.all("DUCY", "REQ-1").size() == 1);
}

TEST_CASE("one approval at a time: two agents at once get one winner and one clear message",
          "[kernel][approvals]")
{
    World w;
    raise(w);
    w.choose("UBEN", agents_card(w), "Approval…");
    const Json form = w.modal;
    ask(w, "UCY");
    w.modal = form;
    w.submit("UBEN", {{"Who decides?", "UDAN"}, {"What is to be approved?", "The same"}});
    CHECK_THAT(w.refused, Contains("waits for an approval already"));
    CHECK(w.all("DUDAN", "REQ-1").empty());
    w.choose("UEVE", agents_card(w), "Withdraw approval…");
    CHECK_FALSE(w.refused.empty());
}

TEST_CASE("a question of an approver is public, and the answers come back to them", "[kernel][approvals]")
{
    World w;
    raise(w);
    ask(w, "UCY");
    const Posted card = card_of(w, "UCY");
    w.press("UANA", agents_card(w), "Reply");
    w.submit("UANA", {{"Reply", "Before any question"}});
    w.press("UCY", card, "Ask…");
    w.submit("UCY", {{"Your question", "Why not the small one?"}});
    CHECK(w.message("DUMIA", "the small one?").thread_ts != "");
    CHECK(w.message(kTriage, "the small one?").thread_ts == agents_card(w).ts);
    w.write("UMIA", "DUMIA", "She edits films", w.all("DUMIA", "REQ-1").front().ts, "im");
    CHECK(w.message("DUCY", "She edits films").thread_ts == card.ts);
    CHECK(w.all("DUCY", "Before any question").empty());
    w.write("UANA", kTriage, "a note about money", agents_card(w).ts);
    CHECK(w.all("DUCY", "a note about money").empty());
    // What is written under the card is a question as well.
    w.write("UCY", "DUCY", "How long?", card.ts, "im");
    CHECK(w.all("DUMIA", "How long?").size() == 1);
    CHECK(w.record("REQ-1").at("pending_reason") == "approval");
    w.press("UCY", card, "Approve");
    w.write("UCY", "DUCY", "Good luck", card.ts, "im");
    CHECK(w.all("DUMIA", "Good luck").empty());
    CHECK(w.all("DUCY", "Nobody else reads").size() == 1);
}

TEST_CASE("an approval is withdrawn with a reason, and the ticket goes back to where it was",
          "[kernel][approvals]")
{
    World w;
    raise(w);
    w.choose("UANA", agents_card(w), "Hold…");
    w.submit("UANA", {{"Reason", "Waiting for a supplier"}});
    const std::string until = w.record("REQ-1").at("pending_until");
    ask(w, "UCY");
    CHECK(w.record("REQ-1").at("pending_reason") == "approval");
    const Posted card = card_of(w, "UCY");
    w.choose("UBEN", agents_card(w), "Withdraw approval…");
    w.submit("UBEN", {{"Why?", "Wrong person"}});
    CHECK(w.record("REQ-1").at("pending_reason") == "supplier");
    CHECK(w.record("REQ-1").at("pending_until") == until);
    CHECK_THAT(w.message("DUMIA", "withdrawn").text, Contains("Wrong person"));
    CHECK_THAT(card_of(w, "UCY").blocks.dump(), Contains("Wrong person") && !Contains("a laptop"));
    w.press("UCY", card, "Approve");
    CHECK_FALSE(w.refused.empty());
    w.command("UCY", "/ticket", "REQ-1");
    CHECK_THAT(w.refused, Contains("no REQ-1"));
    pass(w, 5);
    CHECK(w.record("REQ-1").at("category") == "active");  // the supplier's hold ended by itself
}

TEST_CASE("whoever takes the ticket meanwhile has it in work after the yes", "[kernel][approvals]")
{
    World w;
    raise(w);
    ask(w, "UCY");
    w.choose("UBEN", agents_card(w), "Take over");
    w.press("UCY", card_of(w, "UCY"), "Approve");
    CHECK(w.record("REQ-1").at("state") == "in_fulfilment");
}

TEST_CASE("a ticket that its requester withdraws needs no answer any more", "[kernel][approvals]")
{
    World w;
    raise(w);
    ask(w, "UCY");
    w.choose("UMIA", w.all("DUMIA", "REQ-1").front(), "Withdraw");
    CHECK(w.record("REQ-1").at("category") == "void");
    CHECK(w.labels(card_of(w, "UCY").blocks).empty());
    CHECK_FALSE(w.record("REQ-1").has("approval_since"));
    const auto before = w.messages.size();
    pass(w, 6);
    CHECK(w.messages.size() == before);
}

TEST_CASE("the clock stands still for an approval where the policy says so", "[kernel][approvals]")
{
    for (const bool pauses : {false, true}) {
        World w;
        for (Policy& policy : w.settings.levels.policies)
            if (pauses)
                policy.pauses.insert("approval");
        w.desk = std::make_unique<kernel::Desk>(all_processes(), w.settings, w.desk->self());
        raise(w);
        ask(w, "UCY");
        CHECK(w.record("REQ-1").has("time_left") == pauses);
        w.press("UCY", card_of(w, "UCY"), "Approve");
        CHECK_FALSE(w.record("REQ-1").has("time_left"));
    }
}

TEST_CASE("an approver of a private ticket reads its card but no note, and nobody stands in for them",
          "[kernel][approvals][privacy]")
{
    World w;
    w.command("UCY", "/desk", "delegate");
    w.submit("UCY", {{"Who decides for you?", "UFAY"}, {"Until", "2026-09-30"}, {"Why?", "away"}});
    w.command("UJON", "/ticket", "");
    w.submit("UJON", {{"What do you need?", "salary advance"}, {"Private", "yes"}});
    w.write("UANA", kTriage, "SECRET note", agents_card(w).ts);
    ask(w, "UCY");
    CHECK(w.all("DUFAY", "INC-1").empty());
    w.command("UCY", "/ticket", "INC-1");
    CHECK_THAT(w.ack.dump(), Contains("salary advance") && Contains("Approve") && !Contains("SECRET"));
    CHECK_THAT(w.ack.dump(), !Contains("Take it") && !Contains("Add details"));
    w.command("UFAY", "/ticket", "INC-1");
    CHECK_THAT(w.refused, Contains("no INC-1"));
    w.press("UFAY", card_of(w, "UCY", "INC-1"), "Approve");
    CHECK_FALSE(w.refused.empty());
    CHECK(w.record("INC-1").at("category") == "on_hold");
}

TEST_CASE("approvers are reminded after a working day, and the team hears of it after three",
          "[kernel][approvals]")
{
    World w;  // a Monday
    w.settings.roles["lead"] = {"UBEN"};
    w.desk = std::make_unique<kernel::Desk>(all_processes(), w.settings, w.desk->self());
    w.now += std::chrono::hours{3 * 24};  // a Thursday afternoon
    raise(w);
    ask(w, "UCY,UDAN", "All of them");
    w.press("UDAN", card_of(w, "UDAN"), "Approve");
    w.now += std::chrono::hours{23};
    w.fire_timers();
    CHECK(w.all("DUCY", "Reminder").empty());
    pass(w, 1);
    CHECK(w.all("DUCY", "Reminder").size() == 1);
    CHECK(w.all("DUDAN", "Reminder").empty());
    CHECK(w.all("DUBEN", "has waited for a decision of CY").empty());
    pass(w, 3);  // Tuesday, an hour too early
    CHECK(w.all("DUBEN", "has waited for a decision of CY").empty());
    pass(w, 1);
    CHECK(w.all("DUBEN", "has waited for a decision of CY").size() == 1);
    pass(w, 5);
    CHECK(w.all("DUCY", "Reminder").size() == 1);
    CHECK(w.all("DUBEN", "has waited for a decision of CY").size() == 1);
    w.choose("UANA", agents_card(w), "History");
    CHECK_THAT(w.modal.dump(), Contains("Deskbell reminded those who are to approve"));
    CHECK_THAT(w.modal.dump(), Contains("Deskbell told that the approval waits"));
    CHECK_THAT(w.modal.dump(), Contains("> CY") && Contains("approvers: CY, DAN") && !Contains("UCY"));
    w.press("UCY", w.message("DUCY", "Reminder"), "Approve");
    for (const Posted& copy : w.all("DUCY", "REQ-1")) CHECK(w.labels(copy.blocks).empty());
    CHECK(w.record("REQ-1").at("state") == "submitted");
}

TEST_CASE("agents hear once that an approver was deactivated", "[kernel][approvals]")
{
    World w;
    raise(w);
    ask(w, "UCY,UDAN");
    for (int i = 0; i < 2; ++i) w.send(slack::PersonChanged{"UCY", "Cy", "Europe/Berlin", false, true});
    CHECK(w.all(kTriage, "is deactivated in Slack and cannot answer").size() == 1);
    CHECK_THAT(agents_card(w).blocks.dump(), Contains("Cy is deactivated"));
}

TEST_CASE("the Home of an approver says what waits for their decision, and a click opens it",
          "[kernel][approvals]")
{
    World w;
    w.send(slack::HomeOpened{"UCY", "home", "DUCY"});
    CHECK_THAT(w.homes["UCY"].dump(), !Contains("Waiting for your decision"));
    raise(w);
    ask(w, "UCY");
    w.send(slack::HomeOpened{"UCY", "home", "DUCY"});
    const Json home = w.homes["UCY"]["blocks"];
    CHECK_THAT(home.dump(), Contains("Waiting for your decision* · 1") && Contains("a laptop for Kim"));
    w.command("UCY", "/ticket", "REQ-1");
    const Posted shown{"CHELP UCY", "", "", "", w.ack["blocks"]};
    w.press("UCY", shown, "Approve");
    CHECK(w.whispers.back().text == "You approved REQ-1.");
    w.send(slack::HomeOpened{"UCY", "home", "DUCY"});
    CHECK_THAT(w.homes["UCY"].dump(), Contains("Nothing waits for your decision."));
}

// --- as a process uses it ---------------------------------------------------------------------------------

namespace {

using kernel::Act;

Result<void> cab_approved(const kernel::Step& step) { return kernel::has_approval(step, "cab"); }

constexpr kernel::State kStates[] = {{"assessed", "Assessed", Category::fresh},
                                     {"waiting", "Waiting for the board", Category::active},
                                     {"scheduled", "Scheduled", Category::active},
                                     {"draft", "Draft", Category::active},
                                     {"done", "Done", Category::closed}};
constexpr kernel::Transition kRows[] = {
    {.from = "assessed|draft",
     .action = "submit",
     .to = "waiting",
     .label = "Submit",
     .who = kernel::kEveryone},
    {.from = "waiting",
     .action = "schedule",
     .to = "scheduled",
     .label = "Schedule",
     .who = kernel::kSystem,
     .guard = cab_approved},
    {.from = "waiting",
     .action = "back",
     .to = "draft",
     .label = "Back",
     .who = kernel::kEveryone | kernel::kSystem},
    {.from = "scheduled",
     .action = "finish",
     .to = "done",
     .label = "Finish",
     .who = kernel::kEveryone,
     .guard = cab_approved},
    {.from = "waiting|draft",
     .action = "hurry",
     .to = "scheduled",
     .label = "Hurry",
     .who = kernel::kEveryone,
     .guard = cab_approved},
};
static_assert(kernel::is_sound(kStates, kRows));
const kernel::Process kDraftOfChange{.key = "trial",
                                     .prefix = "TRI",
                                     .title = "Trial",
                                     .plural = "Trials",
                                     .purpose = "a process with a board",
                                     .clauses = "8.5.1",
                                     .fields = {},
                                     .states = kStates,
                                     .transitions = kRows,
                                     .seen_by = kernel::kRequester};

/// A record of that process which waits for its board, UCY and UDAN.
struct Board {
    World w;
    Board()
    {
        auto processes = all_processes();
        processes.push_back(&kDraftOfChange);
        w.desk = std::make_unique<kernel::Desk>(processes, w.settings, w.desk->self());
        store::Unit unit(*w.db, w.now);
        record = kernel::create(unit, "trial",
                                {{"title", "new switch"},
                                 {"state", "assessed"},
                                 {"category", "new"},
                                 {"requester", "UMIA"},
                                 {"created_by", "UMIA"}},
                                act());
        submit(unit);
    }
    Act act() const { return {"UMIA", "view", w.now}; }
    void submit(store::Unit& unit)
    {
        REQUIRE(kernel::perform(*w.desk, record, "submit", {}, act(), unit));
        const kernel::ApprovalRequest board{.rule = ApprovalRule::all,
                                            .approvers = {"UCY", "UDAN"},
                                            .purpose = "Replace it on Sunday",
                                            .name = "cab",
                                            .then_approved = "schedule",
                                            .then_rejected = "back"};
        REQUIRE(kernel::start_approval(*w.desk, record, board, act(), unit));
        w.fire_timers();
    }
    Record record;
};

}  // namespace

TEST_CASE("a step of a process depends on its named approval, and the board's decision takes the next step",
          "[kernel][approvals]")
{
    Board b;
    CHECK(b.record.at("state") == "waiting");
    {
        store::Unit unit(*b.w.db, b.w.now);
        const auto hurried = kernel::perform(*b.w.desk, b.record, "hurry", {}, b.act(), unit);
        REQUIRE_FALSE(hurried);
        CHECK_THAT(hurried.error().detail(), Contains("waits for the approval of"));
    }
    b.w.press("UCY", card_of(b.w, "UCY", "TRI-1"), "Approve");
    CHECK(b.w.record("TRI-1").at("state") == "waiting");
    b.w.press("UDAN", card_of(b.w, "UDAN", "TRI-1"), "Approve");
    CHECK(b.w.refused == "");
    CHECK(b.w.record("TRI-1").at("state") == "scheduled");
}

TEST_CASE("a rejection takes the process's own step, and its guard asks for a new approval",
          "[kernel][approvals]")
{
    Board b;
    b.w.press("UCY", card_of(b.w, "UCY", "TRI-1"), "Reject…");
    b.w.submit("UCY", {{"Why?", "No way back"}});
    CHECK(b.w.record("TRI-1").at("state") == "draft");
    store::Unit unit(*b.w.db, b.w.now);
    Record record = b.w.record("TRI-1");
    const auto hurried = kernel::perform(*b.w.desk, record, "hurry", {}, b.act(), unit);
    REQUIRE_FALSE(hurried);
    CHECK_THAT(hurried.error().detail(), Contains("No way back") && Contains("ask anew"));
}

TEST_CASE("a record that leaves the state in which its process asked needs no answer any more",
          "[kernel][approvals]")
{
    Board b;
    {
        store::Unit unit(*b.w.db, b.w.now);
        REQUIRE(kernel::perform(*b.w.desk, b.record, "back", {}, b.act(), unit));
        CHECK_FALSE(unit.approvals.pending(b.record.id));
        CHECK(unit.approvals.latest(b.record.id, "cab")->state == "withdrawn");
    }
    b.w.fire_timers();
    CHECK(b.w.labels(card_of(b.w, "UCY", "TRI-1").blocks).empty());
}

TEST_CASE("the digest counts what waits for a decision, with the list behind it",
          "[kernel][approvals][digest]")
{
    World w;
    raise(w);
    ask(w, "UCY");
    pass(w, 2);
    w.command("UANA", "/desk", "digest");
    w.fire_timers();
    const Posted digest = w.message("DUANA", "Digest of");
    CHECK_THAT(digest.blocks.dump(), Contains("1 approval has waited for more than a working day."));
    w.press("UANA", digest, "Waiting for approval 1");
    CHECK_THAT(w.modal.dump(), Contains("REQ-1"));
}

TEST_CASE("the words beside the field Who decides? hold no mention, which Slack would show as a raw id",
          "[kernel][approvals]")
{
    World w;
    raise(w);
    ask(w, w.desk->self().user);
    CHECK_THAT(w.ack.dump() + w.refused, Contains("A program cannot decide"));
    CHECK_THAT(w.ack.dump() + w.refused, !Contains("<@"));
}
