#include "handlers/kernel/digest/subscriptions.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/digest/digest_post.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::chrono::days kPause{7};
constexpr std::string_view kNever = "never";  // cadence that ends a subscription
constexpr std::int64_t kDaysOfMonth = 28;     // every month has so many
constexpr std::size_t kSubscriptionsMost = 20;

constexpr std::array kCadences{Option{"weekly", "Weekly"}, Option{"daily", "On working days"},
                               Option{"monthly", "Monthly"}, Option{kNever, "Never: unsubscribe"}};
constexpr std::array kWeekdays{Option{"1", "Monday"},   Option{"2", "Tuesday"}, Option{"3", "Wednesday"},
                               Option{"4", "Thursday"}, Option{"5", "Friday"},  Option{"6", "Saturday"},
                               Option{"7", "Sunday"}};

template <std::size_t N>
std::vector<slack::Choice> choices(const std::array<Option, N>& options, std::size_t first_n = N)
{
    std::vector<slack::Choice> out;
    for (std::size_t i = 0; i < first_n; ++i)
        out.push_back({std::string(options[i].value), std::string(options[i].label)});
    return out;
}

std::vector<slack::Choice> days_of_month()
{
    std::vector<slack::Choice> out;
    for (std::int64_t day = 1; day <= kDaysOfMonth; ++day)
        out.push_back({std::to_string(day), std::to_string(day)});
    return out;
}

/// The inboxes that somebody with this scope may choose from.
std::vector<slack::Choice> inbox_choices(const Desk& desk, const DigestScope& scope)
{
    std::vector<slack::Choice> out;
    const bool is_all = scope.is_everything || !scope.processes.empty();
    for (const InboxSettings& inbox : desk.settings().inboxes)
        if (is_all || std::ranges::find(scope.inboxes, inbox.key) != scope.inboxes.end())
            out.push_back({inbox.key, shortened(inbox.name, slack::kOptionTextMax)});
    return out;
}

/// The subscription with this id, if it is the person's own.
Result<store::Subscription> own(std::int64_t id, std::string_view user, const store::Unit& unit)
{
    const auto found = unit.subscriptions.find(id);
    if (!found)
        return Error(Errc::not_found,
                     "This subscription is not there any more. `/desk digest` has the button "
                     "Subscribe….");
    if (found->owner != user)
        return Error(Errc::forbidden, "Only " + shown(unit, found->owner) +
                                          ", who set this digest up, can change it. "
                                          "`/desk digest` gives you your own.");
    return *found;
}

std::string when_words(const store::Subscription& s, std::string_view zone)
{
    const std::string at =
        " at " + time_of_day(std::chrono::minutes{s.minute_of_day}) + " (" + std::string(zone) + ")";
    if (s.cadence == "daily")
        return "on working days" + at;
    if (s.cadence == "monthly")
        return "monthly on day " + std::to_string(s.day) + at;
    return "weekly on " + std::string(kWeekdays[static_cast<std::size_t>(s.day - 1)].label) + at;
}

const slack::Value& value_of(const slack::Values& values, std::string_view name)
{
    static const slack::Value kNothing;
    const auto it = values.find(name);
    return it == values.end() ? kNothing : it->second;
}

/// What was entered, over what was there. Errors: invalid_input with the input it belongs to.
Result<store::Subscription> entered(const Desk& desk, store::Subscription s, const DigestScope& scope,
                                    const slack::Values& values)
{
    const std::string channel = value_of(values, "channel").text;
    const std::string cadence = value_of(values, "cadence").text;
    const std::string zone = trimmed(value_of(values, "timezone").text);
    const auto time = parse_time_of_day(value_of(values, "time").text);
    if (!time)
        return Error(Errc::invalid_input, time.error().detail(), "time");
    if (!zone.empty() && !is_zone(zone))
        return Error(Errc::invalid_input,
                     "There is no time zone of this name. Write one like Europe/Berlin, or leave it empty "
                     "for your own.",
                     "timezone");
    const auto known = choices(kCadences);
    if (std::ranges::find(known, cadence, &slack::Choice::value) == known.end())
        return Error(Errc::invalid_input, "Please choose how often.", "cadence");
    const auto allowed = inbox_choices(desk, scope);
    for (const std::string& key : value_of(values, "inboxes").many)
        if (std::ranges::find(allowed, key, &slack::Choice::value) == allowed.end())
            return Error(Errc::invalid_input, "Please choose only offered inboxes.", "inboxes");
    s.target = channel.empty() ? s.owner : channel;
    s.inboxes = joined(value_of(values, "inboxes").many, ",");
    s.is_active = cadence != kNever;
    s.cadence = s.is_active ? cadence : s.cadence;
    s.minute_of_day = time->count();
    s.timezone = zone;
    const std::int64_t most = s.cadence == "monthly" ? kDaysOfMonth : 7;
    const std::int64_t day =
        whole_number(value_of(values, s.cadence == "monthly" ? "month_day" : "weekday").text);
    s.day = s.cadence == "daily" ? 0 : std::clamp<std::int64_t>(day, 1, most);
    s.paused_until.reset();
    return s;
}

