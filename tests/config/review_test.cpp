#include "config/review.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;
using namespace deskbell::config;

TEST_CASE("a review reads back as it was written, also after control characters", "[config][holidays]")
{
    const std::string raw("on 2026-12-25 Christmas \x01\x02 Day\x03\noff 2026-12-24 \x04\n");
    const LoadedReview first = read_review(raw, "h.ics.reviewed");
    REQUIRE(first.faults.empty());
    CHECK(first.review.begin()->second.name.empty());
    CHECK(first.review.rbegin()->second.name == "Christmas Day");
    CHECK(read_review(to_text(first.review, "h.ics"), "h.ics.reviewed").review == first.review);
}
