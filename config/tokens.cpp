#include "config/tokens.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace deskbell::config {

namespace {

constexpr std::size_t kTokenMax = 512;  // real ones have about 60 to 100 characters

/// What Slack's prefixes say. A token in the wrong place is named by its kind, never by its text.
struct TokenKind {
    std::string_view prefix;
    std::string_view name;
    std::string_view variable;  ///< where it belongs; "" when we have no use for it
};
constexpr TokenKind kKinds[] = {
    {"xapp-", "an app-level token", "SLACK_APP_TOKEN"}, {"xoxb-", "a bot token", "SLACK_BOT_TOKEN"},
    {"xoxp-", "a user token", ""},                      {"xoxe.", "a rotating token", ""},
    {"xwfp-", "a workflow token", ""},                  {"xoxc-", "a browser token", ""},
};

const TokenKind* kind_for(std::string_view variable)
{
    return std::ranges::find(kKinds, variable, &TokenKind::variable);
}

const TokenKind* kind_of(std::string_view token)
{
    const auto it =
        std::ranges::find_if(kKinds, [=](const TokenKind& k) { return token.starts_with(k.prefix); });
    return it == std::end(kKinds) ? nullptr : it;
}

void check_shape(const std::string& name, std::string_view token, std::vector<Fault>& faults)
{
    const TokenKind* wanted = kind_for(name);
    const TokenKind* found = kind_of(token);
    const auto fault = [&](std::string problem, std::string mend) {
        faults.push_back({"environment", 0, name, std::move(problem), std::move(mend)});
    };
    const std::string starts = "One that starts with \"" + std::string(wanted->prefix) + "\" belongs here";
    if (found && found != wanted && !found->variable.empty())
        fault("holds " + std::string(found->name) + ": the two tokens are swapped.",
              "Put it into " + std::string(found->variable) + ". " + starts + ".");
    else if (found && found != wanted)
        fault("holds " + std::string(found->name) + ", which Deskbell cannot use.", starts + ".");
    else if (!found)
        fault("is not a Slack token.", starts + "; see the README, \"Tokens\".");
    else if (token.size() == wanted->prefix.size() || token.size() > kTokenMax ||
             !std::ranges::all_of(token,
                                  [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.'; }))
        fault("holds a token with characters missing or foreign ones in it.",
              "Copy it again, whole and without quotes.");
}

std::optional<std::string> from_file(const std::string& name, const std::string& path, const ReadFile& file,
                                     std::vector<Fault>& faults)
{
    auto text = file(path);
    if (!text)
        faults.push_back({"environment", 0, name, "names a file that cannot be read: " + path + ".",
                          "Check the path and that this user may read it."});
    return text;
}

/// The text of the token from wherever it is given; nothing when it is nowhere or could not be read.
std::optional<std::string> find(const std::string& name, const Getenv& variable, const ReadFile& file,
                                std::vector<Fault>& faults)
{
    const auto direct = variable(name);
    const auto path = variable(name + "_FILE");
    if (direct && path) {
        faults.push_back(
            {"environment", 0, name, "is set, and " + name + "_FILE too.", "Set only one of them."});
        return std::nullopt;
    }
    if (direct)
        return direct;
    if (path)
        return from_file(name + "_FILE", *path, file, faults);
    if (const auto folder = variable("CREDENTIALS_DIRECTORY"))
        for (const std::string& credential : {name, lower(name)})
            if (auto text = file(*folder + "/" + credential))
                return text;
    return std::nullopt;
}

}  // namespace

std::string read_token(const std::string& name, const Getenv& variable, const ReadFile& file,
                       std::vector<Fault>& faults)
{
    const auto text = find(name, variable, file, faults);
    if (!text)
        return "";
    std::string token = trimmed(*text);
    check_shape(name, token, faults);
    return token;
}

std::vector<Fault> missing_tokens(const Environment& environment)
{
    std::vector<Fault> faults;
    if (environment.app_token.empty())
        faults.push_back(
            {"environment", 0, "SLACK_APP_TOKEN", "is not set.",
             "Set it to the app-level token (xapp-…) from Basic Information, App-Level Tokens, with the"
             " scope connections:write."});
    if (environment.bot_token.empty())
        faults.push_back(
            {"environment", 0, "SLACK_BOT_TOKEN", "is not set.",
             "Set it to the bot token (xoxb-…) from OAuth & Permissions, after installing the app."});
    return faults;
}

}  // namespace deskbell::config
