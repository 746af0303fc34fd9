#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/say.hpp"

#include <chrono>
#include <string>
#include <string_view>

/// How it was: when a ticket is closed its requester is asked once for each solution, in their direct
/// messages. One press is an answer; a comment is a second step. An anonymous answer is stored without person
/// and ticket.
namespace deskbell::kernel {

inline constexpr std::int64_t kScoreMost = 5;
/// Up to this score somebody talks to the person.
inline constexpr std::int64_t kLowScoreMost = 2;
/// A question is open for so long.
inline constexpr std::chrono::days kAnswerWithin{14};
/// From the first answer on it can be changed for so long.
inline constexpr std::chrono::hours kChangeWithin{24};
/// Nobody is asked more often than this, about whatever.
inline constexpr std::chrono::days kBetweenSurveys{7};
/// Anonymous answers of one inbox that are read for one sum.
inline constexpr int kAnonymousRead = 10'000;

// What an attributed answer leaves on the record; the newest solution's.
inline constexpr std::string_view kRating = "rating";
inline constexpr std::string_view kRatingComment = "rating_comment";

// Kinds of event.
inline constexpr std::string_view kAsked = "rating_asked";
inline constexpr std::string_view kAskedAnonymously = "rating_asked_anonymously";
inline constexpr std::string_view kRated = "rated";

/// Asks about a ticket that has just been closed, if its person is to be asked.
void ask_how_it_was(const Desk& desk, Record& record, const Act& act, store::Unit& unit);

/// A ticket that is not closed any more is not asked about; an answer that was given stays.
void stop_asking(const Desk& desk, const Record& record, store::Unit& unit);

/// The end of the time to answer, or to change an answer, is what its timer waits for.
void arm_survey(const store::Survey& survey, store::Unit& unit);

/// Draws the question again where it hangs.
void redraw_survey(const Desk& desk, const store::Survey& survey, store::Unit& unit);

/// Anonymous answers of an inbox are shown together only, from so many on.
std::size_t anonymous_from(const Desk& desk, std::string_view inbox);

/// "🙂 4 of 5".
std::string score_text(std::int64_t score);

/// "Rated 🙂 4 of 5: “quick”", mrkdwn; "" for a record that was not rated with a name.
std::string rating_line(const Record& record);

/// "mean 4.3 of 5", rounded down to a tenth.
std::string mean_text(std::int64_t sum, std::int64_t count);

/// The midnight from which an anonymous answer that is given at `t` counts.
UtcTime counts_from(UtcTime t);

}  // namespace deskbell::kernel
