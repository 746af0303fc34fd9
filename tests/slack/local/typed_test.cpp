#include "slack/local/typed.hpp"

#include "tests/slack/local/fixture.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace deskbell::slack::local;

namespace {

std::string text(const Office& office, const std::string& plain) { return typed_text(office.ws, plain).text; }

}  // namespace

TEST_CASE("handles and full names become mentions, other words with @ do not", "[local][typed]")
{
    const Office office;
    CHECK(text(office, "@ana") == "<@U0ANA>");
    CHECK(text(office, "hi @Ana Pereira!") == "hi <@U0ANA>!");
    CHECK(text(office, "@anastasia") == "@anastasia");
    CHECK(text(office, "mail ana@ben.example") == "mail ana@ben.example");
    CHECK(text(office, "@everyone <!channel>") == "@everyone &lt;!channel&gt;");
}

TEST_CASE("channels and addresses become links, without the punctuation after them", "[local][typed]")
{
    const Office office;
    CHECK(text(office, "#general and #nowhere") == "<#C0GENERAL|general> and #nowhere");
    CHECK(text(office, "see https://a.example/x?a=1&b=2.") == "see <https://a.example/x?a=1&amp;b=2>.");
    CHECK(text(office, "#triage-it") == "<#C0TRIAGEIT|>");
}

TEST_CASE("the rich text holds the same in pieces, unescaped", "[local][typed]")
{
    const Office office;
    const Typed typed = typed_text(office.ws, "a & @ben");
    const Json pieces = (*typed.blocks)[0]["elements"][0]["elements"];
    CHECK(pieces ==
          Json::array({{{"type", "text"}, {"text", "a & "}}, {{"type", "user"}, {"user_id", "U0BEN"}}}));
}
