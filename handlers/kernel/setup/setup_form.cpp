#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/leaving.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/setup/conversation_inputs.hpp"
#include "handlers/kernel/setup/members.hpp"
#include "handlers/kernel/setup/naming_inputs.hpp"
#include "handlers/kernel/setup/setup.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kNamesShown = 600;  // UTF-16 units of what an inbox calls things
constexpr std::size_t kKeyMost = 20;      // characters; it stands in buttons and searches

constexpr Field kName{.name = "name",
                      .label = "Name",
                      .help = "As people know the team: IT help, Facilities.",
                      .max_length = 60};
constexpr Field kAutoCreate{.name = "auto_create",
                            .label = "Every message is a request",
                            .type = FieldType::yes_no,
                            .help = "Else people use /ticket, the shortcut or :ticket:."};
constexpr Field kAutoWait{
    .name = "auto_wait",
    .label = "Wait for the requester after each answer",
    .type = FieldType::yes_no,
    .help = "They are reminded after 2 and 5 working days; after 7 it counts as solved."};
constexpr Field kSuggest{.name = "suggest",
                         .label = "Suggest what is known to who asks",
                         .type = FieldType::yes_no,
                         .help = "Articles, known issues and their own solved tickets. Never a gate."};
constexpr Field kSameChannel{
    .name = "same_channel",
    .label = "Answer where people ask",
    .type = FieldType::yes_no,
    .help = "Else the talk with the requester is mirrored into the agents' channel."};
constexpr std::array kRatingsOptions{Option{"attributed", "Ask, with their name"},
                                     Option{"anonymous", "Ask, without name and ticket"},
                                     Option{"off", "Do not ask"}};
constexpr Field kRatings{.name = "ratings",
                         .label = "When a ticket is closed, how was it?",
                         .type = FieldType::one_of,
                         .options = kRatingsOptions};
constexpr Field kEmergency{.name = "emergency",
                           .label = "When it is urgent and the team is away",
                           .help = "People read this out of hours, for example: Call 4711.",
                           .max_length = 200};

/// An inbox has this key, or had it: whoever answers for a new one must not read the tickets of an old one.
bool is_taken(const Desk& desk, const std::string& key, const store::Unit& unit)
{
    store::RecordFilter of_inbox;
    of_inbox.visible.everything = true;
    of_inbox.inboxes = {key};
    of_inbox.limit = 1;
    return desk.settings().inbox(key) != nullptr || unit.records.list(of_inbox).total > 0;
}

/// "IT help" -> "it-help", and "it-help-2" when that is taken.
std::string key_for(const Desk& desk, std::string_view name, const store::Unit& unit)
{
    std::string base;
    for (const char c : lower(name)) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_plain && base.size() < kKeyMost)
            base += c;
        else if (!base.empty() && base.back() != '-' && base.size() < kKeyMost)
            base += '-';
    }
    while (base.ends_with('-')) base.pop_back();
    if (base.empty())
        base = "inbox";
    std::string key = base;
    for (std::size_t n = 2; is_taken(desk, key, unit); ++n) key = base + "-" + std::to_string(n);
    return key;
}

void welcome_agents(const std::string& channel, const InboxSettings& inbox, const Act& act, store::Unit& unit)
{
    read_members(channel, unit);
    tell_channel(channel,
                 slack::mention(act.actor) + " made this the agents' channel of *" +
                     slack::escaped(inbox.name) +
                     "*. Everybody here answers its tickets; who leaves gives them back.\nNext: invite me to "
                     "the channel where people ask.",
                 unit);
}

Error is_configured(const InboxSettings& inbox)
{
    return Error(Errc::conflict, "\"" + inbox.name +
                                     "\" stands in the configuration file. Please change it there and start "
                                     "the desk again.");
}

Error people_ask_here()
{
    return Error(Errc::conflict,
                 "People ask in this channel: everybody in it would read their colleagues' tickets. Please "
                 "take another one for the agents.",
                 "name");
}

/// The inbox as it was entered, over what it was.
Result<InboxSettings> entered(const Desk& desk, InboxSettings inbox, const slack::Values& values)
{
    for (const Field* field : {&kName, &kEmergency})
        if (const std::string fault = fault_in(*field, read_input(*field, values), field == &kName);
            !fault.empty())
            return Error(Errc::invalid_input, fault, std::string(field->name));
    inbox.name = trimmed(read_input(kName, values));
    inbox.emergency = trimmed(read_input(kEmergency, values));
    inbox.auto_create = !read_input(kAutoCreate, values).empty();
    inbox.auto_wait = !read_input(kAutoWait, values).empty();
    inbox.ratings = parse_ratings(read_input(kRatings, values)).value_or(inbox.ratings);
    inbox.suggest = !read_input(kSuggest, values).empty();
    inbox.mode = read_input(kSameChannel, values).empty() ? InboxSettings::Mode::two_channel
                                                          : InboxSettings::Mode::same_channel;
    const auto calendar = values.find("calendar");
    inbox.calendar = calendar == values.end() ? "" : calendar->second.text;
    if (!desk.settings().levels.calendars.contains(inbox.calendar))
        return Error(Errc::invalid_input, "Please choose one of the calendars.", "calendar");
    auto talking = with_conversation(std::move(inbox), values);
    return talking ? with_names(*std::move(talking), values) : talking;
}

