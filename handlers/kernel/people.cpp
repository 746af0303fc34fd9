#include "handlers/kernel/people.hpp"

#include "handlers/domain/pseudonym.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/setup/outsiders.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

void get_to_know(store::Unit& unit, std::string_view user)
{
    if (user.empty() || is_pseudonym(user) || unit.directory.person(user))
        return;
    ask(unit, "users.info", {{"user", std::string(user)}}, std::string(kPersonThen) + std::string(user),
        std::string(kPersonThen) + std::string(user));
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
    if (is_pseudonym(user))
        return std::string(user);
    const std::string name = name_of(unit, user);
    return name.empty() ? slack::mention(user) : slack::escaped(name);
}

std::string mentioned(std::string_view user)
{
    return is_pseudonym(user) ? std::string(user) : slack::mention(user);
}

std::string readable(const store::Unit& unit, std::string_view mrkdwn)
{
    return cleaned(slack::plain(mrkdwn, [&](std::string_view user) { return name_of(unit, user); }));
}

store::Person person_from(const slack::CallResult& told, std::string_view id)
{
    const auto says = [&](std::string_view path) { return told.at(path) == "true"; };
    store::Person out;
    out.id = id;
    out.name = told.at("/user/real_name").empty() ? told.at("/user/name") : told.at("/user/real_name");
    out.timezone = told.at("/user/tz");
    out.is_bot = says("/user/is_bot");
    out.is_deleted = says("/user/deleted");
    out.is_external = says("/user/is_stranger");
    out.is_admin = says("/user/is_admin") || says("/user/is_owner");
    out.picture = told.at("/user/profile/image_72");
    return out;
}

namespace {

Result<void> learn(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& answer,
                   store::Unit& unit)
{
    if (answer.ok)
        desk.on_person(person_told(desk, answer, std::string_view(sent.then).substr(kPersonThen.size())),
                       unit);
    return {};
}

constexpr std::array kAwaited{Awaited{kPersonThen, learn}};

}  // namespace

extern const Feature kPeople;
const Feature kPeople{.key = "people", .awaited = kAwaited};

}  // namespace deskbell::kernel
