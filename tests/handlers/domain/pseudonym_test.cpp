#include "handlers/domain/pseudonym.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;

TEST_CASE("a person's traces are replaced in whatever case, and nobody else's", "[domain]")
{
    const std::vector<std::string> traces{"U1", "Ada Lovelace", "Tom"};
    const auto without = [&](std::string_view text) { return without_traces(text, traces, "ERASED-1"); };
    CHECK(without("<@U1> and U12") == "<@ERASED-1> and U12");
    CHECK(without("U1,U2,u1") == "ERASED-1,U2,ERASED-1");
    CHECK(without("ada lovelace's and Ada Lovelaces") == "ERASED-1's and ERASED-1s");
    CHECK(without("Tom… customs, tomorrow, (Tom)") == "ERASED-1… customs, tomorrow, (ERASED-1)");
    CHECK(without("") == "");
    CHECK(without("nobody") == "nobody");
}

TEST_CASE("a trace that is part of the pseudonym is replaced once", "[domain]")
{
    CHECK(without_traces("E and E", {"E"}, "ERASED-1") == "ERASED-1 and ERASED-1");
    CHECK(without_traces("erased", {"erased"}, "ERASED-1") == "ERASED-1");
}

TEST_CASE("a pseudonym is told from an id", "[domain]")
{
    CHECK(is_pseudonym("ERASED"));
    CHECK(is_pseudonym("ERASED-12"));
    CHECK_FALSE(is_pseudonym("U0ERASED"));
    CHECK_FALSE(is_pseudonym("ERASEDX"));
    CHECK_FALSE(is_pseudonym(""));
}
