#include "handlers/kernel/people.hpp"

#include "handlers/domain/text.hpp"
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

}  // namespace deskbell::kernel
