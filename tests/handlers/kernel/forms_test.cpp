// What an inbox asks: asked in forms, kept with the ticket, shown to those who may read it.
#include "handlers/domain/text.hpp"
#include "handlers/kernel/evidence/export.hpp"
#include "handlers/kernel/intake/answers.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using namespace std::chrono_literals;
using Catch::Contains;

namespace {

constexpr const char* kRoomHelp = "CROOMHELP";

FormField choice(std::string name, std::string label, std::vector<std::string> options)
{
    FormField out{.name = std::move(name), .label = std::move(label), .type = FieldType::one_of};
    for (const std::string& option : options) out.options.push_back({lower(option), option});
    return out;
}

/// Facilities asks for the kind of thing, for a room when it is a desk, and agents note who pays.
FormDefinition things()
{
    FormField kind = choice("kind", "What kind of thing?", {"Desk", "Plant"});
    kind.is_required = true;
    FormField room{.name = "room", .label = "Which room?", .is_required = true};
    room.visible_when = *parse_condition("kind == \"desk\"");
    const FormField pay{.name = "pay", .label = "Who pays?", .agents_only = true};
    const FormField code{.name = "code", .label = "Door code", .is_sensitive = true};
    return {.key = "things", .name = "Things", .inbox = "rooms", .fields = {kind, room, pay, code}};
}

struct Asking : World {
    Asking()
    {
        settings.forms = {things()};
        set_up();
        adopt();
    }
    void adopt()
    {
        store::Unit unit(*db, now);
        desk->adopt(unit);
    }
    std::vector<std::string> asked() const
    {
        std::vector<std::string> out;
        for (const Json& block : modal["blocks"])
            if (block["type"] == "input")
                out.push_back(block["label"]["text"]);
        return out;
    }
    bool asks(const std::string& label) const
    {
        const auto labels = asked();
        return std::ranges::find(labels, label) != labels.end();
    }
    /// UMIA opens the form where people ask Facilities, for a request.
    void open()
    {
        command("UMIA", "/ticket", "", kRoomHelp);
        change("UMIA", "Type", {{"Type", "I need something"}});
    }
    /// UMIA asks Facilities for a desk.
    void raise_desk()
    {
        open();
        change("UMIA", "What kind of thing?",
               {{"What do you need?", "My desk"}, {"What kind of thing?", "Desk"}});
        submit("UMIA", {{"Which room?", "4.12"}, {"Door code", "9876"}});
    }
    std::string history_of(const std::string& user, const Posted& place)
    {
        choose(user, place, "History");
        return modal.dump();
    }
    std::string exported(const kernel::ExportOrder& how,
                         kernel::ExportFormat format = kernel::ExportFormat::jsonl)
    {
        store::Unit unit(*db, now);
        kernel::ExportOrder order = how;
        order.process = desk->process("request");
        order.format = format;
        order.to = now + 1h;
        std::string out;
        kernel::export_records(*desk, order, unit, [&](std::string_view piece) { out += piece; });
        return out;
    }
};

}  // namespace

TEST_CASE("the form asks what its inbox asks, and draws anew when an answer decides", "[kernel][form]")
{
    Asking w;
    w.open();
    CHECK(w.asks("What kind of thing?"));
    CHECK_FALSE(w.asks("Which room?"));
    CHECK_FALSE(w.asks("Who pays?"));
    CHECK_THAT(w.modal.dump(), Contains("Who will see this") && Contains("1 agent of Facilities"));
    w.change("UMIA", "What kind of thing?",
             {{"What do you need?", "My desk"}, {"Details", "It is heavy"}, {"What kind of thing?", "Desk"}});
    CHECK(w.asks("Which room?"));
    CHECK_THAT(w.modal.dump(), Contains("My desk") && Contains("It is heavy"));
    w.submit("UMIA", {{"Which room?", "4.12"}});
    const Record record = w.record("REQ-1");
    CHECK(record.at("form.kind") == "desk");
    CHECK(record.at("form.room") == "4.12");
    CHECK(record.at("inbox") == "rooms");
    CHECK(record.has("forms"));
}

