// What an inbox asks: conditions, and what keeps a form from being shown.
#include "handlers/domain/form_definition.hpp"
#include "handlers/domain/settings.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using Catch::Contains;

namespace {

Condition condition(std::string_view text)
{
    auto read = parse_condition(text);
    INFO(text << ": " << (read ? "" : read.error().detail()));
    REQUIRE(read);
    return *std::move(read);
}

bool holds(std::string_view text, const Attributes& answers) { return condition(text).holds(answers, ""); }

std::string refusal(std::string_view text)
{
    const auto read = parse_condition(text);
    return read ? "" : read.error().detail();
}

FormField choice(std::string name, std::vector<std::string> options)
{
    FormField out{.name = std::move(name), .label = "Choose", .type = FieldType::one_of};
    for (std::string& option : options) out.options.push_back({option, option});
    return out;
}

FormDefinition form_of(std::vector<FormField> fields)
{
    return {.key = "device", .name = "New device", .inbox = "it", .fields = std::move(fields)};
}

std::string told(const FormDefinition& form)
{
    std::string out;
    for (const FormFault& fault : faults_of(form))
        out += (fault.field ? std::to_string(*fault.field) + "." : "") + fault.key + " " + fault.problem +
               " " + fault.mend + "\n";
    return out;
}

std::string faults(std::vector<FormField> fields) { return told(form_of(std::move(fields))); }

}  // namespace

TEST_CASE("a condition compares answers, and binds before or", "[domain][form]")
{
    CHECK(holds(R"(kind == "laptop")", {{"kind", "laptop"}}));
    CHECK_FALSE(holds(R"(kind == "laptop")", {{"kind", "phone"}}));
    CHECK_FALSE(holds(R"(kind == "laptop")", {}));
    CHECK(holds(R"(kind != "laptop")", {}));
    CHECK(holds(R"(kind in ["desk", "chair"])", {{"kind", "chair"}}));
    CHECK(holds(R"(kind in ["desk", 'chair'] and urgent == "yes" or floor == "4")", {{"floor", "4"}}));
    CHECK_FALSE(holds(R"(kind == "desk" and urgent == "yes")", {{"kind", "desk"}}));
    CHECK(holds("", {}));
}

TEST_CASE("of several answers one suffices, and a choice may have a comma", "[domain][form]")
{
    CHECK(holds(R"(extras == "bag")", {{"extras", "mouse,bag"}}));
    CHECK_FALSE(holds(R"(extras != "bag")", {{"extras", "mouse,bag"}}));
    CHECK(holds(R"(kind == "Yes, please")", {{"kind", "Yes, please"}}));
}

