#include "handlers/kernel/voice/survey.hpp"

#include "handlers/domain/pseudonym.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/feature.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kTimer = "survey";
constexpr std::string_view kForget = "anonymous_words";
constexpr std::chrono::days kForgetEvery{1};
constexpr std::array<std::string_view, kScoreMost> kFaces{"😠", "🙁", "😐", "🙂", "😀"};

std::string timer_key(const store::Survey& survey)
{
    return std::string(kTimer) + ":" + std::to_string(survey.id);
}

bool is_in(const Record& record, Category category)
{
    return record.at(attr::kCategory) == to_text(category);
}

std::int64_t resolution_of(const Record& record) { return whole_number(record.at("reopen_count")) + 1; }

/// Somebody who is there, is no colleague of those who answered, and was not asked a moment ago.
bool is_to_be_asked(const Desk& desk, const Record& record, const store::Unit& unit)
{
    const std::string& user = record.at(attr::kRequester);
    const auto person = unit.directory.person(user);
    if (user.empty() || user == desk.self().user || is_pseudonym(user) ||
        (person && (person->is_bot || person->is_deleted || person->is_external)) ||
        is_agent(desk, record.at(attr::kInbox), user, unit))
        return false;
    const auto last = unit.surveys.last_asked(user);
    return !last || *last + kBetweenSurveys <= unit.now;
}

std::vector<slack::Element> faces(const store::Survey& survey)
{
    std::vector<slack::Element> out;
    for (std::int64_t score = 1; score <= kScoreMost; ++score) {
        const std::string number = std::to_string(score);
        out.push_back(slack::button("rate_" + number,
                                    std::string(kFaces[static_cast<std::size_t>(score - 1)]) + " " + number,
                                    std::to_string(survey.id) + "|" + number));
    }
    return out;
}

std::string who_reads(const Desk& desk, const store::Survey& survey)
{
    const InboxSettings* inbox = desk.settings().inbox(survey.inbox);
    const std::string name = slack::escaped(inbox == nullptr ? survey.inbox : inbox->name);
    if (survey.is_anonymous)
        return ":lock: Stored without your name and without the ticket, and shown to " + name +
               " only together with at least " + std::to_string(anonymous_from(desk, survey.inbox) - 1) +
               " other answers.";
    return "The people of " + name + " and their managers read your answer, with your name.";
}

/// The ask itself, or what was answered, with the buttons as long as they count.
void add_open(const Desk& desk, const store::Survey& survey, const std::string& zone, Saying& out)
{
    const bool is_answered = survey.state == "answered";
    out.blocks.section(out.text);
    if (is_answered && !survey.comment.empty())
        out.blocks.section(slack::quoted(slack::escaped(survey.comment)));
    out.blocks.actions("faces", faces(survey));
    if (is_answered)
        out.blocks.actions(
            "words",
            {slack::button("rating_comment", survey.comment.empty() ? "Add a comment" : "Change the comment",
                           std::to_string(survey.id))});
    const UtcTime until = is_answered ? *survey.answered_at + kChangeWithin : survey.asked_at + kAnswerWithin;
    out.blocks.context({who_reads(desk, survey),
                        std::string(is_answered ? "You can change it until " : "You can answer until ") +
                            slack::date(until, zone) + "."});
}

Saying survey_message(const Desk& desk, const Record& record, const store::Survey& survey,
                      const store::Unit& unit)
{
    const std::string number = desk.number_of(record);
    Saying out;
    if (survey.state == "asked")
        out.text = "*How was it?* " + headline(desk, record) + "\n1 is bad, 5 is very good.";
    else if (survey.is_answered() && survey.is_anonymous)
        out.text = "*Thank you* for your answer about " + number + ".";
    else if (survey.is_answered())
        out.text = "*You gave " + number + " " + score_text(survey.score) + ".* Thank you.";
    else if (survey.state == "expired")
        out.text = "You are no longer asked how " + number + " was: the " +
                   std::to_string(kAnswerWithin.count()) + " days to answer are over.";
    else
        out.text = "You are no longer asked how " + number + " was: it is not closed any more.";
    if (survey.state == "asked" || survey.state == "answered") {
        add_open(desk, survey, zone_of(desk, survey.user, unit), out);
        return out;
    }
    out.blocks.section(out.text);
    if (!survey.comment.empty())
        out.blocks.section(slack::quoted(slack::escaped(survey.comment)));
    return out;
}

/// The time is over: nobody can answer, or change an answer, any more. Whose an anonymous one was is
/// forgotten here.
Result<void> on_timer(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    auto survey = unit.surveys.find(whole_number(timer.key.substr(kTimer.size() + 1)));
    if (!survey || (survey->state != "asked" && survey->state != "answered"))
        return {};
    survey->state = survey->state == "asked" ? "expired" : "settled";
    if (survey->is_anonymous) {
        survey->anonymous_id = 0;
        survey->answered_at.reset();
    }
    unit.surveys.save(*survey);
    redraw_survey(desk, *survey, unit);
    return {};
}