TEST_CASE("an answer that cannot stand is refused beside its question, and nothing is created",
          "[kernel][form]")
{
    Asking w;
    w.open();
    w.change("UMIA", "What kind of thing?",
             {{"What do you need?", "My desk"}, {"What kind of thing?", "Desk"}});
    const Json form = w.modal;
    w.submit("UMIA", {});
    CHECK_THAT(w.ack["errors"]["form.room"].get<std::string>(), Contains("Which room?"));
    w.modal = form;
    w.submit("UMIA", {{"Which room?", "4.12"}});
    CHECK(w.record("REQ-1").at("title") == "My desk");
}

TEST_CASE("whoever chose another inbox reads its questions before the ticket is there", "[kernel][form]")
{
    Asking w;
    w.command("UMIA", "/ticket", "");
    CHECK_FALSE(w.asks("What kind of thing?"));
    w.submit("UMIA",
             {{"What do you need?", "A plant"}, {"Type", "I need something"}, {"Inbox", "Facilities"}});
    CHECK_THAT(w.modal.dump(), Contains("The questions changed") && Contains("A plant"));
    w.submit("UMIA", {{"What kind of thing?", "Plant"}});
    CHECK(w.record("REQ-1").at("form.kind") == "plant");
}

TEST_CASE("a message whose inbox has required questions asks its author, who finishes it", "[kernel][form]")
{
    Asking w;
    w.write("UMIA", kRoomHelp, "My desk");
    REQUIRE_FALSE(w.whispers.empty());
    const Posted question = w.whispers.back();
    CHECK_THAT(question.text, Contains("What kind of thing?"));
    w.press("UMIA", question, "Finish your request");
    w.submit("UMIA", {{"What kind of thing?", "Plant"}});
    CHECK(w.record("REQ-1").at("form.kind") == "plant");
    CHECK_FALSE(w.record("REQ-1").has("details_missing"));
}

TEST_CASE("nobody answers: after half an hour it is a ticket without its details, which the form still adds",
          "[kernel][form]")
{
    Asking w;
    w.write("UMIA", kRoomHelp, "My desk");
    const Posted question = w.whispers.back();
    w.now += 31min;
    w.fire_timers();
    CHECK(w.record("REQ-1").has("details_missing"));
    CHECK_THAT(w.message(World::kRooms, "REQ-1").blocks.dump(),
               Contains("Details missing: What kind of thing?"));
    w.press("UMIA", question, "Finish your request");
    w.change("UMIA", "What kind of thing?", {{"What kind of thing?", "Desk"}});
    w.submit("UMIA", {{"Which room?", "1.1"}});
    CHECK(w.record("REQ-1").at("form.room") == "1.1");
    CHECK_FALSE(w.record("REQ-1").has("details_missing"));
}

TEST_CASE("a command with words opens the form when there is more to ask", "[kernel][form]")
{
    Asking w;
    w.command("UMIA", "/ticket", "My desk", kRoomHelp);
    CHECK(w.asks("What kind of thing?"));
    w.submit("UMIA", {{"What kind of thing?", "Plant"}});
    CHECK(w.record("REQ-1").at("title") == "My desk");
}

TEST_CASE("agents read the answers on the card; the requester's side shows none for agents", "[kernel][form]")
{
    Asking w;
    w.raise_desk();
    CHECK_THAT(w.message(World::kRooms, "REQ-1").blocks.dump(),
               Contains("Which room?* 4.12") && Contains("What kind of thing?* Desk"));
    w.choose("UCHLOE", w.message(World::kRooms, "REQ-1"), "Edit answers…");
    CHECK(w.asks("Who pays?"));
    w.submit("UCHLOE", {{"Who pays?", "Sales"}});
    CHECK(w.record("REQ-1").at("form.pay") == "Sales");
    CHECK(w.record("REQ-1").at("form.room") == "4.12");
    CHECK_THAT(w.message(World::kRooms, "REQ-1").blocks.dump(), Contains("Who pays?* Sales"));
    CHECK_THAT(w.history_of("UCHLOE", w.message(World::kRooms, "REQ-1")), Contains("Who pays?: Sales"));
    const std::string seen = w.history_of("UMIA", w.message("DUMIA", "REQ-1"));
    CHECK_THAT(seen, Contains("Which room?: 4.12"));
    CHECK_THAT(seen, !Contains("Sales") && !Contains("changed answers"));
}

