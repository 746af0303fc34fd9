#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/digest/digest.hpp"
#include "handlers/kernel/digest/digest_text.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/voice/follow_up.hpp"
#include "handlers/kernel/voice/survey.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

/// `/desk ratings`: what people said of an inbox, and which tasks are open because of it.
namespace deskbell::kernel {

namespace {

constexpr std::chrono::days kLookedBack{90};
constexpr std::size_t kInboxesShown = 5;  ///< a message has 50 blocks, an inbox up to nine
constexpr int kCommentsRead = 50;
constexpr std::size_t kCommentsShown = 3;   ///< of one inbox in a list of several
constexpr std::size_t kCommentsAlone = 15;  ///< when only one inbox was asked for
constexpr int kTasksShown = 5;
constexpr std::size_t kCommentMost = 400;

std::string figures(const store::RatingTally& tally)
{
    if (tally.asked == 0)
        return "Nobody was asked yet.";
    const auto answered = static_cast<std::size_t>(tally.answered),
               asked = static_cast<std::size_t>(tally.asked);
    return share_text(answered, asked - answered) + " answered" +
           (tally.answered == 0 ? "." : " · " + mean_text(tally.score_sum, tally.answered) + ".");
}

std::string comment_line(std::int64_t score, const std::string& who, const std::string& comment)
{
    return score_text(score) + (who.empty() ? "" : " · " + who) + "\n" +
           slack::quoted(slack::escaped(shortened(comment, kCommentMost)));
}

void add_comments(const Desk& desk, const InboxSettings& inbox, std::string_view user, std::size_t most,
                  slack::Blocks& blocks, const store::Unit& unit)
{
    std::size_t shown_now = 0, hidden = 0;
    for (const store::Survey& survey :
         unit.surveys.commented(inbox.key, unit.now - kLookedBack, kCommentsRead)) {
        const auto record = unit.records.find(survey.record_id);
        if (!record || !may_see(desk, *record, user, unit))
            ++hidden;
        else if (shown_now++ < most) {
            note_shown(desk, *record, user, unit);
            blocks.section(comment_line(
                survey.score, desk.number_of(*record) + " · " + shown(unit, survey.user), survey.comment));
        }
    }
    std::vector<std::string> rest;
    if (shown_now > most)
        rest.push_back(counted(shown_now - most, "more comment"));
    if (hidden > 0)
        rest.push_back(counted(hidden, "comment") + " about tickets that you may not see");
    blocks.context({rest.empty() ? "" : "and " + joined(rest, ", and ")});
}

/// Only together: few tell too much about each.
void add_anonymous(const InboxSettings& inbox, std::size_t most, slack::Blocks& blocks,
                   const store::Unit& unit)
{
    const UtcTime since = unit.now - kLookedBack, until = counts_from(unit.now);
    const std::int64_t asked = unit.surveys.asked_anonymously(inbox.key, since, until);
    const auto answers = unit.anonymous_ratings.counting(inbox.key, since, until, unit.now, kAnonymousRead);
    if (asked == 0 && answers.empty())
        return;
    const auto from = static_cast<std::size_t>(inbox.anonymous_from);
    if (answers.size() < from) {
        blocks.section(":lock: Anonymous answers are shown from " + std::to_string(from) +
                       " on, and each from the day after it was given.");
        return;
    }
    std::int64_t sum = 0;
    std::vector<std::string> comments;
    for (const store::AnonymousRating& answer : answers) {
        sum += answer.score;
        if (!answer.comment.empty())
            comments.push_back(comment_line(answer.score, "", answer.comment));
    }
    blocks.section(":lock: " + counted(answers.size(), "anonymous answer") + " to " +
                   counted(static_cast<std::size_t>(asked), "question") + " · " +
                   mean_text(sum, static_cast<std::int64_t>(answers.size())) + ".");
    for (std::size_t i = 0; i < comments.size() && i < most; ++i) blocks.section(comments[i]);
    if (comments.size() > most)
        blocks.context({"and " + counted(comments.size() - most, "more comment")});
}

void add_tasks(const Desk& desk, const InboxSettings& inbox, std::string_view user, slack::Blocks& blocks,
               const store::Unit& unit)
{
    for (const store::FollowUp& task : unit.follow_ups.open(inbox.key, kTasksShown)) {
        const auto record = unit.records.find(task.record_id);
        const auto survey = unit.surveys.find(task.survey_id);
        if (!record || !survey || !may_see(desk, *record, user, unit))
            continue;
        note_shown(desk, *record, user, unit);
        blocks.section("To follow up: " + score_text(survey->score) + " · " + headline(desk, *record));
        auto buttons = follow_up_buttons(desk, *record, task);
        if (!may_finish(desk, *record, user, unit))
            buttons.resize(1);
        blocks.actions("follow_up:" + std::to_string(task.id), buttons);
    }
}

/// The inboxes that the person asked for and may count.
Result<std::vector<const InboxSettings*>> inboxes_for(const Desk& desk, const Words& said,
                                                      std::string_view user, const store::Unit& unit)
{
    const auto scope = digest_scope(desk, user, unit);
    if (!scope)
        return scope.error();
    const std::string wished = lower(said.rest);
    std::vector<const InboxSettings*> out;
    std::vector<std::string> keys;
    for (const InboxSettings& inbox : desk.settings().inboxes) {
        if (!scope->is_everything && std::ranges::find(scope->inboxes, inbox.key) == scope->inboxes.end())
            continue;
        keys.push_back(inbox.key);
        if (wished.empty() || wished == inbox.key || wished == lower(inbox.name))
            out.push_back(&inbox);
    }
    if (keys.empty())
        return Error(Errc::forbidden,
                     "Ratings are for managers, auditors, and agents for their own inboxes.");
    if (out.empty())
        return Error(Errc::invalid_input,
                     "There is no inbox `" + wished +
                         "` whose ratings you may see. You may see: " + joined(keys, ", ") + ".");
    return out;
}

Answer list_ratings(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act&,
                    store::Unit& unit)
{
    const std::string& user = command.actor.user;
    const auto inboxes = inboxes_for(desk, said, user, unit);
    if (!inboxes)
        return inboxes.error();
    const std::size_t most = inboxes->size() == 1 ? kCommentsAlone : kCommentsShown;
    slack::Blocks blocks;
    std::string text = "Ratings of the last " + std::to_string(kLookedBack.count()) + " days";
    blocks.section("*" + text + "*");
    for (std::size_t i = 0; i < inboxes->size() && i < kInboxesShown; ++i) {
        const InboxSettings& inbox = *(*inboxes)[i];
        const store::RatingTally tally = unit.surveys.tally(inbox.key, unit.now - kLookedBack);
        const bool is_anonymous_only = tally.asked == 0 && inbox.ratings == InboxSettings::Ratings::anonymous;
        const std::string line = "*" + slack::escaped(inbox.name) + "* " +
                                 (inbox.ratings == InboxSettings::Ratings::off ? "(not asked now) " : "") +
                                 (is_anonymous_only ? "" : figures(tally));
        text += "\n" + line;
        blocks.section(line);
        add_anonymous(inbox, most, blocks, unit);
        add_tasks(desk, inbox, user, blocks, unit);
        add_comments(desk, inbox, user, most, blocks, unit);
    }
    if (inboxes->size() > kInboxesShown)
        blocks.context({std::to_string(inboxes->size() - kInboxesShown) +
                        " more inboxes: name one, like `/desk ratings " + (*inboxes)[kInboxesShown]->key +
                        "`."});
    return slack::Reply::message(text, blocks);
}

constexpr std::array kVerbs{Verb{"/desk", "ratings", "ratings [inbox]",
                                 "what requesters said of your inboxes, and what is to follow up",
                                 list_ratings, true}};

}  // namespace

extern const Feature kRatingsList;
const Feature kRatingsList{.key = "ratings_list", .verbs = kVerbs};

}  // namespace deskbell::kernel