slack::Modal outcome(const InboxSettings& inbox, bool is_new, const ServiceLevels& levels)
{
    slack::Modal modal;
    modal.callback_id = "done";
    modal.title = "Inbox";
    modal.close = "Close";
    modal.blocks.section("*" + slack::escaped(inbox.name) + "* is " + (is_new ? "set up" : "changed") + ".");
    if (is_new)
        modal.blocks.section("Its agents are the members of " + slack::channel_mention(inbox.agent_channel) +
                             ". Next: invite me to the channel where people ask.");
    modal.blocks.context({running_clocks(inbox, levels)});
    return modal;
}

}  // namespace

void put_in_force(const Desk& desk, const SetUp& setup, const Act& act, store::Unit& unit)
{
    store_set_up(setup, act, unit);
    if (adopt_levels(desk.as_of(unit).settings().levels, unit))
        begin_reckoning(unit);
}

void tell_channel(const std::string& channel, const std::string& mrkdwn, store::Unit& unit,
                  const std::vector<slack::Element>& buttons)
{
    Saying said;
    said.text = mrkdwn;
    said.blocks.section(mrkdwn);
    said.blocks.actions("setup", buttons);
    store::Message message;
    message.role = "notice";
    message.channel = channel;
    post(unit, message, said, 0, "");
}

Result<slack::Modal> inbox_form(const Desk& desk, std::string_view user, std::string_view channel,
                                std::string_view key, const store::Unit& unit)
{
    if (!may_set_up(desk, user, unit))
        return only_administrators();
    InboxSettings inbox;
    if (!key.empty()) {
        const SetUp setup = set_up_in_slack(unit);
        const auto own = std::ranges::find(setup.inboxes, key, &InboxSettings::key);
        if (own == setup.inboxes.end())
            return Error(Errc::not_found,
                         "This inbox was not set up in Slack. Please change it in the configuration file.");
        inbox = *own;
    }
    slack::Modal modal;
    modal.callback_id = kInboxForm;
    modal.title = key.empty() ? "Set up inbox" : "Change inbox";
    modal.submit = key.empty() ? "Set up" : "Save";
    modal.private_metadata = pack({{"channel", std::string(channel)}, {"key", std::string(key)}});
    add_input(modal.blocks, kName, true, inbox.name);
    std::vector<slack::Choice> calendars;
    for (const auto& [name, calendar] : desk.settings().levels.calendars) calendars.push_back({name, name});
    modal.blocks.input("calendar", "Calendar", slack::menu("calendar", "Choose", calendars, inbox.calendar),
                       false, "When the team works: its promises count this time.");
    add_input(modal.blocks, kAutoCreate, false, inbox.auto_create ? "yes" : "");
    add_input(modal.blocks, kAutoWait, false, inbox.auto_wait ? "yes" : "");
    add_input(modal.blocks, kSuggest, false, inbox.suggest ? "yes" : "");
    add_input(modal.blocks, kSameChannel, false,
              inbox.mode == InboxSettings::Mode::same_channel ? "yes" : "");
    add_conversation_inputs(modal.blocks, inbox);
    add_naming_inputs(modal.blocks, inbox);
    add_input(modal.blocks, kRatings, true, to_text(inbox.ratings));
    add_input(modal.blocks, kEmergency, false, inbox.emergency);
    return modal;
}

Result<slack::Reply> submit_inbox(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                                  store::Unit& unit)
{
    if (!may_set_up(desk, act.actor, unit))
        return only_administrators();
    Attributes carried = unpack(submission.view.private_metadata);
    SetUp setup = set_up_in_slack(unit);
    const std::string key = carried["key"], channel = carried["channel"];
    auto own = std::ranges::find(setup.inboxes, key, &InboxSettings::key);
    const bool is_new = key.empty();
    if (!is_new && own == setup.inboxes.end())
        return Error(Errc::not_found, "This inbox is not there any more.", "name");
    if (is_new && desk.settings().inboxes.size() >= kInboxesMost)
        return Error(Errc::invalid_input,
                     "One desk holds " + std::to_string(kInboxesMost) + " inboxes at most.", "name");
    if (is_new && desk.settings().is_request_channel(channel))
        return Error(Errc::conflict,
                     "People ask in this channel: their colleagues' tickets would be read "
                     "there. Please take another one for the agents.",
                     "name");
    auto inbox = entered(desk, is_new ? InboxSettings{} : *own, submission.view.values);
    if (!inbox)
        return inbox.error();
    if (is_new) {
        inbox->key = key_for(desk, inbox->name, unit);
        inbox->agent_channel = channel;
        setup.inboxes.push_back(*inbox);
    } else {
        *own = *inbox;
    }
    put_in_force(desk, setup, act, unit);
    if (is_new)
        welcome_agents(channel, *inbox, act, unit);
    return slack::Reply::replace(outcome(*inbox, is_new, desk.settings().levels));
}

