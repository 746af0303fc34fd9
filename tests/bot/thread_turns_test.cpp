// Which threads are read next after a gap.
#include "bot/thread_turns.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace deskbell;
using bot::ThreadTurns;
using namespace std::chrono_literals;

namespace {

const ThreadTurns::Time kStart{};

/// A channel and so many threads below it.
std::vector<kernel::Conversation> listed(std::size_t threads)
{
    std::vector<kernel::Conversation> out;
    for (std::size_t i = 0; i < threads; ++i) out.push_back({"C0HELP", std::to_string(i), std::nullopt});
    out.push_back({"C0HELP", "", std::nullopt});
    return out;
}

}  // namespace

TEST_CASE("every thread gets its turn once after a gap, and a channel in each round", "[bot][catch_up]")
{
    ThreadTurns turns;
    turns.may_have_missed(kStart);
    std::map<std::string, int> times;
    std::vector<std::size_t> left;
    for (int round = 0; round < 4; ++round) {
        auto all = listed(ThreadTurns::kAtOnce * 2 + 50);
        turns.choose(all);
        for (const auto& one : all) {
            ++times[one.thread_ts];
            if (!one.thread_ts.empty())
                turns.was_read(one, kStart + 1s);
        }
        left.push_back(turns.left());
    }
    CHECK(left == std::vector<std::size_t>{ThreadTurns::kAtOnce + 50, 50, 0, 0});
    CHECK(times.at("") == 4);
    times.erase("");
    CHECK(times.size() == ThreadTurns::kAtOnce * 2 + 50);
    for (const auto& [thread, many] : times) CHECK(many == 1);
}

TEST_CASE("another gap in the middle begins with the threads that were read longest ago", "[bot][catch_up]")
{
    ThreadTurns turns;
    turns.may_have_missed(kStart);
    auto all = listed(ThreadTurns::kAtOnce + 1);
    turns.choose(all);
    for (const auto& one : all) turns.was_read(one, kStart + 1s);
    turns.may_have_missed(kStart + 2s);
    all = listed(ThreadTurns::kAtOnce + 1);
    turns.choose(all);
    REQUIRE(all.size() == 1 + ThreadTurns::kAtOnce);
    CHECK(all.at(1).thread_ts == std::to_string(ThreadTurns::kAtOnce));
    CHECK(turns.left() == 1);
}

TEST_CASE("a thread that could not be read stays due, one that began before the gap as well",
          "[bot][catch_up]")
{
    ThreadTurns turns;
    turns.may_have_missed(kStart + 10s);
    auto all = listed(2);
    turns.choose(all);
    turns.was_read(all.at(1), kStart + 9s);
    all = listed(2);
    turns.choose(all);
    REQUIRE(all.size() == 3);
    CHECK(all.at(1).thread_ts == "1");
    CHECK(all.at(2).thread_ts == "0");
}
