#include "handlers/kernel/intake/answers.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/intake/form_versions.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kAnswersShown = 15;   ///< on a card, which has many other things to say
constexpr std::size_t kLabelShown = 80;     ///< UTF-16 units of a question on the card
constexpr std::size_t kAnswerShown = 200;   ///< of its answer
constexpr std::size_t kSectionFull = 2500;  ///< a section holds 3,000; one line more must not be cut

/// The question in the words of the declared fields: what these hold belongs to `field` and to this.
class Declared {
public:
    explicit Declared(const FormField& field) : name_(field.attribute())
    {
        for (const FormOption& option : field.options) options_.push_back({option.value, option.label});
        field_ = {.name = name_,
                  .label = field.label,
                  .type = field.type,
                  .help = field.help,
                  .options = options_,
                  .max_length = kAnswerMost};
    }
    Declared(const Declared&) = delete;
    Declared& operator=(const Declared&) = delete;
    const Field& operator*() const { return field_; }

private:
    std::string name_;
    std::vector<Option> options_;
    Field field_;
};

std::string value_in(const Attributes& answers, const FormField& field)
{
    const auto it = answers.find(field.attribute());
    return it == answers.end() ? std::string() : it->second;
}

}  // namespace

void add_questions(slack::Blocks& blocks, const FormDefinition& form, const Attributes& answers,
                   bool of_agent)
{
    Attributes known = answers;
    fill_defaults(form, known);
    for (const FormField* field : asked_fields(form, known, of_agent))
        add_input(blocks, *Declared(*field), field->is_required, value_in(known, *field),
                  decides(form, *field));
}

Attributes read_answers(const FormDefinition& form, const slack::Values& values, bool of_agent)
{
    Attributes entered;
    for (const FormField& field : form.fields)
        // An emptied answer stays empty when the form is drawn anew, whatever its default is.
        if (values.contains(field.attribute()))
            entered[field.attribute()] = read_input(*Declared(field), values);
    Attributes out;
    for (const FormField* field : asked_fields(form, entered, of_agent))
        if (const auto it = entered.find(field->attribute()); it != entered.end())
            out.insert(*it);
    return out;
}

Result<void> check_answers(const FormDefinition& form, const Attributes& answers, bool of_agent,
                           bool is_whole)
{
    for (const FormField* field : asked_fields(form, answers, of_agent))
        if (const std::string fault =
                fault_in(*Declared(*field), value_in(answers, *field), is_whole && field->is_required);
            !fault.empty())
            return Error(Errc::invalid_input, fault, field->attribute());
    return {};
}

void fill_defaults(const FormDefinition& form, Attributes& answers)
{
    for (const FormField& field : form.fields)
        if (!field.initial.empty())
            answers.try_emplace(field.attribute(), field.initial);
}

std::vector<std::string> missing_answers(const FormDefinition& form, const Attributes& answers, bool of_agent)
{
    std::vector<std::string> out;
    for (const FormField* field : asked_fields(form, answers, of_agent))
        if (field->is_required && value_in(answers, *field).empty())
            out.push_back(shortened(field->label, kLabelShown));
    return out;
}

FormDefinition required_part(const FormDefinition& form)
{
    FormDefinition out = form;
    std::erase_if(out.fields,
                  [&](const FormField& field) { return !field.is_required && !decides(form, field); });
    return out;
}

std::vector<Answered> answers_of(const Desk& desk, const Record& record, const store::Unit& unit)
{
    std::vector<Answered> out;
    for (const FormDefinition& form : forms_of(desk.settings(), record, unit))
        for (const FormField& field : form.fields) {
            const bool is_known = std::ranges::any_of(
                out, [&](const Answered& earlier) { return earlier.field.name == field.name; });
            if (!is_known && record.has(field.attribute()))
                out.push_back({field, record.at(field.attribute())});
        }
    return out;
}

std::optional<FormField> question_of(const Desk& desk, const Record& record, std::string_view attribute,
                                     const store::Unit& unit)
{
    if (!attribute.starts_with(kAnswerPrefix))
        return std::nullopt;
    for (const FormDefinition& form : forms_of(desk.settings(), record, unit))
        if (const FormField* field = form.field(attribute.substr(kAnswerPrefix.size())))
            return *field;
    return std::nullopt;
}

std::string shown_answer(const Desk& desk, const Answered& answered)
{
    const std::string& value = answered.value;
    // Erased answers hold a mark instead, which is shown as it is.
    const bool is_sound = fault_in_value(answered.field.type, value).empty();
    switch (answered.field.type) {
        case FieldType::user:
        case FieldType::users: {
            std::vector<std::string> people;
            for (const std::string& user : split(value, ','))
                people.push_back(is_sound ? mentioned(user) : slack::escaped(user));
            return joined(people, ", ");
        }
        case FieldType::instant:
            if (const auto instant = parse_rfc3339(value))
                return slack::date(*instant, desk.settings().timezone);
            break;
        case FieldType::file:
            if (is_sound)
                return slack::link(value, shortened(value, kLabelShown));
            break;
        default:
            break;
    }
    return slack::escaped(shortened(answer_label(answered.field, value), kAnswerShown));
}

void add_answers(const Desk& desk, const Record& record, const store::Unit& unit, slack::Blocks& blocks)
{
    const auto answers = answers_of(desk, record, unit);
    std::string text;
    for (std::size_t i = 0; i < std::min(answers.size(), kAnswersShown); ++i) {
        const FormField& field = answers[i].field;
        text += std::string(text.empty() ? "" : "\n") + (field.agents_only ? ":lock: " : "") +
                "*" + slack::escaped(shortened(field.label, kLabelShown)) + "* " +
                shown_answer(desk, answers[i]);
        if (utf16_length(text) > kSectionFull) {
            blocks.section(text);
            text.clear();
        }
    }
    blocks.section(text);
    if (answers.size() > kAnswersShown)
        blocks.context(
            {"… and " + counted(answers.size() - kAnswersShown, "answer") + " more: More, Edit answers…"});
}

std::string audience(const InboxSettings& inbox, bool is_private, const store::Unit& unit)
{
    const std::size_t agents = unit.directory.members(inbox.agent_channel).size();
    return ":eyes: *Who will see this:* you and " +
           (agents == 0 ? std::string("the agents") : counted(agents, "agent")) + " of " +
           slack::escaped(inbox.name) +
           (is_private ? ". It is private: nobody else." : ". It is not private: colleagues may follow it.");
}

}  // namespace deskbell::kernel
