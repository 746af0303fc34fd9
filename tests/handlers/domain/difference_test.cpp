#include "handlers/domain/difference.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;

TEST_CASE("a difference is what stands between the words that are the same", "[domain][text]")
{
    struct Case {
        const char *before, *after, *removed, *added;
    };
    for (const Case& c :
         {Case{"come on Monday please", "come on Tuesday please", "Monday", "Tuesday"},
          Case{"room 4", "room 45", "4", "45"}, Case{"the heating", "the heating is broken", "", "is broken"},
          Case{"call me now", "call me", "now", ""}, Case{"a b", "a b", "", ""}, Case{"", "new", "", "new"},
          Case{"à", "á", "à", "á"}, Case{"one one", "one", "one", ""}}) {
        const Difference d = difference(c.before, c.after, 100);
        CHECK(d.removed == c.removed);
        CHECK(d.added == c.added);
    }
}

TEST_CASE("a long difference is cut between characters", "[domain][text]")
{
    const Difference d = difference("", "ääääääääää", 5);
    CHECK(d.added == "ääää…");
}