TEST_CASE("only the inbox's agents edit answers, and what is not asked any more is emptied", "[kernel][form]")
{
    Asking w;
    w.raise_desk();
    const Posted card = w.message(World::kRooms, "REQ-1");
    w.choose("UANA", card, "Edit answers…");
    CHECK_FALSE(w.refused.empty());
    w.choose("UMIA", card, "Edit answers…");
    CHECK_THAT(w.refused, Contains("Only the agents"));
    w.choose("UCHLOE", card, "Edit answers…");
    w.change("UCHLOE", "What kind of thing?", {{"What kind of thing?", "Plant"}});
    CHECK_FALSE(w.asks("Which room?"));
    w.submit("UCHLOE", {});
    CHECK(w.record("REQ-1").at("form.kind") == "plant");
    CHECK_FALSE(w.record("REQ-1").has("form.room"));
}

TEST_CASE("an old ticket shows its answers with the questions it was asked", "[kernel][form]")
{
    Asking w;
    w.raise_desk();
    w.settings.forms[0].fields[1].label = "Which floor?";
    w.set_up();
    w.adopt();
    w.press("UCHLOE", w.message(World::kRooms, "REQ-1"), "Take it");
    CHECK_THAT(w.message(World::kRooms, "REQ-1").blocks.dump(), Contains("Which room?* 4.12"));
    w.open();
    w.change("UMIA", "What kind of thing?",
             {{"What do you need?", "Again"}, {"What kind of thing?", "Desk"}});
    CHECK(w.asks("Which floor?"));
}

TEST_CASE("a form that was open while it changed counts as it was shown", "[kernel][form]")
{
    Asking w;
    w.open();
    const Json form = w.modal;
    w.settings.forms[0].fields.push_back({.name = "colour", .label = "Colour", .is_required = true});
    w.set_up();
    w.adopt();
    w.modal = form;
    w.submit("UMIA", {{"What do you need?", "A plant"}, {"What kind of thing?", "Plant"}});
    CHECK(w.record("REQ-1").at("form.kind") == "plant");
}

TEST_CASE("who moves a ticket answers what the new inbox requires", "[kernel][form]")
{
    Asking w;
    w.command("UMIA", "/ticket", "A desk, please");
    w.choose("UANA", w.message(World::kTriage, "REQ-1"), "Move…");
    CHECK_FALSE(w.asks("What kind of thing?"));
    w.change("UANA", "To which inbox?", {{"To which inbox?", "Facilities"}, {"Why?", "Theirs"}});
    CHECK(w.asks("What kind of thing?"));
    CHECK_FALSE(w.asks("Door code"));
    const Json form = w.modal;
    w.submit("UANA", {});
    CHECK_THAT(w.ack["errors"].dump(), Contains("form.kind"));
    w.modal = form;
    w.change("UANA", "What kind of thing?", {{"What kind of thing?", "Desk"}});
    w.submit("UANA", {{"Which room?", "4.12"}});
    const Record record = w.record("REQ-1");
    CHECK(record.at("inbox") == "rooms");
    CHECK(record.at("form.room") == "4.12");
    CHECK_THAT(w.message(World::kRooms, "REQ-1 A desk").blocks.dump(), Contains("Which room?* 4.12"));
    CHECK(w.all("DUMIA", "What kind of thing?").empty());
}

TEST_CASE("answers of the old form stay readable after a move", "[kernel][form]")
{
    Asking w;
    FormDefinition device{.key = "device", .name = "Device", .inbox = "it"};
    device.fields = {{.name = "serial", .label = "Serial number", .is_required = true}};
    w.settings.forms.push_back(device);
    w.set_up();
    w.adopt();
    w.raise_desk();
    w.choose("UCHLOE", w.message(World::kRooms, "REQ-1"), "Move…");
    w.submit("UCHLOE", {{"To which inbox?", "IT help"}, {"Why?", "Theirs"}});
    CHECK_THAT(w.modal.dump(), Contains("Serial number") && Contains("Theirs"));
    w.submit("UCHLOE", {{"Serial number", "S1"}});
    CHECK_THAT(w.message(World::kTriage, "REQ-1 My desk").blocks.dump(),
               Contains("Serial number* S1") && Contains("Which room?* 4.12"));
}

