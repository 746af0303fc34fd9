#pragma once
#include "handlers/domain/form_definition.hpp"
#include "handlers/kernel/desk.hpp"
#include "slack/wire/blocks.hpp"
#include "slack/wire/payload.hpp"

#include <optional>
#include <string>
#include <vector>

/// Answers to an inbox's own questions: asked in a form, checked, shown to those who may read them. On a
/// record they are attributes "form.<field>".
namespace deskbell::kernel {

/// The kind of event with which an agent changes answers.
inline constexpr std::string_view kAnswersChanged = "answers";

/// Adds the questions that these answers lead to, each with what is known of its answer.
void add_questions(slack::Blocks& blocks, const FormDefinition& form, const Attributes& answers,
                   bool of_agent);

/// What was entered, without the answers to questions that are not asked (any more).
Attributes read_answers(const FormDefinition& form, const slack::Values& values, bool of_agent);

/// The first answer that cannot stand as it is, with the field it belongs to. `is_whole`: required ones have
/// to be there.
Result<void> check_answers(const FormDefinition& form, const Attributes& answers, bool of_agent,
                           bool is_whole);

/// What a form starts with, for the questions that nobody was asked.
void fill_defaults(const FormDefinition& form, Attributes& answers);

/// Labels of required questions without an answer.
std::vector<std::string> missing_answers(const FormDefinition& form, const Attributes& answers,
                                         bool of_agent);

/// The form without what may stay open: required questions, and those that decide whether they are asked.
FormDefinition required_part(const FormDefinition& form);

/// A question of one of the record's forms with its answer.
struct Answered {
    FormField field;
    std::string value;
};

/// Every answer of the record with the question as it was asked: newest form first, in the order of its
/// questions.
std::vector<Answered> answers_of(const Desk& desk, const Record& record, const store::Unit& unit);

/// The question behind an attribute "form.<field>"; nothing for other attributes and for questions that are
/// not known any more.
std::optional<FormField> question_of(const Desk& desk, const Record& record, std::string_view attribute,
                                     const store::Unit& unit);

/// The answers on the agents' card, the first ones of many.
void add_answers(const Desk& desk, const Record& record, const store::Unit& unit, slack::Blocks& blocks);

/// The answer as mrkdwn: people as mentions, links as links.
std::string shown_answer(const Desk& desk, const Answered& answered);

/// "Who will see this": the inbox, how many answer there, private or not; mrkdwn.
std::string audience(const InboxSettings& inbox, bool is_private, const store::Unit& unit);

}  // namespace deskbell::kernel
