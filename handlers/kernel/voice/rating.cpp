#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/voice/follow_up.hpp"
#include "handlers/kernel/voice/survey.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

/// The answers to the question how it was.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kForm = "rating:comment";
constexpr std::size_t kCommentInLine = 300;
constexpr Field kComment{
    .name = "comment", .label = "Comment", .type = FieldType::long_text, .max_length = 1000};

/// The question, if this person may answer it, or change the answer, at that time. Who may not see its ticket
/// does not learn that there is one.
Result<store::Survey> survey_for(const Desk& desk, std::string_view id, const Act& act,
                                 const store::Unit& unit)
{
    auto survey = unit.surveys.find(whole_number(id));
    const auto record = survey ? unit.records.find(survey->record_id) : std::nullopt;
    const bool is_theirs = survey && survey->user == act.actor;
    if (!survey || (!is_theirs && !(record && may_see(desk, *record, act.actor, unit))))
        return Error(Errc::not_found, "This question is not there any more.");
    if (!is_theirs)
        return Error(Errc::forbidden, "This question was for somebody else; only they can answer it.");
    const bool is_over = survey->state == "expired" ||
                         (survey->state == "asked" && act.at >= survey->asked_at + kAnswerWithin);
    if (is_over)
        return Error(Errc::conflict, "The " + std::to_string(kAnswerWithin.count()) +
                                         " days to answer are over, so nothing was stored.");
    if (survey->state == "cancelled")
        return Error(Errc::conflict,
                     "The ticket is not closed any more, so this is no longer asked. You are asked again "
                     "when it is.");
    const bool is_settled =
        survey->state == "settled" || (survey->answered_at && act.at >= *survey->answered_at + kChangeWithin);
    if (is_settled)
        return Error(Errc::conflict, "You answered this already, and the " +
                                         std::to_string(kChangeWithin.count()) +
                                         " hours to change it are over. Your first answer stays.");
    return *std::move(survey);
}

/// Who and which ticket is forgotten once it can no longer be changed. What counted already stays as it was
/// for the time in which it counted.
void store_anonymously(store::Survey& survey, std::int64_t score, const std::string& comment, const Act& act,
                       store::Unit& unit)
{
    const UtcTime from = counts_from(act.at);
    auto known = unit.anonymous_ratings.find(survey.anonymous_id);
    if (known && known->counts_from == from) {
        known->score = score;
        known->comment = comment;
        unit.anonymous_ratings.save(*known);
        return;
    }
    if (known) {
        known->counts_until = from;
        unit.anonymous_ratings.save(*known);
    }
    survey.anonymous_id = unit.anonymous_ratings.insert({0, survey.inbox, score, comment, from, {}});
}

void store_with_name(const Desk& desk, store::Survey& survey, std::int64_t score, const std::string& comment,
                     const Act& act, store::Unit& unit)
{
    auto record = unit.records.find(survey.record_id);
    if (!record)
        return;
    survey.score = score;
    survey.comment = comment;
    unit.surveys.save(survey);
    write(unit, *record, act, kRated,
          changes_to(*record, {{std::string(kRating), std::to_string(score)},
                               {std::string(kRatingComment), comment}}));
    follow_up_answer(desk, *record, survey, act, unit);
    redraw(desk, *record, unit);
}

void store_answer(const Desk& desk, store::Survey survey, std::int64_t score, const std::string& comment,
                  const Act& act, store::Unit& unit)
{
    survey.state = "answered";
    if (!survey.answered_at)
        survey.answered_at = act.at;
    if (survey.is_anonymous)
        store_anonymously(survey, score, comment, act, unit);
    else
        store_with_name(desk, survey, score, comment, act, unit);
    unit.surveys.save(survey);
    arm_survey(survey, unit);
    redraw_survey(desk, survey, unit);
}

/// What was answered before.
struct Given {
    std::int64_t score = 0;
    std::string comment;
};
Given given_in(const store::Survey& survey, const store::Unit& unit)
{
    if (!survey.is_anonymous)
        return {survey.score, survey.comment};
    const auto known = unit.anonymous_ratings.find(survey.anonymous_id);
    return known ? Given{known->score, known->comment} : Given{};
}

Answer rate(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto parts = split(click.value.text, '|');
    const std::int64_t score = parts.size() == 2 ? whole_number(parts[1]) : 0;
    if (score < 1 || score > kScoreMost)
        return Error(Errc::invalid_input, "This button lost its number. Please press another one.");
    const auto survey = survey_for(desk, parts[0], act, unit);
    if (!survey)
        return survey.error();
    const Given given = given_in(*survey, unit);
    if (given.score != score)
        store_answer(desk, *survey, score, given.comment, act, unit);
    return slack::Reply::nothing();
}

Answer open_comment(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto survey = survey_for(desk, click.value.text, act, unit);
    if (!survey)
        return survey.error();
    const Given given = given_in(*survey, unit);
    if (given.score == 0)
        return Error(Errc::conflict, "Please press one of the five faces first.");
    slack::Modal modal;
    modal.callback_id = kForm;
    modal.title = "Comment";
    modal.submit = "Save";
    modal.private_metadata = pack({{"survey", click.value.text}});
    add_input(modal.blocks, kComment, false, given.comment);
    const InboxSettings* inbox = desk.settings().inbox(survey->inbox);
    const std::string team = slack::escaped(inbox == nullptr ? survey->inbox : inbox->name);
    modal.blocks.context(
        {survey->is_anonymous
             ? ":lock: The people of " + team +
                   " and their managers read these words, without your name. Write nothing by "
                   "which they would know you."
             : "The people of " + team + " and their managers read it, with your name."});
    return show_modal(click, modal);
}

Answer submit_comment(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                      store::Unit& unit)
{
    const auto survey = survey_for(desk, unpack(submission.view.private_metadata)["survey"], act, unit);
    if (!survey) {
        const Error& error = survey.error();
        return Error(error.code(), error.detail(), std::string(kComment.name));
    }
    const std::string comment = trimmed(read_input(kComment, submission.view.values));
    if (const std::string fault = fault_in(kComment, comment, false); !fault.empty())
        return Error(Errc::invalid_input, fault, std::string(kComment.name));
    const Given given = given_in(*survey, unit);
    if (given.score != 0 && given.comment != comment)
        store_answer(desk, *survey, given.score, comment, act, unit);
    return slack::Reply::clear();
}

std::string card_line(const Desk&, const Record& record, const store::Unit&) { return rating_line(record); }

constexpr std::array kButtons{Button{"rate_", false, rate}, Button{"rating_comment", true, open_comment}};
constexpr std::array kForms{Form{kForm, submit_comment}};

}  // namespace

std::string rating_line(const Record& record)
{
    if (!record.has(kRating))
        return {};
    const std::string& comment = record.at(kRatingComment);
    return "Rated " + score_text(whole_number(record.at(kRating))) +
           (comment.empty() ? "" : ": “" + slack::escaped(shortened(comment, kCommentInLine)) + "”");
}

extern const Feature kRatings;
const Feature kRatings{.key = "rating", .buttons = kButtons, .forms = kForms, .card_line = card_line};

}  // namespace deskbell::kernel
