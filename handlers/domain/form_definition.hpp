#pragma once
#include "handlers/domain/condition.hpp"
#include "handlers/domain/field_type.hpp"
#include "handlers/domain/record.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// Forms that one desk can hold, those set up in Slack included.
inline constexpr std::size_t kFormsMost = 50;
/// Blocks of the form New ticket that are not the inbox's own questions: common fields, those of the kind of
/// ticket, choices, and who will see it.
inline constexpr std::size_t kBuiltInBlocksMost = 20;
// Limits of a view. Source: Slack's reference of Block Kit, and its JSON schemas.
inline constexpr std::size_t kFormBlocksMost = 100;
inline constexpr std::size_t kFormBytesMost = 200'000;  ///< of the 250,000 that a view may have
inline constexpr std::size_t kFormFieldsMost = kFormBlocksMost - kBuiltInBlocksMost;
inline constexpr std::size_t kFieldLabelMost = 2000;
inline constexpr std::size_t kFieldHelpMost = 2000;
inline constexpr std::size_t kFieldOptionsMost = 100;
inline constexpr std::size_t kFieldOptionMost = 75;
inline constexpr std::size_t kAnswerMost = 3000;
inline constexpr std::size_t kFormNameMost = 60;  ///< fits a menu entry of 75 with room for a mark
inline constexpr std::size_t kFormKeyMost = 32;

/// Before the name of a field in the attributes of a record.
inline constexpr std::string_view kAnswerPrefix = "form.";

struct FormOption {
    std::string value;
    std::string label;
};

/// One question of an inbox's form.
struct FormField {
    std::string name;  ///< stays: old tickets keep their answers under it
    std::string label;
    FieldType type = FieldType::text;
    bool is_required = false;
    std::string help{};
    std::string initial{};              ///< what is entered before anybody types
    std::vector<FormOption> options{};  ///< of one_of and many_of
    Condition visible_when{};
    bool agents_only = false;  ///< asked of agents, shown to agents
    bool is_sensitive = false;

    /// The attribute of a record that holds the answer.
    std::string attribute() const { return std::string(kAnswerPrefix) + name; }
};

/// What an inbox asks beyond what every ticket is asked.
struct FormDefinition {
    std::string key;
    std::string name;
    std::string inbox;
    std::string process{};    ///< key of the kind of ticket; "" for every kind
    bool is_default = false;  ///< the one that doors without a choice use
    bool is_private = false;  ///< tickets of this form are private, whatever was ticked
    std::vector<FormField> fields{};
    std::string version{};  ///< hash of all of the above, once it is in force

    const FormField* field(std::string_view wanted) const;
};

/// One thing that is wrong with a form, where, and what to write instead.
struct FormFault {
    std::optional<std::size_t> field;  ///< index, nothing for the form itself
    std::string key;                   ///< "label", "" for the whole
    std::string problem;
    std::string mend;
};

/// Everything that would keep the form from being shown or answered. Empty for a good one.
std::vector<FormFault> faults_of(const FormDefinition& form);

/// Blocks of the form New ticket when every question is asked.
std::size_t blocks_at_most(const FormDefinition& form);

/// The questions that these answers lead to, in order; `of_agent` also those for agents only. A question that
/// is not asked has no answer for those after it, whatever `answers` hold.
std::vector<const FormField*> asked_fields(const FormDefinition& form, const Attributes& answers,
                                           bool of_agent);

/// True when the answer decides whether another question is asked.
bool decides(const FormDefinition& form, const FormField& field);

/// The answer as people read it: labels of choices, "Yes" for a tick.
std::string answer_label(const FormField& field, std::string_view value);

/// "one_of" and its type, as a form is written.
std::optional<FieldType> parse_field_type(std::string_view word);
std::string_view to_text(FieldType type);
/// Every type that a form can ask for, in the order of the help.
std::vector<std::string> field_type_words();

/// What was read of a form that somebody wrote as text. Use `form` only without faults.
struct FormReading {
    FormDefinition form;
    std::vector<std::string> faults;  ///< sentences that name line and key
};
/// Reads the text of one form. Given to the handlers by who knows the format.
using FormReader = FormReading (*)(std::string_view text);

}  // namespace deskbell
