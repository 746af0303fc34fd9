#include "handlers/kernel/intake/command_words.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/intake/doors.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTypedShown = 80;  // UTF-16 units
constexpr std::size_t kVerbMost = 20;    // characters; a longer word is no command

// What people try as commands and no door has, sorted. Alone they say nothing of a request, as "printer"
// does; with words behind them they may be one ("resolve my password problem"), so only an argument of a
// command counts.
constexpr std::array<std::string_view, 42> kTried{
    "all",      "answer", "approve", "assign",   "cancel", "claim",   "close",    "comment", "delete",
    "details",  "done",   "edit",    "escalate", "finish", "get",     "hold",     "info",    "join",
    "link",     "list",   "merge",   "move",     "open",   "pause",   "priority", "reject",  "release",
    "reopen",   "reply",  "resolve", "search",   "set",    "show",    "solve",    "status",  "take",
    "unassign", "update", "version", "view",     "watch",  "withdraw"};
static_assert(std::ranges::is_sorted(kTried));

std::vector<const Verb*> verbs_called(std::string_view word)
{
    std::vector<const Verb*> out;
    for (const Feature* feature : features())
        for (const Verb& verb : feature->verbs)
            if (verb.word == word)
                out.push_back(&verb);
    return out;
}

bool is_record(const Desk& desk, std::string_view word)
{
    const auto number = parse_number(word);
    return number && desk.process_of_prefix(number->prefix) != nullptr;
}

/// What stands behind the word of a command: a number, a bare one, a person.
bool is_argument(const Desk& desk, std::string_view word)
{
    const std::string_view digits = word.starts_with('#') ? word.substr(1) : word;
    const bool is_bare = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
    return is_bare || is_record(desk, word) || word.starts_with('@');
}

bool is_plain_word(std::string_view word)
{
    return word.size() <= kVerbMost && std::ranges::all_of(word, [](unsigned char c) {
               return (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c >= 0x80;  // other alphabets
           });
}

bool reads_like_command(const Desk& desk, const std::vector<std::string>& said, const std::string& first)
{
    if (said.empty() || !is_plain_word(first))
        return false;
    if (said.size() == 2 && is_record(desk, said[1]))
        return true;
    const auto verbs = verbs_called(first);
    const bool is_known = !verbs.empty() || std::ranges::binary_search(kTried, first);
    if (said.size() == 1)
        return is_known;  // "wifi" is a request
    // "note words", "tag vpn": the number was forgotten.
    const bool lacks_number = said.size() == 2 && std::ranges::any_of(verbs, &Verb::takes_words);
    return lacks_number || (is_known && is_argument(desk, said[1]));
}

/// What exists that comes near, a line each.
std::string what_there_is(const Desk& desk, const std::vector<std::string>& said, const std::string& first)
{
    std::string out;
    const auto number = std::ranges::find_if(said, [&](const auto& word) { return is_record(desk, word); });
    if (number != said.end())
        out += "\n• `/ticket " + to_text(*parse_number(*number)) + "` shows it with what you may do about it";
    auto near = verbs_called(first);
    if (near.empty()) {
        std::vector<std::string> known;
        for (const Feature* feature : features())
            for (const Verb& verb : feature->verbs) known.emplace_back(verb.word);
        near = verbs_called(nearest(first, known));
    }
    for (const Verb* verb : near)
        out += "\n• `" + std::string(verb->command) + " " + std::string(verb->usage) +
               "`: " + std::string(verb->does);
    return out + "\n• `/ticket help` lists every command";
}

Answer raise_kept(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    return raise_from_button(desk, click, false, act, unit);
}

constexpr std::array kButtons{Button{"raise_words", false, raise_kept}};

}  // namespace

std::optional<slack::Reply> ask_whether_command(const Desk& desk, const std::string& typed,
                                                const std::string& channel)
{
    const auto said = words(typed);
    const std::string first = said.empty() ? "" : lower(said.front());
    const auto button = raising_button("raise_words", "Raise it as a request", typed, channel);
    if (!button || !reads_like_command(desk, said, first))
        return std::nullopt;
    std::string shown = shortened(joined(said, " "), kTypedShown);
    std::ranges::replace(shown, '`', '\'');
    const std::string text = "`/ticket " + slack::escaped(shown) +
                             "` reads like a command, and there is none like it. Nothing was raised yet.";
    slack::Blocks blocks;
    blocks.section(text + what_there_is(desk, said, first));
    blocks.actions("raise_words", {*button});
    return slack::Reply::message(text, blocks);
}

extern const Feature kCommandWords;
const Feature kCommandWords{.key = "command_words", .buttons = kButtons};

}  // namespace deskbell::kernel