/// Words in anonymous answers are kept as long as those of the inbox's tickets.
Result<void> forget_words(const Desk& desk, const store::Timer&, store::Unit& unit)
{
    for (const InboxSettings& inbox : desk.settings().inboxes)
        if (const int days = inbox.retention_days.value_or(desk.settings().retention_days); days > 0)
            unit.anonymous_ratings.forget_words(inbox.key, unit.now - std::chrono::days{days});
    unit.timers.arm({0, std::string(kForget), std::string(kForget), 0, unit.now + kForgetEvery});
    return {};
}

void begin(const Desk&, store::Unit& unit)
{
    unit.timers.arm({0, std::string(kForget), std::string(kForget), 0, unit.now});
}

Result<void> follow(const Desk& desk, Record& record, std::string_view, const Act& act, store::Unit& unit)
{
    if (!desk.process_of(record).is_ticket())
        return {};
    if (is_in(record, Category::closed))
        ask_how_it_was(desk, record, act, unit);
    else
        stop_asking(desk, record, unit);
    return {};
}

constexpr std::array kRoutines{Routine{kTimer, on_timer}, Routine{kForget, forget_words}};

}  // namespace

void ask_how_it_was(const Desk& desk, Record& record, const Act& act, store::Unit& unit)
{
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    const std::int64_t resolution = resolution_of(record);
    if (inbox == nullptr || inbox->ratings == InboxSettings::Ratings::off || record.has(attr::kDuplicateOf) ||
        unit.surveys.find(record.id, resolution) || !is_to_be_asked(desk, record, unit))
        return;
    store::Survey survey;
    survey.record_id = record.id;
    survey.resolution = resolution;
    survey.inbox = inbox->key;
    survey.user = record.at(attr::kRequester);
    survey.is_anonymous = inbox->ratings == InboxSettings::Ratings::anonymous;
    survey.asked_at = unit.now;
    survey.id = unit.surveys.insert(survey);
    survey.message =
        post(unit, {0, record.id, "survey", survey.user, "", 0}, survey_message(desk, record, survey, unit),
             0, "survey:" + std::to_string(survey.id));
    unit.surveys.save(survey);
    arm_survey(survey, unit);
    write(unit, record, {"system", act.source, act.at, "closed"},
          survey.is_anonymous ? kAskedAnonymously : kAsked, {});
}

void stop_asking(const Desk& desk, const Record& record, store::Unit& unit)
{
    auto survey = unit.surveys.latest(record.id);
    if (!survey || (survey->state != "asked" && survey->state != "answered"))
        return;
    survey->state = survey->state == "asked" ? "cancelled" : "settled";
    if (survey->is_anonymous) {
        survey->anonymous_id = 0;
        survey->answered_at.reset();
    }
    unit.timers.cancel(timer_key(*survey));
    unit.surveys.save(*survey);
    redraw_survey(desk, *survey, unit);
}

void arm_survey(const store::Survey& survey, store::Unit& unit)
{
    const UtcTime end =
        survey.answered_at ? *survey.answered_at + kChangeWithin : survey.asked_at + kAnswerWithin;
    unit.timers.arm({0, timer_key(survey), std::string(kTimer), survey.record_id, end});
}

void redraw_survey(const Desk& desk, const store::Survey& survey, store::Unit& unit)
{
    const auto record = unit.records.find(survey.record_id);
    if (record && survey.message != 0)
        edit(unit, survey.message, survey_message(desk, *record, survey, unit));
}

std::size_t anonymous_from(const Desk& desk, std::string_view inbox)
{
    const InboxSettings* settings = desk.settings().inbox(inbox);
    return static_cast<std::size_t>(settings == nullptr ? InboxSettings::kAnonymousFromDefault
                                                        : settings->anonymous_from);
}

std::string score_text(std::int64_t score)
{
    const auto face = static_cast<std::size_t>(std::clamp<std::int64_t>(score, 1, kScoreMost) - 1);
    return std::string(kFaces[face]) + " " + std::to_string(score) + " of " + std::to_string(kScoreMost);
}

std::string mean_text(std::int64_t sum, std::int64_t count)
{
    const std::int64_t tenths = count == 0 ? 0 : sum * 10 / count;
    return "mean " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " of " +
           std::to_string(kScoreMost);
}

UtcTime counts_from(UtcTime t) { return std::chrono::floor<std::chrono::days>(t) + std::chrono::days{1}; }

extern const Feature kSurveys;
const Feature kSurveys{.key = "survey", .routines = kRoutines, .follow_up = follow, .adopt = begin};

}  // namespace deskbell::kernel