TEST_CASE("a condition that cannot be read says what to write", "[domain][form]")
{
    CHECK_THAT(refusal(R"((kind == "a"))"), Contains("no brackets"));
    CHECK_THAT(refusal(R"(kind = "a")"), Contains("==, != or in"));
    CHECK_THAT(refusal("kind == a"), Contains("text in quotes"));
    CHECK_THAT(refusal(R"(kind == "a)"), Contains("text in quotes"));
    CHECK_THAT(refusal(R"(kind in ["a")"), Contains("]"));
    CHECK_THAT(refusal(R"(kind == "a" kind)"), Contains("cannot stand there"));
    CHECK_THAT(refusal(R"(kind == "a" and)"), Contains("earlier field is missing"));
    std::string many = R"(a == "b")";
    for (std::size_t i = 0; i < kComparisonsMost; ++i) many += R"( or a == "b")";
    CHECK_THAT(refusal(many), Contains("Write fewer"));
}

TEST_CASE("a question that is not asked has no answer for those after it", "[domain][form]")
{
    FormField model = choice("model", {"small", "large"});
    model.visible_when = condition(R"(kind == "laptop")");
    FormField why{.name = "why", .label = "Why?"};
    why.visible_when = condition(R"(model == "large")");
    FormField cost{.name = "cost", .label = "Cost centre", .agents_only = true};
    const FormDefinition form = form_of({choice("kind", {"laptop", "phone"}), model, why, cost});
    CHECK(told(form).empty());
    CHECK(asked_fields(form, {{"form.kind", "phone"}, {"form.model", "large"}}, false).size() == 1);
    CHECK(asked_fields(form, {{"form.kind", "laptop"}, {"form.model", "large"}}, false).size() == 3);
    CHECK(asked_fields(form, {}, true).back()->name == "cost");
    CHECK(decides(form, form.fields[0]));
    CHECK_FALSE(decides(form, form.fields[2]));
}

TEST_CASE("conditions name earlier choices that everybody is asked", "[domain][form]")
{
    const auto with = [](std::string_view text) {
        FormField field{.name = "model", .label = "Model"};
        field.visible_when = condition(text);
        FormField cost = choice("cost", {"a"});
        cost.agents_only = true;
        return faults({choice("kind", {"laptop", "phone"}), cost, {.name = "room", .label = "Room"}, field});
    };
    CHECK_THAT(with(R"(knid == "laptop")"), Contains("Did you mean \"kind\"?"));
    CHECK_THAT(with(R"(kind == "labtop")"), Contains("Did you mean \"laptop\"?"));
    CHECK_THAT(with(R"(room == "4")"), Contains("one_of, many_of or yes_no"));
    CHECK_THAT(with(R"(cost == "a")"), Contains("seen_by = \"agents\""));
    CHECK_THAT(with(R"(model == "x")"), Contains("no earlier field"));
    CHECK(with(R"(kind != "phone")").empty());
}

TEST_CASE("what Slack would refuse is refused before anybody opens the form", "[domain][form]")
{
    CHECK_THAT(faults({}), Contains("asks nothing"));
    std::vector<FormField> many;
    for (std::size_t i = 0; i <= kFormFieldsMost; ++i)
        many.push_back({.name = "f" + std::to_string(i), .label = "Question"});
    CHECK_THAT(faults(many), Contains("has 81 fields"));
    many.pop_back();
    CHECK(faults(many).empty());
    CHECK(blocks_at_most(form_of(many)) == kFormBlocksMost);
    CHECK_THAT(faults({{.name = "a", .label = std::string(2001, 'x')}}), Contains("0.label has 2001"));
    CHECK_THAT(faults({{.name = "a", .label = "A", .help = std::string(2001, 'x')}}), Contains("0.help"));
    CHECK_THAT(faults({choice("a", {std::string(76, 'x')})}), Contains("has 76 characters"));
    CHECK_THAT(faults({choice("a", std::vector<std::string>(101, "x"))}), Contains("are 101"));
    CHECK_THAT(faults({choice("a", {})}), Contains("are 0"));
    CHECK_THAT(faults({choice("a", {"x", "x"})}), Contains("stands there twice"));
    std::vector<FormField> heavy;
    for (int i = 0; i < 79; ++i) {
        heavy.push_back(choice("f" + std::to_string(i), {}));
        for (int j = 0; j < 40; ++j) {
            const std::string option = std::to_string(j) + std::string(70, 'x');
            heavy.back().options.push_back({option, option});
        }
    }
    CHECK_THAT(faults(heavy), Contains("too much text"));
}

TEST_CASE("names, defaults and options of a question fit together", "[domain][form]")
{
    CHECK_THAT(faults({{.name = "A b", .label = "A"}}), Contains("0.name"));
    CHECK_THAT(faults({{.name = "a", .label = "A"}, {.name = "a", .label = "B"}}), Contains("earlier field"));
    FormField with_options{.name = "a", .label = "A", .options = {{"x", "x"}}};
    CHECK_THAT(faults({with_options}), Contains("one_of and many_of only"));
    FormField kind = choice("kind", {"laptop", "phone"});
    kind.initial = "phon";
    CHECK_THAT(faults({kind}), Contains("Did you mean \"phone\"?"));
    CHECK_THAT(faults({{.name = "n", .label = "N", .type = FieldType::number, .initial = "many"}}),
               Contains("whole number"));
    FormField several = choice("a", {"x, y"});
    several.type = FieldType::many_of;
    CHECK_THAT(faults({several}), Contains("comma"));
}

TEST_CASE("a value is what its type says", "[domain][form]")
{
    CHECK(fault_in_value(FieldType::number, "-12").empty());
    CHECK_FALSE(fault_in_value(FieldType::number, "12.5").empty());
    CHECK(fault_in_value(FieldType::money, "12.5").empty());
    CHECK(fault_in_value(FieldType::date, "2026-02-28").empty());
    CHECK_FALSE(fault_in_value(FieldType::date, "2026-02-30").empty());
    CHECK(fault_in_value(FieldType::users, "U1,W2").empty());
    CHECK_FALSE(fault_in_value(FieldType::users, "U1,mia").empty());
    CHECK(fault_in_value(FieldType::file, "https://x.slack.com/files/F1").empty());
    CHECK_FALSE(fault_in_value(FieldType::file, "report.pdf").empty());
    CHECK(fault_in_value(FieldType::number, "").empty());
}

TEST_CASE("an inbox has its default form first, for the kind of ticket", "[domain][form]")
{
    Settings settings;
    settings.forms = {{.key = "a", .name = "A", .inbox = "it"},
                      {.key = "b", .name = "B", .inbox = "it", .process = "incident"},
                      {.key = "c", .name = "C", .inbox = "it", .is_default = true},
                      {.key = "d", .name = "D", .inbox = "hr"}};
    const auto forms = settings.forms_for("it", "request");
    REQUIRE(forms.size() == 2);
    CHECK(forms[0]->key == "c");
    CHECK(forms[1]->key == "a");
    CHECK(settings.forms_for("it", "incident").size() == 3);
}
