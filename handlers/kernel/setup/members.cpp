#include "handlers/kernel/setup/members.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/leaving.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/setup/outsiders.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kMembersThen = "members:";

void ask_page(const std::string& channel, const std::string& cursor, int page, store::Unit& unit)
{
    Attributes arguments{{"channel", channel}, {"limit", std::to_string(kMemberPageSize)}};
    if (!cursor.empty())
        arguments["cursor"] = cursor;
    ask(unit, "conversations.members", arguments,
        std::string(kMembersThen) + pack({{"channel", channel}, {"page", std::to_string(page)}}));
}

Result<void> take_page(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& answer,
                       store::Unit& unit)
{
    Attributes asked = unpack(std::string_view(sent.then).substr(kMembersThen.size()));
    if (!answer.ok)
        return {};  // the roster reads it again
    const std::string channel = asked["channel"];
    const auto page = static_cast<int>(whole_number(asked["page"]));
    for (const std::string& user : answer.texts("/members")) {
        if (user == desk.self().user)
            continue;  // the bot sits in its channels, but is no agent
        if (!is_outsider(unit, user))
            unit.directory.join(channel, user);
        get_to_know(unit, user);
    }
    const std::string cursor = answer.at("/response_metadata/next_cursor");
    if (cursor.empty())
        strangers_are_gone(desk, channel, unit);
    else if (page + 1 < kMemberPagesMost)
        ask_page(channel, cursor, page + 1, unit);
    return {};
}

constexpr std::array kAwaited{Awaited{kMembersThen, take_page}};

}  // namespace

void read_members(const std::string& channel, store::Unit& unit) { ask_page(channel, "", 0, unit); }

extern const Feature kMembers;
const Feature kMembers{.key = "members", .awaited = kAwaited};

}  // namespace deskbell::kernel