void take_requests_in(const Desk& desk, const std::string& channel, const InboxSettings& inbox,
                      const Act& act, store::Unit& unit)
{
    SetUp setup = set_up_in_slack(unit);
    setup.channels[channel] = inbox.key;
    put_in_force(desk, setup, act, unit);
    const std::string how = inbox.auto_create
                                ? "Write what you need as a message of its own: each is a request."
                                : "Type `/ticket` and what you need, or set :ticket: on a message.";
    tell_channel(channel,
                 slack::mention(act.actor) + " connected this channel with *" + slack::escaped(inbox.name) +
                     "*: people ask here. " + how + "\nAn administrator can change that: `/desk inboxes`.",
                 unit, {slack::button("setup_release", "Take back…", channel)});
}

Result<void> answer_in(const Desk& desk, const std::string& channel, std::string_view key, const Act& act,
                       store::Unit& unit)
{
    if (desk.settings().is_request_channel(channel))
        return people_ask_here();
    SetUp setup = set_up_in_slack(unit);
    const auto own = std::ranges::find(setup.inboxes, key, &InboxSettings::key);
    if (own == setup.inboxes.end()) {
        const InboxSettings* configured = desk.settings().inbox(key);
        return configured == nullptr ? Error(Errc::not_found, "This inbox is not there any more.")
                                     : is_configured(*configured);
    }
    const std::string before = std::exchange(own->agent_channel, channel);
    const bool is_known = desk.settings().inbox_of_agent_channel(channel) != nullptr;
    put_in_force(desk, setup, act, unit);
    if (before != channel)
        tell_channel(before,
                     slack::mention(act.actor) + " made another channel the agents' channel of *" +
                         slack::escaped(own->name) + "*. Nobody in this channel is its agent any more.",
                     unit);
    welcome_agents(channel, *own, act, unit);
    if (is_known)  // else when Slack has said who is in it
        strangers_are_gone(desk.as_of(unit), channel, unit);
    return {};
}

slack::Blocks inbox_list(const Desk& desk, std::string_view user, std::string_view channel,
                         const store::Unit& unit)
{
    slack::Blocks blocks;
    const SetUp setup = set_up_in_slack(unit);
    const bool may_change = may_set_up(desk, user, unit);
    if (desk.settings().inboxes.empty())
        blocks.section(
            "There is no inbox yet. Make a private channel for the people who answer and invite "
            "me there: I ask what it is for.");
    for (const InboxSettings& inbox : desk.settings().inboxes) {
        std::vector<std::string> asked_in;
        for (const std::string& asked : inbox.request_channels)
            asked_in.push_back(slack::channel_mention(asked));
        const std::size_t agents = unit.directory.members(inbox.agent_channel).size();
        const bool is_own =
            std::ranges::find(setup.inboxes, inbox.key, &InboxSettings::key) != setup.inboxes.end();
        const std::string names = to_text(inbox.names);
        const std::string text =
            "*" + slack::escaped(inbox.name) + "* (`inbox:" + slack::escaped(inbox.key) + "`)\n" +
            counted(agents, "agent") + " in " + slack::channel_mention(inbox.agent_channel) +
            " · people ask in " + (asked_in.empty() ? "no channel yet" : joined(asked_in, ", ")) +
            " · calendar " + slack::escaped(inbox.calendar) +
            (inbox.auto_create ? " · every message is a request" : "") +
            (is_own ? "" : " · from the configuration") +
            (names.empty() ? "" : "\nCalls " + slack::escaped(shortened(names, kNamesShown)));
        if (is_own && may_change)
            blocks.section("inbox:" + inbox.key, text, slack::button("setup_change", "Change…", inbox.key));
        else
            blocks.section(text);
    }
    std::vector<slack::Element> buttons;
    if (const auto choices = removable_inboxes(desk, user, unit); !choices.empty())
        buttons.push_back(slack::menu("setup_remove", "Remove an inbox", choices));
    // The bot asks once, when it is invited; later the way to a further inbox begins here.
    if (may_change && desk.settings().inbox_of_agent_channel(channel) != nullptr)
        buttons.push_back(slack::button("setup_new", "One more inbox for this channel…", channel));
    if (may_change && setup.channels.contains(channel))
        buttons.push_back(slack::button("setup_release", "Take no more requests here…", channel));
    blocks.actions("inboxes", buttons);
    blocks.context({"A new inbox begins with an invitation: invite me to a private channel, and I ask."});
    return blocks;
}

}  // namespace deskbell::kernel
