#include "handlers/domain/form_choice.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>

namespace deskbell {

namespace {

/// What Slack's JSON of an input and of an option takes beyond their texts, in bytes.
constexpr std::size_t kInputBytes = 300;
constexpr std::size_t kOptionBytes = 100;

/// Looks at one form and collects what is wrong.
class Check {
public:
    explicit Check(const FormDefinition& form) : form_(form) {}

    std::vector<FormFault> run()
    {
        check_form();
        for (at_ = 0; at_ < form_.fields.size(); ++at_) check_field(form_.fields[at_]);
        return std::move(faults_);
    }

private:
    void fault_in_form(std::string key, std::string problem, std::string mend)
    {
        faults_.push_back({std::nullopt, std::move(key), std::move(problem), std::move(mend)});
    }
    void fault(std::string key, std::string problem, std::string mend)
    {
        faults_.push_back({at_, std::move(key), std::move(problem), std::move(mend)});
    }

    void check_form()
    {
        if (const std::string wrong = key_fault(form_.key, true); !wrong.empty())
            fault_in_form("key", wrong, "Write 1 to 32 small letters, digits, - or _, such as \"laptop\".");
        const std::size_t length = utf16_length(form_.name);
        if (length == 0 || length > kFormNameMost)
            fault_in_form("name", "has " + std::to_string(length) + " characters.",
                          "Write 1 to " + std::to_string(kFormNameMost) + ", such as \"New laptop\".");
        if (form_.fields.empty())
            fault_in_form("field", "asks nothing.", "Add a [[form.field]] with name, label and type.");
        if (form_.fields.size() > kFormFieldsMost)
            fault_in_form("field", "has " + std::to_string(form_.fields.size()) + " fields.",
                          "Slack shows " + std::to_string(kFormBlocksMost) + " blocks, of which " +
                              std::to_string(kBuiltInBlocksMost) +
                              " are needed for what every ticket asks: keep " +
                              std::to_string(kFormFieldsMost) + ".");
        if (bytes() > kFormBytesMost)
            fault_in_form("field", "has too much text for one form in Slack.",
                          "Shorten labels, help and options, or make two forms of it.");
    }

    void check_field(const FormField& field)
    {
        if (const std::string wrong = key_fault(field.name, false); !wrong.empty())
            fault("name", wrong, "Write 1 to 32 small letters, digits or _, such as \"model\".");
        const auto first = std::ranges::find(form_.fields, field.name, &FormField::name);
        if (&*first != &field)
            fault("name", "\"" + field.name + "\" is the name of an earlier field.",
                  "Give each field its own name.");
        check_text("label", field.label, 1, kFieldLabelMost);
        check_text("help", field.help, 0, kFieldHelpMost);
        check_options(field);
        check_default(field);
        check_condition(field);
    }

    void check_text(std::string key, std::string_view text, std::size_t least, std::size_t most)
    {
        const std::size_t length = utf16_length(text);
        if (length < least || length > most)
            fault(std::move(key), "has " + std::to_string(length) + " characters.",
                  "Write " + std::to_string(least) + " to " + std::to_string(most) + ".");
    }

    void check_options(const FormField& field)
    {
        if (!is_choice(field.type)) {
            if (!field.options.empty())
                fault("options", "belong to one_of and many_of only.",
                      "Remove them, or write type = \"one_of\".");
            return;
        }
        if (field.options.empty() || field.options.size() > kFieldOptionsMost)
            fault("options", "are " + std::to_string(field.options.size()) + ".",
                  "Write 1 to " + std::to_string(kFieldOptionsMost) + ", such as [\"Laptop\", \"Phone\"].");
        for (std::size_t i = 0; i < field.options.size(); ++i) check_option(field, i);
    }

    void check_option(const FormField& field, std::size_t i)
    {
        const FormOption& option = field.options[i];
        const std::string place = "options";
        for (const std::string& text : {option.value, option.label})
            if (text.empty() || utf16_length(text) > kFieldOptionMost) {
                fault(place,
                      "\"" + shortened(text, 40) + "\" has " + std::to_string(utf16_length(text)) +
                          " characters.",
                      "Write 1 to " + std::to_string(kFieldOptionMost) + ".");
                return;
            }
        if (field.type == FieldType::many_of && option.value.find(',') != std::string::npos)
            fault(place, "\"" + option.value + "\" has a comma, which separates several answers.",
                  "Write { value = \"a\", label = \"A, with a comma\" }.");
        if (option_of(field, option.value) != &option)
            fault(place, "\"" + option.value + "\" stands there twice.", "Remove one.");
    }

