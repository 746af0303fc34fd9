#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/moves.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/setup/setup.hpp"
#include "handlers/kernel/transition.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

/// What was set up in Slack is taken back there: an inbox, or a channel where people ask.
namespace deskbell::kernel {

namespace {

constexpr int kMovedMost = 200;  // open tickets that go to another inbox in one transaction
constexpr std::string_view kForm = "setup_remove";
constexpr std::string_view kReleaseForm = "setup_release";
constexpr std::string_view kMoveInto = "move_into";

using Inboxes = std::vector<InboxSettings>;

Inboxes::const_iterator own_inbox(const SetUp& setup, std::string_view key)
{
    return std::ranges::find(setup.inboxes, key, &InboxSettings::key);
}

store::RecordPage open_tickets(std::string_view inbox, const store::Unit& unit)
{
    store::RecordFilter filter;
    filter.visible.everything = true;
    filter.inboxes.emplace_back(inbox);
    filter.categories = {"new", "active", "waiting_requester", "on_hold"};
    filter.order = store::RecordFilter::Order::oldest;
    filter.limit = kMovedMost;
    return unit.records.list(filter);
}

Result<InboxSettings> removable(const Desk& desk, std::string_view key, const Act& act,
                                const store::Unit& unit)
{
    if (!may_set_up(desk, act.actor, unit))
        return only_administrators();
    const SetUp setup = set_up_in_slack(unit);
    const auto own = own_inbox(setup, key);
    if (own == setup.inboxes.end())
        return Error(Errc::not_found,
                     "This inbox is not there any more, or stands in the configuration file.");
    return *own;
}

/// What becomes of the forms that were written in Slack for it, "" when there are none.
std::string forms_put_away(const InboxSettings& inbox, const store::Unit& unit)
{
    const auto forms = set_up_in_slack(unit).forms;
    const auto own = static_cast<std::size_t>(std::ranges::count_if(
        forms, [&](const WrittenForm& written) { return written.form.inbox == inbox.key; }));
    return own == 0 ? ""
                    : " " + counted(own, "form rests", "forms rest") +
                          " until there is an inbox with the key `" + inbox.key + "` again.";
}

Answer open_form(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto inbox = removable(desk, click.value.text, act, unit);
    if (!inbox)
        return inbox.error();
    slack::Modal modal;
    modal.callback_id = kForm;
    modal.title = "Remove inbox";
    modal.submit = "Remove";
    modal.private_metadata = pack({{"key", inbox->key}});
    const auto open = static_cast<std::size_t>(open_tickets(inbox->key, unit).total);
    modal.blocks.section("*" + slack::escaped(inbox->name) + "* has " + counted(open, "open ticket") +
                         ". The channels where people ask are taken back. Tickets that are closed stay with "
                         "those who asked; its agents read them no more." +
                         forms_put_away(*inbox, unit));
    std::vector<slack::Choice> others;
    for (const InboxSettings& other : desk.settings().inboxes)
        if (other.key != inbox->key)
            others.push_back({other.key, shortened(other.name, slack::kOptionTextMax)});
    if (open > 0 && others.empty())
        return Error(Errc::conflict, "There is no other inbox for its " + counted(open, "open ticket") +
                                         ". Please close them first, or set up another inbox.");
    if (open > 0)
        modal.blocks.input(kMoveInto, "Its open tickets go to", slack::menu(kMoveInto, "Choose", others),
                           false, "Their requesters and the new team are told.");
    return show_modal(click, modal);
}

Result<void> move_all(const Desk& desk, const InboxSettings& inbox, const std::string& target, const Act& act,
                      store::Unit& unit)
{
    const auto page = open_tickets(inbox.key, unit);
    if (page.total > kMovedMost)
        return Error(Errc::conflict,
                     "It has more than " + std::to_string(kMovedMost) +
                         " open tickets. Please close or move some first: `/desk find status:open inbox:" +
                         inbox.key + "`.",
                     std::string(kMoveInto));
    if (page.total > 0 && (target == inbox.key || desk.settings().inbox(target) == nullptr))
        return Error(Errc::invalid_input, "Please choose where its open tickets go.", std::string(kMoveInto));
    const Act by_rule{"system", act.source, act.at, "its inbox was removed"};
    for (Record record : page.records) {
        const Attributes values{{std::string(kMoveTo), target},
                                {std::string(kMoveReason), inbox.name + " is no inbox any more."}};
        if (auto done = perform(desk, record, "move", values, by_rule, unit); !done)
            return Error(done.error().code(), desk.number_of(record) + ": " + done.error().detail(),
                         std::string(kMoveInto));
    }
    return {};
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    const auto inbox = removable(desk, unpack(submission.view.private_metadata)["key"], act, unit);
    if (!inbox)
        return inbox.error();
    const auto chosen = submission.view.values.find(kMoveInto);
    const std::string target = chosen == submission.view.values.end() ? "" : chosen->second.text;
    if (auto moved = move_all(desk, *inbox, target, act, unit); !moved)
        return moved.error();
    SetUp setup = set_up_in_slack(unit);
    setup.inboxes.erase(own_inbox(setup, inbox->key));
    const std::string text =
        slack::mention(act.actor) + " removed the inbox *" + slack::escaped(inbox->name) + "*.";
    tell_channel(inbox->agent_channel, text + " Nobody in this channel is its agent any more.", unit);
    for (const auto& [channel, key] : setup.channels)
        if (key == inbox->key)
            tell_channel(channel, text + " This channel takes no requests any more.", unit);
    std::erase_if(setup.channels, [&](const auto& one) { return one.second == inbox->key; });
    put_in_force(desk, setup, act, unit);
    return slack::Reply::clear();
}

Answer ask_release(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    if (!may_set_up(desk, act.actor, unit))
        return only_administrators();
    if (!set_up_in_slack(unit).channels.contains(click.value.text))
        return Error(Errc::conflict, "This channel takes no requests any more.");
    slack::Modal modal;
    modal.callback_id = kReleaseForm;
    modal.title = "Take back";
    modal.submit = "Take back";
    modal.private_metadata = pack({{"channel", click.value.text}});
    modal.blocks.section(slack::channel_mention(click.value.text) +
                         " takes no requests any more then. Tickets that were raised there go on in their "
                         "threads.");
    return show_modal(click, modal);
}

Answer release(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    if (!may_set_up(desk, act.actor, unit))
        return only_administrators();
    const std::string channel = unpack(submission.view.private_metadata)["channel"];
    SetUp setup = set_up_in_slack(unit);
    if (setup.channels.erase(channel) == 0)
        return Error(Errc::conflict, "This channel takes no requests any more.");
    put_in_force(desk, setup, act, unit);
    tell_channel(channel,
                 slack::mention(act.actor) +
                     " took it back: this channel takes no requests any more. "
                     "Tickets that were raised here go on.",
                 unit);
    return slack::Reply::clear();
}

constexpr std::array kButtons{Button{"setup_remove", true, open_form},
                              Button{"setup_release", true, ask_release}};
constexpr std::array kForms{Form{kForm, submit}, Form{kReleaseForm, release}};

}  // namespace

std::vector<slack::Choice> removable_inboxes(const Desk& desk, std::string_view user, const store::Unit& unit)
{
    std::vector<slack::Choice> out;
    if (may_set_up(desk, user, unit))
        for (const InboxSettings& inbox : set_up_in_slack(unit).inboxes)
            out.push_back({inbox.key, shortened(inbox.name, slack::kOptionTextMax)});
    return out;
}

extern const Feature kInboxRemoval;
const Feature kInboxRemoval{.key = "inbox_removal", .buttons = kButtons, .forms = kForms};

}  // namespace deskbell::kernel