TEST_CASE("several forms of an inbox are chosen from, and a private one makes private tickets",
          "[kernel][form]")
{
    Asking w;
    FormDefinition complaint{.key = "complaint", .name = "A complaint", .inbox = "rooms", .is_private = true};
    complaint.fields = {{.name = "who", .label = "About whom?", .type = FieldType::user}};
    w.settings.forms.push_back(complaint);
    w.set_up();
    w.adopt();
    w.open();
    CHECK(w.asks("What kind of thing?"));
    w.change("UMIA", "What is it about?",
             {{"What do you need?", "Noise"}, {"What is it about?", "A complaint"}});
    CHECK_FALSE(w.asks("What kind of thing?"));
    CHECK_FALSE(w.asks("Private"));
    CHECK_THAT(w.modal.dump(), Contains("It is private"));
    w.submit("UMIA", {{"About whom?", "UJON"}});
    CHECK(w.record("REQ-1").has("private"));
    CHECK_THAT(w.message(World::kRooms, "REQ-1").blocks.dump(), Contains("<@UJON>"));
}

TEST_CASE("sensitive answers leave only when asked for, and none for agents goes to the requester",
          "[kernel][form]")
{
    Asking w;
    w.raise_desk();
    w.choose("UCHLOE", w.message(World::kRooms, "REQ-1"), "Edit answers…");
    w.submit("UCHLOE", {{"Who pays?", "Sales"}});
    const std::string plain = w.exported({.with_events = true, .reader = {}});
    CHECK_THAT(plain, Contains("4.12") && Contains("Sales") && !Contains("9876"));
    CHECK_THAT(w.exported({.with_sensitive = true, .reader = {}}), Contains("9876"));
    CHECK_THAT(
        w.exported({.reader = {}}, kernel::ExportFormat::csv),
        Contains("What kind of thing?: Desk; Which room?: 4.12; Who pays?: Sales") && !Contains("9876"));
    CHECK_THAT(w.exported({.with_sensitive = true, .reader = "UMIA"}),
               Contains("9876") && !Contains("Sales"));
}

TEST_CASE("a bound of answers on a card keeps it within what Slack shows", "[kernel][form]")
{
    Asking w;
    w.settings.forms[0].fields.clear();
    for (int i = 0; i < 40; ++i)
        w.settings.forms[0].fields.push_back({.name = "f" + std::to_string(i),
                                              .label = "Question " + std::to_string(i),
                                              .initial = std::string(500, 'x')});
    w.set_up();
    w.adopt();
    w.open();
    w.submit("UMIA", {{"What do you need?", "Much"}});
    CHECK_THAT(w.message(World::kRooms, "REQ-1").blocks.dump(),
               Contains("Question 0") && Contains("25 answers more"));
}

TEST_CASE("the common questions and those of every process leave room for the largest form", "[kernel][form]")
{
    Asking w;
    FormDefinition& form = w.settings.forms[0];
    form.fields.clear();
    for (std::size_t i = 0; i < kFormFieldsMost; ++i)
        form.fields.push_back({.name = "f" + std::to_string(i), .label = "Question"});
    w.settings.forms.push_back(form);
    w.settings.forms.back().key = "second";
    w.set_up();
    w.adopt();
    for (const char* type : {"Something is broken", "I need something"}) {
        w.command("UMIA", "/ticket", "", kRoomHelp);
        w.change("UMIA", "Type", {{"Type", type}});
        CHECK(w.modal["blocks"].size() <= kFormBlocksMost);
    }
}

TEST_CASE("retention empties answers as it empties other words", "[kernel][form][retention]")
{
    Asking w;
    w.settings.inboxes[1].retention_days = 30;
    w.set_up();
    w.adopt();
    w.raise_desk();
    w.press("UCHLOE", w.message(World::kRooms, "REQ-1"), "Take it");
    w.press("UCHLOE", w.message(World::kRooms, "REQ-1"), "Resolve");
    w.submit("UCHLOE", {{"Resolution", "There it is"}});
    w.press("UMIA", w.message("DUMIA", "There it is"), "Yes, solved");
    w.now += 31 * 24h;
    w.fire_timers();
    CHECK_THAT(w.record("REQ-1").at("form.code"), Contains("erased after 30 days"));
    CHECK_THAT(w.message(World::kRooms, "REQ-1").blocks.dump(), !Contains("4.12") && !Contains("9876"));
}