slack::Modal outcome(const Desk& desk, const store::Subscription& s, std::optional<UtcTime> next,
                     const store::Unit& unit)
{
    slack::Modal modal;
    modal.callback_id = "done";
    modal.title = "Digest";
    modal.close = "Close";
    if (!s.is_active) {
        modal.blocks.section("You are unsubscribed. `/desk digest` gives you one whenever you like.");
        return modal;
    }
    modal.blocks.section("The digest comes " + slack::escaped(when_words(s, zone_of(desk, s, unit))) +
                         (s.target == s.owner ? " as a direct message." : " in <#" + s.target + ">."));
    modal.blocks.context({next ? "Next: " + slack::date(*next, zone_of(desk, s, unit))
                               : "The calendar of this inbox has no working day: nothing will come."});
    return modal;
}

}  // namespace

Result<slack::Reply> digest_command(const Desk& desk, std::string_view user, std::string_view words,
                                    store::Unit& unit)
{
    if (const auto scope = digest_scope(desk, user, unit); !scope)
        return scope.error();
    const auto period =
        parse_period(words.empty() ? "this-week" : words, zone_of(desk, user, unit), unit.now);
    if (!period)
        return period.error();
    if (period->span().from > unit.now)
        return Error(Errc::invalid_input,
                     "This period has not begun yet. Write one that has, such as this-week.");
    order_digest(user, *period, unit);
    slack::Blocks blocks;
    const std::string text = "The digest of " + period->label() + " comes as a direct message in a moment.";
    blocks.section(text);
    blocks.actions("digest", {slack::button("digest_subscribe", "Subscribe…")});
    return slack::Reply::message(text, blocks);
}

Result<slack::Modal> subscribe_form(const Desk& desk, std::int64_t subscription, std::string_view user,
                                    const store::Unit& unit)
{
    const auto scope = digest_scope(desk, user, unit);
    if (!scope)
        return scope.error();
    store::Subscription s = default_subscription(user);
    if (subscription != 0) {
        auto found = own(subscription, user, unit);
        if (!found)
            return found.error();
        s = *std::move(found);
    }
    slack::Modal modal;
    modal.callback_id = kSubscribeForm;
    modal.title = subscription == 0 ? "Subscribe" : "Change digest";
    modal.submit = "Save";
    modal.private_metadata = pack({{"subscription", std::to_string(subscription)}});
    slack::Blocks& b = modal.blocks;
    b.input("channel", "Channel",
            slack::channel_menu("channel", "Direct message", s.target == s.owner ? "" : s.target), true,
            "Empty: to you, as a direct message. In a channel the bot must be a member.");
    b.input("inboxes", "Inboxes",
            slack::multi_menu("inboxes", "All", inbox_choices(desk, *scope),
                              s.inboxes.empty() ? std::vector<std::string>{} : split(s.inboxes, ',')),
            true, "Empty: all that you may count.");
    const std::size_t offered = subscription == 0 ? kCadences.size() - 1 : kCadences.size();
    b.input("cadence", "How often", slack::menu("cadence", "Choose", choices(kCadences, offered), s.cadence),
            false);
    const std::string day = std::to_string(std::max<std::int64_t>(s.day, 1));
    b.input("weekday", "Weekday",
            slack::menu("weekday", "Choose", choices(kWeekdays), s.cadence == "weekly" ? day : "1"), true,
            "Of a weekly one. Is it no working day, the next one counts.");
    b.input("month_day", "Day of the month",
            slack::menu("month_day", "Choose", days_of_month(), s.cadence == "monthly" ? day : "1"), true,
            "Of a monthly one.");
    b.input("time", "Time",
            slack::text_input("time", false, time_of_day(std::chrono::minutes{s.minute_of_day}), "09:00", 5),
            false);
    b.input("timezone", "Time zone",
            slack::text_input("timezone", false, s.timezone, zone_of(desk, user, unit), 60), true,
            "Empty: your own, as your Slack profile says.");
    return modal;
}

