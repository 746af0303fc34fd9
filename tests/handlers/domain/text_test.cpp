#include "handlers/domain/text.hpp"
#include "handlers/domain/number.hpp"

#include <catch2/catch.hpp>

using namespace deskbell;

TEST_CASE("length counts UTF-16 units, so that a dinosaur counts twice", "[domain][text]")
{
    CHECK(utf16_length("abc") == 3);
    CHECK(utf16_length("Ünï") == 3);
    CHECK(utf16_length("🦕") == 2);
    CHECK(utf16_length("\xFF") == 1);
}

TEST_CASE("shortening never cuts a character in two and ends with an ellipsis", "[domain][text]")
{
    CHECK(shortened("abcdef", 6) == "abcdef");
    CHECK(shortened("abcdef", 5) == "abcd…");
    CHECK(shortened("🦕🦕🦕", 4) == "🦕…");
    CHECK(shortened("abc", 0).empty());
}

TEST_CASE("cleaning replaces bad bytes and drops control characters", "[domain][text]")
{
    CHECK(cleaned("a\x01"
                  "b\nc\td\x7F") == "ab\nc\td");
    CHECK(cleaned("a\xC3") == "a\xEF\xBF\xBD");
    CHECK(cleaned("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(cleaned("مرحبا 🦕") == "مرحبا 🦕");
}

TEST_CASE("trimming knows the spaces that people paste without seeing them", "[domain][text]")
{
    CHECK(trimmed(" \xC2\xA0 hi there\xE2\x80\x8B\n") == "hi there");
    CHECK(trimmed("\t \n").empty());
    CHECK(words("  a \xC2\xA0 b\nc ") == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("the nearest word is found within two edits", "[domain][text]")
{
    CHECK(nearest("calender", {"calendar", "inbox"}) == "calendar");
    CHECK(nearest("zzz", {"calendar", "inbox"}).empty());
}

TEST_CASE("numbers are read as people write them", "[domain][number]")
{
    CHECK(parse_number("req-12") == RecordNumber{"REQ", 12});
    CHECK(parse_number("#INC-1") == RecordNumber{"INC", 1});
    for (const char* bad :
         {"", "REQ", "REQ-", "REQ-0", "REQ-01", "REQ-1x", "-1", "R-1", "REQ-1234567890", "REQ 1"})
        CHECK_FALSE(parse_number(bad));
    CHECK(numbers_in("see REQ-1, inc-22 and REQ-1 (not XREQ_3)") ==
          std::vector<RecordNumber>{{"REQ", 1}, {"INC", 22}});
}

TEST_CASE("a whole number is read from the beginning of a text, and is 0 where there is none",
          "[domain][number]")
{
    CHECK(whole_number("42") == 42);
    CHECK(whole_number("7:rest") == 7);
    CHECK(whole_number("") == 0);
    CHECK(whole_number("reckon") == 0);
    CHECK(whole_number("99999999999999999999") == 0);
}

TEST_CASE("a search has words and phrases in quotes of any shape", "[domain][text]")
{
    const auto shown = [](std::string_view text) {
        std::string out;
        for (const SearchTerm& term : search_terms(text)) out += (term.is_phrase ? "[" : "<") + term.text + ">";
        return out;
    };
    CHECK(shown("vpn \"no  internet\" home") == "<vpn>[no internet><home>");
    CHECK(shown("„kein Netz“ “no net”") == "[kein Netz>[no net>");
    CHECK(shown("open \"never closed") == "<open><never><closed>");
    CHECK(shown("\"\" \"  \"").empty());
}
