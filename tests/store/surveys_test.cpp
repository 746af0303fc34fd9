#include "tests/store/fresh.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::store;

namespace {

Survey question(std::int64_t record, std::int64_t resolution, UtcTime asked)
{
    Survey out;
    out.record_id = record;
    out.resolution = resolution;
    out.inbox = "it";
    out.user = "U1";
    out.asked_at = asked;
    return out;
}

}  // namespace

TEST_CASE("a solution is asked about once, and an answer comes back as it was given", "[store][conformance]")
{
    Fresh fresh;
    Surveys& surveys = fresh.unit.surveys;
    const auto record = raise(fresh.unit, "incident", {}).id;
    Survey first = question(record, 1, at(1));
    first.id = surveys.insert(first);
    CHECK_THROWS_AS(surveys.insert(question(record, 1, at(2))), DatabaseError);
    CHECK_FALSE(surveys.latest_answer(record));
    first.state = "answered";
    first.score = 4;
    first.comment = "quick";
    first.answered_at = at(3);
    surveys.save(first);
    const auto second = surveys.insert(question(record, 2, at(9)));

    const auto found = surveys.find(record, 1);
    REQUIRE(found);
    CHECK(found->score == 4);
    CHECK(found->comment == "quick");
    CHECK(found->answered_at == at(3));
    CHECK(surveys.latest(record)->id == second);
    CHECK(surveys.latest_answer(record)->id == first.id);
    CHECK(surveys.last_asked("U1") == at(9));
    CHECK_FALSE(surveys.last_asked("U2"));
    const RatingTally tally = surveys.tally("it", at(0));
    CHECK(tally.asked == 2);
    CHECK(tally.answered == 1);
    CHECK(tally.score_sum == 4);
    CHECK(surveys.tally("it", at(2)).answered == 0);
    CHECK(surveys.commented("it", at(0), 10).size() == 1);
    CHECK(surveys.commented("rooms", at(0), 10).empty());
}

TEST_CASE("an anonymous answer counts from an instant until its replacement does", "[store][conformance]")
{
    Fresh fresh;
    AnonymousRatings& ratings = fresh.unit.anonymous_ratings;
    AnonymousRating first{0, "it", 2, "rude", at(10), {}};
    first.id = ratings.insert(first);
    first.counts_until = at(20);
    ratings.save(first);
    ratings.insert({0, "it", 5, "", at(20), {}});
    const auto scores = [&](int t) {
        std::int64_t sum = 0;
        for (const AnonymousRating& r : ratings.counting("it", at(0), at(100), at(t), 10)) sum += r.score;
        return sum;
    };
    CHECK(scores(9) == 0);
    CHECK(scores(10) == 2);
    CHECK(scores(20) == 5);
    CHECK(ratings.inboxes() == std::vector<std::string>{"it"});
    ratings.forget_words("it", at(11));
    CHECK(ratings.find(first.id)->comment.empty());
    CHECK(ratings.find(first.id)->score == 2);
}

TEST_CASE("a task is open until it is done, and knows where it hangs", "[store][conformance]")
{
    Fresh fresh;
    const auto record = raise(fresh.unit, "incident", {}).id;
    const auto survey = fresh.unit.surveys.insert(question(record, 1, at(1)));
    FollowUps& tasks = fresh.unit.follow_ups;
    FollowUp task{0, survey, record, "it", "open", at(2), "", {}, ""};
    task.id = tasks.insert(task);
    const auto message = fresh.unit.messages.insert({0, record, "follow_up", "C1", "", 0});
    tasks.add_copy(task.id, message);
    CHECK(tasks.copies(task.id) == std::vector<std::int64_t>{message});
    REQUIRE(tasks.open("it", 5).size() == 1);
    task.state = "done";
    task.done_by = "U2";
    task.done_at = at(3);
    task.note = "talked";
    tasks.save(task);
    CHECK(tasks.open("it", 5).empty());
    CHECK(tasks.of_survey(survey)->note == "talked");
    CHECK(tasks.find(task.id)->done_at == at(3));
}
