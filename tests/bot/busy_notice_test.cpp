#include "bot/busy_notice.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace std::chrono_literals;

TEST_CASE(
    "a crowd that hears busy is one line in the log a minute, and the next line says how many there were",
    "[bot][busy]")
{
    bot::BusyNotice notice;
    const bot::BusyNotice::Time start{};

    const auto first = notice.refused("slash_command", start);
    REQUIRE(first);
    CHECK(first->find("slash_command") != std::string::npos);
    CHECK(first->find("more since") == std::string::npos);
    for (int i = 0; i < 999; ++i) CHECK_FALSE(notice.refused("slash_command", start + 59s));

    const auto next = notice.refused("block_actions", start + 60s);
    REQUIRE(next);
    CHECK(next->find("999 more") != std::string::npos);
    CHECK_FALSE(notice.refused("block_actions", start + 61s));
}
