#include "store/surveys.hpp"

namespace deskbell::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, record_id, resolution, inbox, user_id, is_anonymous, state, message, asked_at, answered_at,"
    " score, comment, anonymous_id FROM survey";

std::optional<UtcTime> instant(const Statement& s, int column)
{
    return s.is_null(column) ? std::nullopt : std::optional(from_unix(s.integer(column)));
}

/// Zero stands for "none": nobody is asked or answers in 1970.
std::int64_t number(const std::optional<UtcTime>& t) { return t ? to_unix(*t) : 0; }

Survey survey_of(const Statement& s)
{
    return {s.integer(0),  s.integer(1),  s.integer(2),
            s.text(3),     s.text(4),     s.integer(5) != 0,
            s.text(6),     s.integer(7),  from_unix(s.integer(8)),
            instant(s, 9), s.integer(10), s.text(11),
            s.integer(12)};
}

std::optional<Survey> one(const std::unique_ptr<Statement>& row)
{
    return row->step() ? std::optional(survey_of(*row)) : std::nullopt;
}

std::int64_t first_number(const std::unique_ptr<Statement>& row) { return row->step() ? row->integer(0) : 0; }

}  // namespace

std::int64_t Surveys::insert(const Survey& s)
{
    return first_number(db_.query(
        "INSERT INTO survey (record_id, resolution, inbox, user_id, is_anonymous, state, message, asked_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULLIF(?7, 0), ?8) RETURNING id",
        s.record_id, s.resolution, s.inbox, s.user, std::int64_t{s.is_anonymous}, s.state, s.message,
        to_unix(s.asked_at)));
}

void Surveys::save(const Survey& s)
{
    db_.run(
        "UPDATE survey SET state = ?2, message = NULLIF(?3, 0), answered_at = NULLIF(?4, 0), score = ?5,"
        " comment = ?6, anonymous_id = NULLIF(?7, 0) WHERE id = ?1",
        s.id, s.state, s.message, number(s.answered_at), s.score, s.comment, s.anonymous_id);
}

std::optional<Survey> Surveys::find(std::int64_t id) const
{
    return one(db_.query(std::string(kSelect) + " WHERE id = ?1", id));
}

std::optional<Survey> Surveys::find(std::int64_t record_id, std::int64_t resolution) const
{
    return one(
        db_.query(std::string(kSelect) + " WHERE record_id = ?1 AND resolution = ?2", record_id, resolution));
}

std::optional<Survey> Surveys::latest(std::int64_t record_id) const
{
    return one(db_.query(std::string(kSelect) + " WHERE record_id = ?1 ORDER BY resolution DESC LIMIT 1",
                         record_id));
}

std::optional<Survey> Surveys::latest_answer(std::int64_t record_id) const
{
    return one(db_.query(
        std::string(kSelect) + " WHERE record_id = ?1 AND score > 0 ORDER BY resolution DESC LIMIT 1",
        record_id));
}

std::optional<UtcTime> Surveys::last_asked(std::string_view user) const
{
    const auto row = db_.query("SELECT MAX(asked_at) FROM survey WHERE user_id = ?1", user);
    row->step();
    return instant(*row, 0);
}

RatingTally Surveys::tally(std::string_view inbox, UtcTime since) const
{
    const auto row = db_.query(
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN score > 0 THEN 1 ELSE 0 END), 0), COALESCE(SUM(score), 0)"
        " FROM survey WHERE inbox = ?1 AND asked_at >= ?2 AND is_anonymous = 0 AND state <> 'cancelled'",
        inbox, to_unix(since));
    row->step();
    return {row->integer(0), row->integer(1), row->integer(2)};
}

std::int64_t Surveys::asked_anonymously(std::string_view inbox, UtcTime from, UtcTime to) const
{
    return first_number(
        db_.query("SELECT COUNT(*) FROM survey WHERE inbox = ?1 AND asked_at >= ?2 AND asked_at < ?3"
                  " AND is_anonymous = 1",
                  inbox, to_unix(from), to_unix(to)));
}

std::vector<SettledRatings> Surveys::settled() const
{
    const auto row = db_.prepare(
        "SELECT CASE WHEN is_anonymous = 1 THEN 0 ELSE score END AS shown, COUNT(*) FROM survey"
        " WHERE state = 'settled' GROUP BY shown ORDER BY shown");
    std::vector<SettledRatings> out;
    while (row->step()) out.push_back({row->integer(0), row->integer(1)});
    return out;
}

std::vector<Survey> Surveys::commented(std::string_view inbox, UtcTime since, int limit) const
{
    const auto row = db_.query(std::string(kSelect) +
                                   " WHERE inbox = ?1 AND asked_at >= ?2 AND score > 0 AND comment <> ''"
                                   " ORDER BY answered_at DESC, id DESC LIMIT ?3",
                               inbox, to_unix(since), limit);
    std::vector<Survey> out;
    while (row->step()) out.push_back(survey_of(*row));
    return out;
}