    void check_default(const FormField& field)
    {
        if (field.initial.empty())
            return;
        if (utf16_length(field.initial) > kAnswerMost)
            fault("default", "is too long.", "Write at most " + std::to_string(kAnswerMost) + " characters.");
        if (const std::string wrong = fault_in_value(field.type, field.initial); !wrong.empty())
            fault("default", "\"" + shortened(field.initial, 40) + "\" cannot be entered there.", wrong);
        if (!is_choice(field.type))
            return;
        const auto chosen = field.type == FieldType::many_of ? split(field.initial, ',')
                                                             : std::vector<std::string>{field.initial};
        for (const std::string& one : chosen)
            if (option_of(field, one) == nullptr)
                fault("default", "\"" + shortened(one, 40) + "\" is not one of the options.",
                      nearest_option(field, one));
    }

    void check_condition(const FormField& field)
    {
        for (const auto& all : field.visible_when.any_of)
            for (const Comparison& comparison : all) check_comparison(field, comparison);
    }

    void check_comparison(const FormField& field, const Comparison& comparison)
    {
        const FormField* earlier = nullptr;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < at_; ++i) {
            names.push_back(form_.fields[i].name);
            if (form_.fields[i].name == comparison.field)
                earlier = &form_.fields[i];
        }
        if (earlier == nullptr) {
            const std::string near = nearest(comparison.field, names);
            fault("visible_when", "there is no earlier field \"" + comparison.field + "\".",
                  !near.empty()   ? "Did you mean \"" + near + "\"?"
                  : names.empty() ? "The first field is always asked: remove it."
                                  : "Name one of: " + joined(names, ", ") + ".");
            return;
        }
        if (earlier->agents_only && !field.agents_only)
            fault("visible_when", "\"" + earlier->name + "\" is asked of agents only.",
                  "Write seen_by = \"agents\" here as well, or compare with another field.");
        if (earlier->type == FieldType::yes_no) {
            for (const std::string& value : comparison.values)
                if (value != "yes")
                    fault("visible_when", "\"" + value + "\" is no answer to \"" + earlier->name + "\".",
                          "Write == \"yes\" or != \"yes\".");
        } else if (!is_choice(earlier->type)) {
            fault("visible_when", "\"" + earlier->name + "\" is " + std::string(to_text(earlier->type)) + ".",
                  "Compare with a field of the type one_of, many_of or yes_no.");
        } else {
            for (const std::string& value : comparison.values)
                if (option_of(*earlier, value) == nullptr)
                    fault("visible_when",
                          "\"" + shortened(value, 40) + "\" is no option of \"" + earlier->name + "\".",
                          nearest_option(*earlier, value));
        }
    }

    static std::string nearest_option(const FormField& field, std::string_view word)
    {
        std::vector<std::string> values;
        for (const FormOption& option : field.options) values.push_back(option.value);
        const std::string near = nearest(word, values);
        return near.empty() ? "Write one of: " + shortened(joined(values, ", "), 300) + "."
                            : "Did you mean \"" + near + "\"?";
    }

    static std::string key_fault(std::string_view key, bool with_dash)
    {
        const bool good =
            !key.empty() && key.size() <= kFormKeyMost && std::ranges::all_of(key, [&](unsigned char c) {
                return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
                       (with_dash && c == '-');
            });
        return good ? "" : "\"" + shortened(cleaned(key), 40) + "\" cannot be one.";
    }

    std::size_t bytes() const
    {
        std::size_t sum = 0;
        for (const FormField& field : form_.fields) {
            sum += kInputBytes + field.label.size() + field.help.size() + field.initial.size();
            for (const FormOption& option : field.options)
                sum += kOptionBytes + option.value.size() + option.label.size();
        }
        return sum;
    }

    const FormDefinition& form_;
    std::size_t at_ = 0;
    std::vector<FormFault> faults_;
};

}  // namespace

std::vector<FormFault> faults_of(const FormDefinition& form) { return Check(form).run(); }

}  // namespace deskbell
