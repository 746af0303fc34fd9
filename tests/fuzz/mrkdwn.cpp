// Texts between Slack and people: nothing leaks out of what was escaped, and no cut leaves half a sign.
#include "slack/wire/mrkdwn.hpp"

#include "handlers/domain/text.hpp"
#include "slack/wire/json.hpp"
#include "slack/wire/text_object.hpp"
#include "tests/fuzz/property.hpp"

#include <algorithm>

using namespace deskbell;
using namespace deskbell::slack;
using deskbell::fuzz::require;

namespace {

constexpr std::string_view kEllipsis = "…";

void check_escaped(std::string_view text)
{
    const std::string safe = escaped(text);
    require(safe.find_first_of("<>") == std::string::npos, "escaped text has neither < nor >");
    require(plain(safe) == text, "what is escaped reads back as it was");
    require(mentioned_user(safe).empty(), "escaped text mentions nobody");
    for (std::size_t i = safe.find('&'); i != std::string::npos; i = safe.find('&', i + 1)) {
        const std::string_view rest = std::string_view(safe).substr(i);
        require(rest.starts_with("&amp;") || rest.starts_with("&lt;") || rest.starts_with("&gt;"),
                "escaped text has no bare &");
    }
}

/// True when the cut between the texts goes through an entity or a whole <…> token.
bool is_through(std::string_view before, std::string_view after)
{
    for (const std::string_view entity : {"&amp;", "&lt;", "&gt;"})
        for (std::size_t n = 1; n < entity.size(); ++n)
            if (before.ends_with(entity.substr(0, n)) && after.starts_with(entity.substr(n)))
                return true;
    const std::size_t open = before.find_last_of("<>\n"), close = after.find_first_of("<>\n");
    return open != std::string_view::npos && close != std::string_view::npos && before[open] == '<' &&
           after[close] == '>';
}

void check_shortened(std::string_view text, std::size_t limit)
{
    const std::string out = shortened_mrkdwn(text, limit);
    require(utf16_length(out) <= limit, "a shortened text keeps the limit");
    require(fuzz::is_utf8(out) || !fuzz::is_utf8(text), "shortening keeps UTF-8");
    if (out == text || limit == 0)
        return;
    require(utf16_length(text) > limit, "what fits is not shortened");
    require(out.ends_with(kEllipsis), "a shortened text says that it is one");
    const std::string_view kept = std::string_view(out).substr(0, out.size() - kEllipsis.size());
    require(text.starts_with(kept), "a shortened text is the beginning of the text");
    require(!is_through(kept, text.substr(kept.size())), "no cut goes through an entity or a token");
}

void check_plain(std::string_view text)
{
    const auto name_of = [](std::string_view) { return std::string("Ana 🦕"); };
    require(!fuzz::is_utf8(text) || (fuzz::is_utf8(plain(text)) && fuzz::is_utf8(plain(text, name_of))),
            "plain words stay UTF-8");
    const std::string user = mentioned_user(text);
    require(user.empty() || mentioned_user(mention(user)) == user, "a mentioned user can be mentioned");
    require(mention(text).find_first_of("<>", 1) >= mention(text).size() - 1,
            "a mention is one token or none");
}

void check_link(std::string_view url, std::string_view label)
{
    const std::string out = link(url, label);
    const auto inner = std::string_view(out).substr(out.starts_with('<') ? 1 : 0);
    require(inner.find('<') == std::string_view::npos, "a link is one token or none");
    require(inner.find('>') == (out.starts_with('<') ? inner.size() - 1 : std::string_view::npos),
            "nothing stands behind a link");
    std::string words = trimmed(label);
    std::ranges::replace(words, '\n', ' ');
    require(words.empty() || plain(out) == words, "a link shows its label");
}

void check_quoted(std::string_view text)
{
    for (const std::string& line : split(quoted(text), '\n'))
        require(line.starts_with("> "), "each quoted line is marked");
}

void check_redacted(std::string_view text)
{
    const std::string out = redacted(text);
    require(redacted(out) == out, "nothing is left to redact");
    require(fuzz::is_utf8(out) || !fuzz::is_utf8(text), "redacting keeps UTF-8");
    const std::string secret = "xoxb-1234-abcd";
    require(redacted(std::string(text) + " " + secret).find(secret) == std::string::npos,
            "a token is redacted behind any text");
}

/// What goes to Slack is JSON within the limit, even when the text is no UTF-8.
void check_object(std::string_view text, std::size_t limit)
{
    for (const std::string& object : {mrkdwn_object(text, limit), plain_text_object(text, limit, true)}) {
        const auto json = Json::parse(object);
        require(object.empty() || json, "a text object is JSON");
        require(object.empty() || utf16_length(json->text("text")) <= limit, "a text object keeps the limit");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::size_t limit = data[0];  // the first byte says how short
    const std::string_view text = fuzz::text_of(data + 1, size - 1);
    check_escaped(text);
    check_plain(text);
    check_shortened(text, limit);
    check_shortened(escaped(text), limit);
    check_link(text.substr(0, text.find('|')), text.substr(std::min(text.find('|'), text.size())));
    check_link("https://example.com/" + std::string(text), text);
    check_quoted(text);
    check_redacted(text);
    check_object(text, limit + 1);
    return 0;
}
