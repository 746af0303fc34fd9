#include "handlers/kernel/people.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

void get_to_know(store::Unit& unit, std::string_view user)
{
    if (user.empty() || unit.directory.person(user))
        return;
    ask(unit, "users.info", {{"user", std::string(user)}}, "person:" + std::string(user),
        "person:" + std::string(user));
}

std::string name_of(const store::Unit& unit, std::string_view user)
{
    const auto person = unit.directory.person(user);
    return person ? person->name : std::string();
}

std::string shown(const store::Unit& unit, std::string_view user)
{
    if (user.empty())
        return "nobody";
    if (user == "system")
        return "Deskbell";
    const std::string name = name_of(unit, user);
    return name.empty() ? slack::mention(user) : slack::escaped(name);
}

std::string readable(const store::Unit& unit, std::string_view mrkdwn)
{
    return cleaned(slack::plain(mrkdwn, [&](std::string_view user) { return name_of(unit, user); }));
}

namespace {

constexpr std::string_view kPersonThen = "person:";

Result<void> learn(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& answer,
                   store::Unit& unit)
{
    if (!answer.ok)
        return {};
    const std::string real_name = answer.at("/user/real_name");
    const std::string name = real_name.empty() ? answer.at("/user/name") : real_name;
    desk.on_person({std::string(std::string_view(sent.then).substr(kPersonThen.size())), name,
                    answer.at("/user/tz"), "", answer.at("/user/is_bot") == "true",
                    answer.at("/user/deleted") == "true", answer.at("/user/is_stranger") == "true"},
                   unit);
    return {};
}

constexpr std::array kAwaited{Awaited{kPersonThen, learn}};

}  // namespace

extern const Feature kPeople;
const Feature kPeople{.key = "people", .awaited = kAwaited};

}  // namespace deskbell::kernel
