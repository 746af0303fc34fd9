// Forms of inboxes, as the configuration writes them.
#include "config/config.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::config;
using Catch::Contains;

namespace {

constexpr const char* kInbox = "[[inbox]]\nkey = \"it\"\nagent_channel = \"C0TRIAGE\"\n";  // lines 1 to 3

constexpr const char* kForm = R"([[form]]
key = "device"
name = "New device"
inbox = "it"
process = "request"
default = true
private = true
[[form.field]]
name = "kind"
label = "What kind?"
type = "one_of"
required = true
default = "Phone"
options = ["Phone", { value = "laptop", label = "A laptop, please" }]
[[form.field]]
name = "model"
label = "Which model?"
help = "It is on the lid"
visible_when = "kind == 'laptop'"
seen_by = "agents"
sensitive = true
)";

LoadedConfig read(const std::string& more)
{
    return read_config(kInbox + more, "deskbell.toml", Date{std::chrono::days{20'600}});
}

std::string faults(const std::string& more) { return to_text(read(more).faults); }

/// A form with one field that has these lines.
std::string with_field(const std::string& lines)
{
    return "[[form]]\nkey = \"a\"\nname = \"A\"\ninbox = \"it\"\n[[form.field]]\n" + lines;
}

FormReading read_in_slack(const std::string& text) { return default_config().settings.form_reader(text); }

}  // namespace

TEST_CASE("a form says what its inbox asks, of whom and when", "[config][form]")
{
    const LoadedConfig loaded = read(kForm);
    CHECK(to_text(loaded.faults).empty());
    REQUIRE(loaded.config.settings.forms.size() == 1);
    const FormDefinition& form = loaded.config.settings.forms[0];
    CHECK(form.process == "request");
    CHECK(form.is_default);
    CHECK(form.is_private);
    REQUIRE(form.fields.size() == 2);
    CHECK(form.fields[0].is_required);
    CHECK(form.fields[0].initial == "Phone");
    CHECK(form.fields[0].options[1].label == "A laptop, please");
    CHECK(form.fields[1].visible_when.text == "kind == 'laptop'");
    CHECK(form.fields[1].agents_only);
    CHECK(form.fields[1].is_sensitive);
}

TEST_CASE("what is wrong with a form names its line and what to write", "[config][form]")
{
    CHECK_THAT(faults(with_field("name = \"a\"\nlable = \"A\"\n")),
               Contains("deskbell.toml:10: form[1].field[1].lable") && Contains("Did you mean \"label\"?"));
    CHECK_THAT(faults(with_field("name = \"a\"\nlabel = \"A\"\ntype = \"txt\"\n")),
               Contains(":11:") && Contains("Did you mean \"text\"?"));
    CHECK_THAT(faults(with_field("name = \"a\"\nlabel = \"A\"\nvisible_when = \"b = 1\"\n")),
               Contains(":11:") && Contains("is no condition"));
    CHECK_THAT(faults(with_field("name = \"a\"\n")), Contains("form[1].field[1].label: has 0 characters"));
    CHECK_THAT(faults(with_field("name = \"a\"\nlabel = \"A\"\ntype = \"one_of\"\n")), Contains("are 0"));
    CHECK_THAT(faults("[[form]]\nkey = \"a\"\nname = \"A\"\ninbox = \"it\"\n"), Contains("asks nothing"));
    CHECK_THAT(faults("[[form]]\nkey = \"a\"\nname = \"A\"\ninbox = \"it\"\nprocess = \"chnge\"\n"),
               Contains("incident"));
}

TEST_CASE("forms are of inboxes that are there, with keys and defaults of their own", "[config][form]")
{
    const std::string other = with_field("name = \"a\"\nlabel = \"A\"\n");
    CHECK(faults(std::string(kForm) + other).empty());
    CHECK_THAT(faults(other + other), Contains("key of another form"));
    std::string elsewhere = other;
    elsewhere.replace(elsewhere.find("\"it\""), 4, "\"itt\"");
    CHECK_THAT(faults(elsewhere), Contains("Did you mean \"it\"?"));
    std::string second = kForm;
    second.replace(second.find("\"device\""), 8, "\"second\"");
    CHECK_THAT(faults(kForm + second), Contains("\"device\" is the default already"));
}

TEST_CASE("the text of one form is read as the file is", "[config][form]")
{
    const FormReading good = read_in_slack(kForm);
    CHECK(good.faults.empty());
    CHECK(good.form.key == "device");
    CHECK(good.form.fields.size() == 2);
    const auto fault_of = [](const std::string& text) {
        const FormReading bad = read_in_slack(text);
        return bad.faults.empty() ? std::string() : bad.faults.front();
    };
    CHECK_THAT(fault_of(""), Contains("Begin with [[form]]"));
    CHECK_THAT(fault_of(std::string(kForm) + kForm), Contains("Write one [[form]]"));
    CHECK_THAT(fault_of("[[form]]\nkey = \n"), Contains("Line 2") && Contains("not valid TOML"));
    CHECK_THAT(fault_of("[[inbox]]\nkey = \"x\"\n"), Contains("is not a known key"));
    CHECK_THAT(fault_of(with_field("name = \"a\"\nlabel = \"A\"\nhlep = \"x\"\n")),
               Contains("Line 8") && Contains("Did you mean \"help\"?"));
}