Result<slack::Reply> submit_subscription(const Desk& desk, const slack::ViewSubmission& submission,
                                         const Act& act, store::Unit& unit)
{
    const auto scope = digest_scope(desk, act.actor, unit);
    if (!scope)
        return scope.error();
    const std::int64_t id = whole_number(unpack(submission.view.private_metadata)["subscription"]);
    store::Subscription s = default_subscription(act.actor);
    if (id != 0) {
        auto found = own(id, act.actor, unit);
        if (!found)
            return found.error();
        s = *std::move(found);
    } else if (unit.subscriptions.of(act.actor).size() >= kSubscriptionsMost) {
        return Error(Errc::invalid_input, "You have many digests already. Please change one of them instead.",
                     "cadence");
    }
    auto wanted = entered(desk, std::move(s), *scope, submission.view.values);
    if (!wanted)
        return wanted.error();
    if (id == 0)
        unit.subscriptions.insert(*wanted, unit.now);
    else
        unit.subscriptions.save(*wanted);
    get_to_know(unit, act.actor);
    std::optional<UtcTime> next;
    if (wanted->is_active)
        next = arm_digest(desk, *wanted, unit);
    else
        unit.timers.cancel(std::string(kDigestTimer) + ":" + std::to_string(wanted->id));
    return slack::Reply::replace(outcome(desk, *wanted, next, unit));
}

Result<slack::Reply> on_digest_button(const Desk& desk, const slack::BlockAction& click, const Act& act,
                                      store::Unit& unit)
{
    if (const auto scope = digest_scope(desk, act.actor, unit); !scope)
        return scope.error();
    if (click.action_id == "digest_now") {
        const Period week =
            week_of(date_in(zone_of(desk, act.actor, unit), unit.now), zone_of(desk, act.actor, unit));
        order_digest(act.actor, week, unit);
        return say_to_clicker(click, "Your digest comes as a direct message in a moment.", unit);
    }
    if (click.action_id == "digest_csv") {
        const auto digest = unit.digests.find(whole_number(click.value.text));
        if (!digest)
            return Error(Errc::not_found,
                         "This digest is not stored any more. `/desk digest` makes a new one.");
        if (digest->reader != act.actor && digest->reader != click.channel)
            return Error(Errc::forbidden,
                         "This digest was made for somebody else. `/desk digest` makes yours.");
        order_csv(digest->id, act.actor, unit);
        return say_to_clicker(click, "The table comes as a direct message in a moment.", unit);
    }
    auto s = own(whole_number(click.value.text), act.actor, unit);
    if (!s)
        return s.error();
    if (!s->is_active)
        return Error(Errc::conflict,
                     "This digest has ended already. `/desk digest` has the button Subscribe….");
    s->paused_until = unit.now + kPause;
    unit.subscriptions.save(*s);
    const auto next = arm_digest(desk, *s, unit);
    return say_to_clicker(
        click,
        "Paused for a week." +
            (next ? " The next digest comes " + slack::date(*next, zone_of(desk, *s, unit)) + "." : "") +
            " *Change time* takes it up again sooner.",
        unit);
}

void add_digest_line(const Desk& desk, slack::Blocks& blocks, std::string_view user, const store::Unit& unit)
{
    if (!digest_scope(desk, user, unit))
        return;
    std::vector<slack::Element> buttons{slack::button("digest_now", "Digest now"),
                                        slack::button("sla_now", "Service levels")};
    std::string line = "*Digest* You have no subscription.";
    bool is_subscribed = false;
    for (const store::Subscription& s : unit.subscriptions.of(user)) {
        if (!s.is_active)
            continue;
        is_subscribed = true;
        const auto next = next_digest(desk, s, unit);
        line = next ? "*Digest* The next one comes " + slack::date(*next, zone_of(desk, s, unit)) + "."
                    : "*Digest* The calendar has no working day: nothing will come.";
        buttons.push_back(slack::button("digest_change", "Change time", std::to_string(s.id)));
        break;
    }
    if (!is_subscribed)
        buttons.push_back(slack::button("digest_subscribe", "Subscribe…"));
    blocks.divider();
    blocks.section(line);
    blocks.actions("digest_home", buttons);
}

}  // namespace deskbell::kernel
