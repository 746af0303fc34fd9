#include "handlers/kernel/setup/setup.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/setup/outsiders.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kInvitedThen = "invited:";

/// The bot came into a channel.
struct Invitation {
    std::string channel, inviter;
    bool is_private = false;

    std::string text() const
    {
        return pack({{"channel", channel}, {"inviter", inviter}, {"private", is_private ? "yes" : ""}});
    }
};

Invitation invitation(std::string_view text)
{
    Attributes kept = unpack(text);
    return {kept["channel"], kept["inviter"], !kept["private"].empty()};
}

/// One choice per inbox; its value is "inbox|channel".
slack::Element inbox_menu(const Desk& desk, std::string_view action, std::string_view label,
                          const std::string& channel)
{
    std::vector<slack::Choice> choices;
    for (const InboxSettings& inbox : desk.settings().inboxes)
        choices.push_back({inbox.key + "|" + channel, shortened(inbox.name, slack::kOptionTextMax)});
    return slack::menu(action, label, choices);
}

/// What is this channel for? Agents are never offered a public channel: everybody could read there.
Saying question(const Desk& desk, const Invitation& in)
{
    const bool has_inboxes = !desk.settings().inboxes.empty();
    std::vector<slack::Element> choices;
    if (in.is_private)
        choices.push_back(
            slack::button("setup_new", "Agents of a new inbox…", in.channel, slack::Style::primary));
    if (in.is_private && has_inboxes)
        choices.push_back(inbox_menu(desk, "setup_agents", "Agents of an inbox", in.channel));
    if (has_inboxes)
        choices.push_back(inbox_menu(desk, "setup_requests", "Requests of an inbox", in.channel));
    Saying out;
    out.text = "What is this channel for?";
    out.blocks.section(
        "*What is this channel for?*\nIn a channel for _requests_ people ask; in a private "
        "channel for _agents_ the team answers, and whoever is a member of it is an agent.");
    if (!in.is_private && !has_inboxes)
        out.blocks.section(
            "There is no inbox yet. Make a private channel for the people who answer, invite "
            "me there first, and then invite me here again.");
    out.blocks.actions("setup", choices);
    if (!in.is_private)
        out.blocks.context({"A public channel can't be for agents: everybody could read the tickets there."});
    out.blocks.context(
        {"Do nothing, and the channel stays as it is: people can still make tickets of "
         "messages with :ticket:. `/desk inboxes` shows everything that is set up."});
    return out;
}

/// Whoever may not set up gets what is harmless: requests go to the default inbox, and everybody sees it.
void welcome_guest(const Desk& desk, const Invitation& in, store::Unit& unit)
{
    const InboxSettings* fallback = desk.settings().inbox_for("");
    if (!in.is_private && fallback != nullptr)
        return take_requests_in(desk, in.channel, *fallback, {in.inviter, "slack", unit.now}, unit);
    const slack::Element ask = slack::button("setup_ask", "Set up…", in.text());
    tell_channel(
        in.channel,
        "Thank you for the invitation. What this channel is for has to be said by an administrator of "
        "the workspace.",
        unit, {ask});
}

Result<void> meet(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& answer,
                  store::Unit& unit)
{
    const Invitation in = invitation(std::string_view(sent.then).substr(kInvitedThen.size()));
    if (answer.ok)
        desk.on_person(person_told(desk, answer, in.inviter), unit);
    if (desk.settings().is_in_use(in.channel))
        return {};
    if (may_set_up(desk, in.inviter, unit))
        whisper(unit, in.channel, {}, in.inviter, question(desk, in));
    else
        welcome_guest(desk, in, unit);
    return {};
}

void on_membership(const Desk& desk, const slack::MembershipEvent& event, store::Unit& unit)
{
    if (!event.joined || event.user != desk.self().user || event.inviter.empty() ||
        desk.settings().is_in_use(event.channel))
        return;
    const Invitation in{event.channel, event.inviter, event.is_private};
    // Asked anew, because people become administrators.
    ask(unit, "users.info", {{"user", event.inviter}}, std::string(kInvitedThen) + in.text());
}

Answer ask_again(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (!may_set_up(desk, act.actor, unit))
        return only_administrators();
    Invitation in = invitation(click.value.text);
    in.inviter = act.actor;
    whisper(unit, in.channel, {}, act.actor, question(desk, in), click.actor.response_url);
    return slack::Reply::nothing();
}

Answer open_form(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const bool is_change = click.action_id == "setup_change";
    const auto form = is_change ? inbox_form(desk, act.actor, "", click.value.text, unit)
                                : inbox_form(desk, act.actor, click.value.text, "", unit);
    if (!form)
        return form.error();
    return show_modal(click, *form);
}

/// "Agents of an inbox" and "Requests of an inbox": the choice is "inbox|channel".
Answer use_channel(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (!may_set_up(desk, act.actor, unit))
        return only_administrators();
    const std::string& value = click.value.text;
    const std::size_t bar = value.find('|');
    const InboxSettings* inbox = desk.settings().inbox(value.substr(0, bar));
    if (bar == std::string::npos || inbox == nullptr)
        return Error(Errc::not_found,
                     "This inbox is not there any more. `/desk inboxes` shows those that are.");
    const std::string channel = value.substr(bar + 1);
    if (click.action_id == "setup_agents") {
        if (auto done = answer_in(desk, channel, inbox->key, act, unit); !done)
            return done.error();
    } else {
        if (desk.settings().inbox_of_agent_channel(channel) != nullptr)
            return Error(Errc::conflict,
                         "Agents answer in this channel: people would ask where they may not "
                         "read. Please take another one for requests.");
        take_requests_in(desk, channel, *inbox, act, unit);
    }
    return slack::Reply::nothing();
}

Answer list(const Desk& desk, const slack::SlashCommand& command, const Words&, const Act&, store::Unit& unit)
{
    return slack::Reply::message("Inboxes", inbox_list(desk, command.actor.user, command.channel, unit));
}

constexpr std::array kButtons{
    Button{"setup_new", true, open_form},         Button{"setup_change", true, open_form},
    Button{"setup_ask", false, ask_again},        Button{"setup_agents", false, use_channel},
    Button{"setup_requests", false, use_channel},
};
constexpr std::array kForms{Form{kInboxForm, submit_inbox}};
constexpr std::array kVerbs{
    Verb{"/desk", "inboxes", "inboxes", "every inbox: who answers, and where people ask", list}};
constexpr std::array kAwaited{Awaited{kInvitedThen, meet}};

}  // namespace

bool may_set_up(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    const auto person = unit.directory.person(user);
    return (person && person->is_admin && !person->is_deleted) || has_role(desk, "sms_manager", user, unit);
}

Error only_administrators()
{
    return Error(Errc::forbidden,
                 "Only administrators of the workspace, or the service manager of the desk's configuration, "
                 "set up inboxes. Please ask one of them.");
}

extern const Feature kSetup;
const Feature kSetup{.key = "setup",
                     .buttons = kButtons,
                     .forms = kForms,
                     .verbs = kVerbs,
                     .awaited = kAwaited,
                     .on_membership = on_membership};

}  // namespace deskbell::kernel
