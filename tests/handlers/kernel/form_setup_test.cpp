// Forms that are written in Slack: who may, the check, the dry run, and what stands in the file.
#include "world.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::test;
using Catch::Contains;

namespace {

/// In the place of the configuration's reader: "<key> <inbox> <question>".
FormReading read_words(std::string_view text)
{
    FormReading out;
    std::size_t at = 0;
    const auto next = [&] {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        std::string word(text.substr(at, end - at));
        at = std::min(end + 1, text.size());
        return word;
    };
    out.form.key = next();
    out.form.inbox = next();
    out.form.name = "The form " + out.form.key;
    out.form.fields = {{.name = "what", .label = std::string(text.substr(at)), .is_required = true}};
    if (at == text.size())
        out.faults = {"Line 7: label is missing. Write one."};
    return out;
}

struct Writing : World {
    Writing()
    {
        settings.roles["sms_manager"] = {"USERA"};
        settings.form_reader = read_words;
        FormDefinition filed{.key = "filed", .name = "Filed", .inbox = "it"};
        filed.fields = {{.name = "serial", .label = "Serial number"}};
        settings.forms = {filed};
        set_up();
    }
    void list(const std::string& user) { command(user, "/desk", "forms"); }
    /// The last answer to a command, as a message to press in.
    Posted answer() const { return {kHelp, "", "", ack.value("text", ""), ack["blocks"]}; }
    void write_form(const std::string& text)
    {
        list("USERA");
        press("USERA", answer(), "New form…");
        submit("USERA", {{"The form", text}});
    }
    bool asks(const std::string& label)
    {
        command("UMIA", "/ticket", "", "CROOMHELP");
        return modal.dump().find(label) != std::string::npos;
    }
};

}  // namespace

TEST_CASE("a form written in Slack counts after its dry run, and at once", "[kernel][form]")
{
    Writing w;
    w.write("UMIA", "CROOMHELP", "A lamp");
    w.write_form("lamps rooms Which lamp?");
    CHECK(w.modal["submit"]["text"] == "Save");
    CHECK_THAT(w.modal.dump(), Contains("This is a new form") && Contains("asked from now on: what") &&
                                   Contains("1 of the open tickets (1 in all)"));
    const Json seen = w.modal;
    CHECK_FALSE(w.asks("Which lamp?"));
    w.modal = seen;
    w.submit("USERA", {});
    CHECK_THAT(w.modal.dump(), Contains("is in force"));
    CHECK(w.asks("Which lamp?"));
}

TEST_CASE("what was changed after the dry run is shown again before it counts", "[kernel][form]")
{
    Writing w;
    w.write_form("lamps rooms Which lamp?");
    w.submit("USERA", {{"The form", "lamps rooms Which light?"}});
    CHECK(w.modal["submit"]["text"] == "Save");
    const Json seen = w.modal;
    CHECK_FALSE(w.asks("Which light?"));
    w.modal = seen;
    w.submit("USERA", {});
    CHECK(w.asks("Which light?"));
}

TEST_CASE("faults stand beside the text with their line, and the text stays", "[kernel][form]")
{
    Writing w;
    w.write_form("lamps");
    CHECK_THAT(w.ack["errors"]["text"].get<std::string>(), Contains("Line 7: label is missing"));
    w.write_form("lamps attic Which lamp?");
    CHECK_THAT(w.ack["errors"]["text"].get<std::string>(), Contains("no inbox \"attic\""));
    w.write_form("filed it Which lamp?");
    CHECK_THAT(w.ack["errors"]["text"].get<std::string>(), Contains("stands in the configuration file"));
}

TEST_CASE("a form is changed and removed by who may; tickets keep their answers", "[kernel][form]")
{
    Writing w;
    w.write_form("lamps rooms Which lamp?");
    w.submit("USERA", {});
    w.command("UMIA", "/ticket", "", "CROOMHELP");
    w.submit("UMIA",
             {{"What do you need?", "Light"}, {"Type", "I need something"}, {"Which lamp?", "The tall one"}});
    w.list("USERA");
    w.press("USERA", w.answer(), "Change…");
    w.submit("USERA", {{"The form", "lamps rooms Which light?"}});
    CHECK_THAT(w.modal.dump(), Contains("asked otherwise: what"));
    w.submit("USERA", {});
    CHECK(w.asks("Which light?"));
    w.list("USERA");
    w.press("USERA", w.answer(), "Change…");
    w.submit("USERA", {{"Remove this form", "Yes"}});
    CHECK(w.modal["submit"]["text"] == "Remove");
    w.submit("USERA", {{"Remove this form", "Yes"}});
    CHECK_THAT(w.modal.dump(), Contains("is removed"));
    CHECK_FALSE(w.asks("Which light?"));
    w.press("UCHLOE", w.message(World::kRooms, "REQ-1"), "Take it");
    CHECK_THAT(w.message(World::kRooms, "REQ-1").blocks.dump(), Contains("Which lamp?* The tall one"));
}

TEST_CASE("who may not set up reads the list and changes nothing", "[kernel][form]")
{
    Writing w;
    w.write_form("lamps rooms Which lamp?");
    const Json seen = w.modal;
    for (const char* user : {"UMIA", "UANA"}) {
        w.list(user);
        CHECK_THAT(w.ack.dump(), Contains("Filed"));
        CHECK_THAT(w.ack.dump(), !Contains("New form…"));
        w.modal = seen;
        w.submit(user, {});
        CHECK_THAT(w.refused, Contains("Only administrators"));
    }
    w.list("USERA");
    const Posted shown = w.answer();
    w.press("UMIA", shown, "New form…");
    CHECK_THAT(w.refused, Contains("Only administrators"));
}

TEST_CASE("a form of the file is shown, and says where it is changed", "[kernel][form]")
{
    Writing w;
    w.list("USERA");
    w.press("USERA", w.answer(), "Show");
    CHECK_THAT(w.modal.dump(), Contains("stands in the configuration file") && Contains("Serial number"));
}