namespace {

constexpr std::string_view kAnonymousSelect =
    "SELECT id, inbox, score, comment, counts_from, counts_until FROM anonymous_rating";

AnonymousRating anonymous_of(const Statement& s)
{
    return {s.integer(0), s.text(1), s.integer(2), s.text(3), from_unix(s.integer(4)), instant(s, 5)};
}

}  // namespace

std::int64_t AnonymousRatings::insert(const AnonymousRating& r)
{
    return first_number(
        db_.query("INSERT INTO anonymous_rating (inbox, score, comment, counts_from)"
                  " VALUES (?1, ?2, ?3, ?4) RETURNING id",
                  r.inbox, r.score, r.comment, to_unix(r.counts_from)));
}

void AnonymousRatings::save(const AnonymousRating& r)
{
    db_.run(
        "UPDATE anonymous_rating SET score = ?2, comment = ?3, counts_until = NULLIF(?4, 0) WHERE id = ?1",
        r.id, r.score, r.comment, number(r.counts_until));
}

std::optional<AnonymousRating> AnonymousRatings::find(std::int64_t id) const
{
    const auto row = db_.query(std::string(kAnonymousSelect) + " WHERE id = ?1", id);
    return row->step() ? std::optional(anonymous_of(*row)) : std::nullopt;
}

std::vector<AnonymousRating> AnonymousRatings::counting(std::string_view inbox, UtcTime from, UtcTime to,
                                                        UtcTime at, int limit) const
{
    const auto row = db_.query(std::string(kAnonymousSelect) +
                                   " WHERE inbox = ?1 AND counts_from >= ?2 AND counts_from < ?3"
                                   " AND counts_from <= ?4 AND (counts_until IS NULL OR counts_until > ?4)"
                                   " ORDER BY score, comment, id LIMIT ?5",
                               inbox, to_unix(from), to_unix(to), to_unix(at), limit);
    std::vector<AnonymousRating> out;
    while (row->step()) out.push_back(anonymous_of(*row));
    return out;
}

std::vector<std::string> AnonymousRatings::inboxes() const
{
    const auto row = db_.query("SELECT DISTINCT inbox FROM anonymous_rating ORDER BY inbox");
    std::vector<std::string> out;
    while (row->step()) out.push_back(row->text(0));
    return out;
}

void AnonymousRatings::forget_words(std::string_view inbox, UtcTime before)
{
    db_.run(
        "UPDATE anonymous_rating SET comment = '' WHERE inbox = ?1 AND counts_from < ?2 AND comment <> ''",
        inbox, to_unix(before));
}

namespace {

constexpr std::string_view kFollowUpSelect =
    "SELECT id, survey_id, record_id, inbox, state, opened_at, done_by, done_at, note FROM follow_up";

FollowUp follow_up_of(const Statement& s)
{
    return {s.integer(0), s.integer(1),  s.integer(2), s.text(3), s.text(4), from_unix(s.integer(5)),
            s.text(6),    instant(s, 7), s.text(8)};
}

}  // namespace

std::int64_t FollowUps::insert(const FollowUp& t)
{
    return first_number(
        db_.query("INSERT INTO follow_up (survey_id, record_id, inbox, state, opened_at)"
                  " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
                  t.survey_id, t.record_id, t.inbox, t.state, to_unix(t.opened_at)));
}

void FollowUps::save(const FollowUp& t)
{
    db_.run("UPDATE follow_up SET state = ?2, done_by = ?3, done_at = NULLIF(?4, 0), note = ?5 WHERE id = ?1",
            t.id, t.state, t.done_by, number(t.done_at), t.note);
}

std::optional<FollowUp> FollowUps::find(std::int64_t id) const
{
    const auto row = db_.query(std::string(kFollowUpSelect) + " WHERE id = ?1", id);
    return row->step() ? std::optional(follow_up_of(*row)) : std::nullopt;
}

std::optional<FollowUp> FollowUps::of_survey(std::int64_t survey_id) const
{
    const auto row = db_.query(std::string(kFollowUpSelect) + " WHERE survey_id = ?1", survey_id);
    return row->step() ? std::optional(follow_up_of(*row)) : std::nullopt;
}

std::vector<FollowUp> FollowUps::open(std::string_view inbox, int limit) const
{
    const auto row =
        db_.query(std::string(kFollowUpSelect) + " WHERE inbox = ?1 AND state = 'open' ORDER BY id LIMIT ?2",
                  inbox, limit);
    std::vector<FollowUp> out;
    while (row->step()) out.push_back(follow_up_of(*row));
    return out;
}

void FollowUps::add_copy(std::int64_t task, std::int64_t message)
{
    db_.run("INSERT INTO follow_up_copy (message, follow_up_id) VALUES (?1, ?2)", message, task);
}

std::vector<std::int64_t> FollowUps::copies(std::int64_t task) const
{
    const auto row =
        db_.query("SELECT message FROM follow_up_copy WHERE follow_up_id = ?1 ORDER BY message LIMIT ?2",
                  task, kCopiesMost);
    std::vector<std::int64_t> out;
    while (row->step()) out.push_back(row->integer(0));
    return out;
}

}  // namespace deskbell::store
