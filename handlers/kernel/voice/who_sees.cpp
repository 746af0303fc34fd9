#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/thread/speaker.hpp"
#include "handlers/kernel/voice/seers.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

/// "Who can see this?": everybody who may open a ticket, and who reads its thread in Slack besides.
namespace deskbell::kernel {

namespace {

constexpr std::string_view kAction = "who_sees";
constexpr std::size_t kNamesMost = 15;  ///< of one reason

/// Whoever is no agent of an inbox that hides its agents reads how many they are.
std::string names_of(const Seers& seers, const Desk& desk, const Record& record, bool is_for_agents,
                     const store::Unit& unit)
{
    std::vector<std::string> names;
    std::size_t people = 0, hidden = 0;
    for (const std::string& user : seers.people) {
        if (user == desk.self().user)
            continue;
        if (!is_for_agents && is_hidden_from_requester(desk, record, user, unit)) {
            ++hidden;
            continue;
        }
        ++people;
        if (names.size() < kNamesMost)
            names.push_back(shown(unit, user));
    }
    const std::size_t unnamed = people - names.size();
    if (hidden > 0)
        names.push_back(counted(hidden, "agent"));
    return joined(names, ", ") + (unnamed > 0 ? " and " + std::to_string(unnamed) + " more" : "");
}

/// The channel in which its thread hangs, "" for direct messages.
std::string channel_of(const Record& record, const store::Unit& unit)
{
    const auto place = unit.messages.find(requester_thread(record, unit));
    const bool is_channel = place && (place->channel.starts_with('C') || place->channel.starts_with('G'));
    return is_channel ? place->channel : "";
}

/// Who reads along without the desk.
std::string readers_in_slack(const Desk& desk, const std::string& channel)
{
    if (channel.empty())
        return "Its talk is in direct messages: nobody else in Slack reads it.";
    const std::string link = slack::channel_mention(channel);
    const bool is_open_to_all = channel.starts_with('C') && desk.settings().is_request_channel(channel);
    return ":speech_balloon: *In Slack* everybody " +
           (is_open_to_all ? "who can open " + link : "in " + link) +
           " can read the thread there: what was asked, and every public answer, but no note.";
}

std::string hidden_line(const Record& record, const Access& access, const std::string& channel)
{
    if (access.is_for_everybody)
        return "Everybody at the desk may open it as well.";
    if (record.has(attr::kPrivate))
        return ":lock: It is private: to everybody else it is in no list, no search and no suggestion, and "
               "its "
               "title in no digest. Nobody can follow it by themselves.";
    return std::string("To everybody else it is in no list and no search.") +
           (channel.empty() ? "" : " Whoever reads the thread can press Follow, and may open it then.");
}

slack::Modal modal_of(const Desk& desk, const Record& record, const std::string& reader,
                      const store::Unit& unit)
{
    const bool is_for_agents = (roles_of(desk, record, reader, unit) & kAgent) != 0;
    slack::Modal modal;
    modal.callback_id = "show";
    modal.title = "Who can see this?";
    modal.close = "Close";
    const Access access = access_of(desk, record, unit);
    modal.blocks.section((record.has(attr::kPrivate) ? ":lock: *" : "*") + headline(desk, record) + "*");
    for (const Seers& seers : access.seers)
        if (const std::string names = names_of(seers, desk, record, is_for_agents, unit); !names.empty())
            modal.blocks.section("*" + slack::escaped(seers.reason) + "*\n" + names);
    const std::string channel = channel_of(record, unit);
    modal.blocks.section(readers_in_slack(desk, channel));
    modal.blocks.context({hidden_line(record, access, channel),
                          "Notes are for the agents of the inbox only. Whoever runs the desk can read its "
                          "database."});
    return modal;
}

Answer open_from_menu(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                      store::Unit& unit)
{
    return show_modal(click, modal_of(desk, record, act.actor, unit));
}

Answer open_from_receipt(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto record = record_of(desk, click.value.text, act.actor, unit);
    return record ? Answer(show_modal(click, modal_of(desk, *record, act.actor, unit)))
                  : Answer(record.error());
}

bool is_offered(const Desk& desk, const Record& record, unsigned, const store::Unit&)
{
    return desk.process_of(record).is_ticket();
}

constexpr std::array kEntries{Entry{kAction, "Who can see this?", true, is_offered, open_from_menu}};
constexpr std::array kButtons{Button{kAction, true, open_from_receipt}};

}  // namespace

extern const Feature kWhoSees;
const Feature kWhoSees{.key = "who_sees", .buttons = kButtons, .entries = kEntries};

}  // namespace deskbell::kernel
