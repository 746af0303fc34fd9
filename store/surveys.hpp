#pragma once
#include "handlers/domain/time.hpp"
#include "store/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {

/// The question to a requester how one solution of their ticket was.
struct Survey {
    std::int64_t id = 0;
    std::int64_t record_id = 0;
    std::int64_t resolution = 1;  ///< of the record: 1, 2, 3 ...
    std::string inbox;
    std::string user;
    bool is_anonymous = false;
    std::string state = "asked";  ///< asked, answered (can still be changed), settled, expired, cancelled
    std::int64_t message = 0;     ///< Message row, 0 until it is posted
    UtcTime asked_at{};
    std::optional<UtcTime> answered_at;
    std::int64_t score = 0;  ///< 1 .. 5; 0 for none, or an anonymous one
    std::string comment;
    std::int64_t anonymous_id = 0;

    bool is_answered() const { return state == "answered" || state == "settled"; }
};

/// How many were asked, how many of these answered, and what.
struct RatingTally {
    std::int64_t asked = 0, answered = 0, score_sum = 0;
};

/// So many answers that cannot be changed any more; score 0 for the anonymous ones together.
struct SettledRatings {
    std::int64_t score = 0, count = 0;
};

class Surveys {
public:
    explicit Surveys(Connection& db) : db_(db) {}
    std::int64_t insert(const Survey& survey);
    void save(const Survey& survey);
    std::optional<Survey> find(std::int64_t id) const;
    std::optional<Survey> find(std::int64_t record_id, std::int64_t resolution) const;
    /// The newest of a record.
    std::optional<Survey> latest(std::int64_t record_id) const;
    /// The newest of a record that has an attributed answer.
    std::optional<Survey> latest_answer(std::int64_t record_id) const;
    /// When the person was asked last, about whatever.
    std::optional<UtcTime> last_asked(std::string_view user) const;
    /// Of attributed questions that were asked in the inbox since then.
    RatingTally tally(std::string_view inbox, UtcTime since) const;
    /// How many anonymous questions were asked in the inbox in [from, to).
    std::int64_t asked_anonymously(std::string_view inbox, UtcTime from, UtcTime to) const;
    /// Of all inboxes since the beginning: these sums only grow.
    std::vector<SettledRatings> settled() const;
    /// Attributed answers with a comment since then, the newest first; at most `limit`.
    std::vector<Survey> commented(std::string_view inbox, UtcTime since, int limit) const;

private:
    Connection& db_;
};

/// An answer of which nobody knows whose it is.
struct AnonymousRating {
    std::int64_t id = 0;
    std::string inbox;
    std::int64_t score = 0;
    std::string comment;
    UtcTime counts_from{};
    std::optional<UtcTime> counts_until;
};

class AnonymousRatings {
public:
    explicit AnonymousRatings(Connection& db) : db_(db) {}
    std::int64_t insert(const AnonymousRating& rating);
    void save(const AnonymousRating& rating);
    std::optional<AnonymousRating> find(std::int64_t id) const;
    /// What counts at `at` of the answers that came in [from, to); at most `limit`.
    std::vector<AnonymousRating> counting(std::string_view inbox, UtcTime from, UtcTime to, UtcTime at,
                                          int limit) const;
    /// Keys of inboxes that have any.
    std::vector<std::string> inboxes() const;
    /// Blanks the comments of the inbox that counted before `before`.
    void forget_words(std::string_view inbox, UtcTime before);

private:
    Connection& db_;
};

/// Somebody was not content: a task for the lead of the team.
struct FollowUp {
    std::int64_t id = 0;
    std::int64_t survey_id = 0;
    std::int64_t record_id = 0;
    std::string inbox;
    std::string state = "open";  ///< open, done, withdrawn
    UtcTime opened_at{};
    std::string done_by;
    std::optional<UtcTime> done_at;
    std::string note;
};

class FollowUps {
public:
    static constexpr int kCopiesMost = 20;  ///< of one task

    explicit FollowUps(Connection& db) : db_(db) {}
    std::int64_t insert(const FollowUp& task);
    void save(const FollowUp& task);
    std::optional<FollowUp> find(std::int64_t id) const;
    std::optional<FollowUp> of_survey(std::int64_t survey_id) const;
    /// Open ones of an inbox, the oldest first; at most `limit`.
    std::vector<FollowUp> open(std::string_view inbox, int limit) const;
    void add_copy(std::int64_t task, std::int64_t message);
    /// Message rows.
    std::vector<std::int64_t> copies(std::int64_t task) const;

private:
    Connection& db_;
};

}  // namespace deskbell::store
