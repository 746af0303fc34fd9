#include "slack/wire/mrkdwn.hpp"

#include <catch2/catch.hpp>

#include "handlers/domain/text.hpp"

using namespace deskbell;
using namespace deskbell::slack;

namespace {

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
}

// True when every "&" begins a whole entity, every "<" has its ">", and no character is cut.
bool is_whole(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (text[i] == '&' && !rest.starts_with("&amp;") && !rest.starts_with("&lt;") &&
            !rest.starts_with("&gt;"))
            return false;
        if (text[i] == '<' && rest.find('>') == std::string_view::npos)
            return false;
    }
    return cleaned(text) == text;
}

}  // namespace

TEST_CASE("exactly three signs are escaped, once", "[wire][mrkdwn]")
{
    CHECK(escaped(R"(a & b < c > d " ' * _ ~ ` : @ # | 🦕)") ==
          R"(a &amp; b &lt; c &gt; d " ' * _ ~ ` : @ # | 🦕)");
    CHECK(escaped("&amp;") == "&amp;amp;");
    CHECK(escaped("").empty());
}

TEST_CASE("text from people can neither mention nor link", "[wire][mrkdwn]")
{
    const std::string text = GENERATE(as<std::string>{}, "<!channel>", "<!here|here>", "<@U0BOSS>", "<#C1>",
                                      "<!subteam^S1>", "<https://evil.example|https://bank.example>",
                                      "<!date^1^{date}|x>", "<<!channel>>", "&lt;!channel&gt;");
    CHECK(escaped(text).find_first_of("<>") == std::string::npos);
    CHECK(plain(escaped(text)) == text);
}

TEST_CASE("what is escaped reads back as it was", "[wire][mrkdwn][pitfall-52]")
{
    const std::string text = GENERATE(as<std::string>{}, "", "plain", "a<b>c&d", "&amp;lt;", "&&&", "<<<",
                                      ">>>", "مرحبا <بك>", "\xFF\xFE");
    CHECK(plain(escaped(text)) == text);
}

TEST_CASE("inbound tokens become plain words", "[wire][mrkdwn]")
{
    struct Row {
        const char* inbound;
        const char* plain_text;
    };
    const Row row = GENERATE(
        Row{"hello", "hello"}, Row{"<@U1> please", "@U1 please"}, Row{"<@U1|ana>", "@ana"},
        Row{"<@W2|>", "@W2"}, Row{"<#C1|general>", "#general"}, Row{"<#C1|>", "#channel"},
        Row{"<#C1>", "#channel"}, Row{"<!channel>", "@channel"}, Row{"<!here|here>", "@here"},
        Row{"<!everyone|@everyone>", "@everyone"}, Row{"<!subteam^S1|@it-team>", "@it-team"},
        Row{"<!subteam^S1>", "@group"}, Row{"<!date^1764579600^{date} at {time}|1 Dec>", "1 Dec"},
        Row{"<https://example.com>", "https://example.com"}, Row{"<https://example.com|here>", "here"},
        Row{"<https://example.com/?a=1&amp;b=2>", "https://example.com/?a=1&b=2"},
        Row{"<mailto:a@example.com|a@example.com>", "a@example.com"},
        Row{"<mailto:a@example.com>", "a@example.com"}, Row{"<https://e.com|a &amp; b>", "a & b"},
        Row{"1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"}, Row{"&amp;lt;", "&lt;"},
        Row{"&lt;!channel&gt;", "<!channel>"}, Row{"&copy; &quot;", "&copy; &quot;"}, Row{"a < b", "a < b"},
        Row{"<", "<"}, Row{"<>", ""}, Row{"< <@U1>", "< @U1"}, Row{"<@U1", "<@U1"}, Row{"&am", "&am"});
    CAPTURE(row.inbound);
    CHECK(plain(row.inbound) == row.plain_text);
}

TEST_CASE("known people are called by their names", "[wire][mrkdwn]")
{
    const auto name_of = [](std::string_view id) {
        return id == "U1" ? std::string("Ana & Co <1>") : std::string{};
    };
    CHECK(plain("<@U1> und <@U2|ben> und <@U3>", name_of) == "@Ana & Co <1> und @ben und @U3");
}

TEST_CASE("a text that is one mention names the user", "[wire][mrkdwn]")
{
    CHECK(mentioned_user("<@U1ABC>") == "U1ABC");
    CHECK(mentioned_user(" <@W1|ana> ") == "W1");
    for (const char* other : {"", "U1ABC", "<@U1", "<@>", "<@U>", "<@u1abc>", "<@B1>", "<@U1> hi",
                              "<@U1><@U2>", "<#C1>", "<!here>", "<@U1;x>"})
        CHECK(mentioned_user(other).empty());
}

TEST_CASE("a mention is made for user ids only", "[wire][mrkdwn]")
{
    CHECK(mention("U1ABC") == "<@U1ABC>");
    CHECK(mentioned_user(mention("W9")) == "W9");
    CHECK(mention("").empty());
    CHECK(mention("U1> <!channel") == "U1&gt; &lt;!channel");
    CHECK(mention("system") == "system");
    CHECK(channel_mention("C1ABC") == "<#C1ABC>");
    CHECK(channel_mention("C1> <!channel") == "C1&gt; &lt;!channel");
    CHECK(channel_mention("U1ABC") == "U1ABC");
}

TEST_CASE("a link keeps its address and its label apart", "[wire][mrkdwn]")
{
    CHECK(slack::link("https://example.com/a b?x=1&y=2", "REQ-1 <VPN> & more") ==
          "<https://example.com/a%20b?x=1&amp;y=2|REQ-1 &lt;VPN&gt; &amp; more>");
    CHECK(slack::link("https://example.com/|<!channel>\n\"", "x") ==
          "<https://example.com/%7C%3C!channel%3E%0A%22|x>");
    CHECK(slack::link("https://example.com", "") == "<https://example.com>");
    CHECK(slack::link("https://example.com", "two\nlines") == "<https://example.com|two lines>");
    CHECK(plain(slack::link("https://example.com/?a=1&b=2", "")) == "https://example.com/?a=1&b=2");
}

TEST_CASE("only addresses that people should click become links", "[wire][mrkdwn]")
{
    CHECK(slack::link("javascript:alert(1)", "click <me>") == "click &lt;me&gt;");
    CHECK(slack::link("!channel", "") == "!channel");
    CHECK(slack::link("", "label") == "label");
}

TEST_CASE("a date shows in the reader's zone and falls back to a named one", "[wire][mrkdwn]")
{
    const UtcTime t = from_unix(1795426200);  // 2026-11-23T09:30:00Z
    CHECK(date(t, "Europe/Berlin") ==
          "<!date^1795426200^{date_short_pretty} at {time}|Mon 23 Nov 10:30 (Europe/Berlin)>");
    CHECK(date(t, "Mars/Olympus") ==
          "<!date^1795426200^{date_short_pretty} at {time}|Mon 23 Nov 09:30 (UTC)>");
    CHECK(plain(date(t, "UTC")) == "Mon 23 Nov 09:30 (UTC)");
}

TEST_CASE("each quoted line begins with the sign", "[wire][mrkdwn]")
{
    CHECK(quoted("one") == "> one");
    CHECK(quoted("one\n\ntwo") == "> one\n> \n> two");
}

TEST_CASE("a text at the limit stays, one unit more is cut", "[wire][mrkdwn]")
{
    const std::string piece = GENERATE(as<std::string>{}, "a", "ä", "€", "مـ", "&amp;", "<@U0ANA>");
    const std::string text = repeated(piece, 40);
    const std::size_t units = utf16_length(text);
    CHECK(shortened_mrkdwn(text, units) == text);
    const std::string cut = shortened_mrkdwn(text, units - 1);
    CHECK(cut.ends_with("…"));
    CHECK(utf16_length(cut) <= units - 1);
}

TEST_CASE("a cut falls between characters, entities and tokens, wherever it comes", "[wire][mrkdwn]")
{
    const std::string text =
        "a &amp; <@U0ANA> 🦕 €ä<https://example.com/x|l &gt; l>مرحبا &lt;!channel&gt; 👩‍💻 "
        "end";
    for (std::size_t limit = 0; limit <= utf16_length(text); ++limit) {
        CAPTURE(limit);
        const std::string cut = shortened_mrkdwn(text, limit);
        CHECK(utf16_length(cut) <= limit);
        CHECK(is_whole(cut));
    }
}

TEST_CASE("a surrogate pair counts as two and is not split", "[wire][mrkdwn][pitfall-52]")
{
    CHECK(shortened_mrkdwn("🦕🦕", 4) == "🦕🦕");
    CHECK(shortened_mrkdwn("🦕🦕", 3) == "🦕…");
    CHECK(shortened_mrkdwn("🦕🦕", 2) == "…");
    CHECK(shortened_mrkdwn("🦕🦕", 0).empty());
}

TEST_CASE("secrets do not reach a log", "[wire][redacted]")
{
    struct Row {
        const char* text;
        const char* shown;
    };
    const Row row = GENERATE(
        Row{"Authorization: Bearer xoxb-12-34-AbC was refused", "Authorization: Bearer xoxb-… was refused"},
        Row{"xapp-1-A0-1-beef", "xapp-…"}, Row{"(xoxp-1-2,xoxa-3)", "(xoxp-…,xoxa-…)"},
        Row{"xoxe.xoxp-1-Mi0y", "xoxe.…"}, Row{"xoxe-1-My0x end", "xoxe-… end"},
        Row{"wss://wss.slack.com/link/?ticket=12ab-34cd&app_id=beef",
            "wss://wss.slack.com/link/?ticket=…&app_id=beef"},
        Row{"POST https://hooks.slack.com/actions/T1/2/xyz failed", "POST https://hooks.slack.com… failed"},
        Row{"https:\\/\\/hooks.slack.com\\/commands\\/T1", "https:\\/\\/hooks.slack.com…"},
        Row{"<https://hooks.slack-gov.com/x|here>", "<https://hooks.slack-gov.com…|here>"},
        Row{R"({"trigger_id":"13.37.abc","user":"U1"})", R"({"trigger_id":"…","user":"U1"})"},
        Row{R"({"trigger_id" : "13.37.abc"})", R"({"trigger_id" : "…"})"},
        Row{R"({"trigger_id":"","user":"U1"})", R"({"trigger_id":"","user":"U1"})"},
        Row{"trigger_id=13.37.abc&view=x", "trigger_id=…&view=x"},
        Row{R"({"response_url":"http://127.0.0.1:8065/respond/abc","a":1})", R"({"response_url":"…","a":1})"},
        Row{"views.open: expired_trigger_id after 3 s", "views.open: expired_trigger_id after 3 s"},
        Row{"nothing secret: REQ-12, xoxo, hooks", "nothing secret: REQ-12, xoxo, hooks"}, Row{"", ""},
        Row{"xox", "xox"}, Row{"xoxb-", "xoxb-"});
    CAPTURE(row.text);
    CHECK(redacted(row.text) == row.shown);
}

TEST_CASE("what is redacted stays redacted", "[wire][redacted]")
{
    const std::string text =
        redacted(R"({"token":"xoxb-1-2","trigger_id":"1.2.3","url":"https://hooks.slack.com/a/b"})");
    CHECK(redacted(text) == text);
    CHECK(text.find("1.2.3") == std::string::npos);
}
