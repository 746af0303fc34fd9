#include "handlers/kernel/digest/digest_post.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/attach.hpp"
#include "handlers/kernel/digest/digest_blocks.hpp"
#include "handlers/kernel/digest/digest_csv.hpp"
#include "handlers/kernel/digest/digest_schedule.hpp"
#include "handlers/kernel/evidence/desk_log.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::string_view kManager = "manager";
constexpr std::int64_t kDefaultMinute = 9 * 60;

/// The pieces of a timer's key after its kind.
std::vector<std::string> pieces_of(const store::Timer& timer) { return split(timer.key, ':'); }

std::vector<Attachment> charts_of(const Numbers& numbers)
{
    std::vector<Attachment> out;
    for (const DigestChart& chart : digest_charts(numbers))
        out.push_back(
            {std::string(chart.name) + ".png", chart.chart.title, alt_text(chart.chart), chart.chart});
    return out;
}

/// Posts a stored digest, and its charts in the thread below it.
void post_digest(const Desk& desk, const store::Digest& digest, store::Unit& unit)
{
    const Numbers numbers = numbers_from(digest.numbers);
    const std::string once = "digest:" + std::to_string(digest.id);
    store::Message message;
    message.role = "digest";
    message.channel = digest.reader;
    const std::int64_t root = post(unit, message, digest_message(desk, digest, numbers, unit), 0, once);
    attach(unit, digest.reader, root, charts_of(numbers), "", once + ":charts");
}

void tell(std::string_view user, const std::string& mrkdwn, std::string_view once, store::Unit& unit)
{
    Saying saying;
    saying.text = mrkdwn;
    saying.blocks.section(mrkdwn);
    store::Message message;
    message.role = "notice";
    message.channel = user;
    post(unit, message, saying, 0, once);
}

/// Whoever lost the role that a digest needs gets no further one, and reads why.
Writes end_of(const store::Subscription& subscription, const Error& why)
{
    return [id = subscription.id, text = why.detail()](store::Unit& unit) -> Result<void> {
        auto current = unit.subscriptions.find(id);
        if (!current)
            return {};
        current->is_active = false;
        unit.subscriptions.save(*current);
        tell(current->owner, "Your digest has ended. " + text, "digest_ended:" + std::to_string(id), unit);
        return {};
    };
}

Writes arm_next(const Desk& desk, std::int64_t id)
{
    return [desk, id](store::Unit& unit) -> Result<void> {
        const auto current = unit.subscriptions.find(id);
        if (current && current->is_active)
            arm_digest(desk, *current, unit);
        return {};
    };
}

bool is_paused(const store::Subscription& s, UtcTime now) { return s.paused_until && *s.paused_until > now; }

}  // namespace

std::string zone_of(const Desk& desk, const store::Subscription& s, const store::Unit& unit)
{
    return s.timezone.empty() || !is_zone(s.timezone) ? zone_of(desk, s.owner, unit) : s.timezone;
}

Calendar calendar_of(const Desk& desk, const store::Subscription& s, const store::Unit& unit)
{
    const auto levels = desk.levels(unit).back().levels;
    const auto named = levels->inbox_calendars.find(s.inboxes.substr(0, s.inboxes.find(',')));
    const Calendar* found =
        levels->calendar(named == levels->inbox_calendars.end() ? "business" : named->second);
    return found == nullptr ? always_open() : *found;
}

std::optional<UtcTime> next_digest(const Desk& desk, const store::Subscription& s, const store::Unit& unit)
{
    const UtcTime after = std::max(unit.now, s.paused_until.value_or(unit.now));
    const auto next = occurrence_after(s, calendar_of(desk, s, unit), zone_of(desk, s, unit), after);
    return next ? std::optional(next->due) : std::nullopt;
}

std::optional<UtcTime> arm_digest(const Desk& desk, const store::Subscription& s, store::Unit& unit)
{
    const std::string key = std::string(kDigestTimer) + ":" + std::to_string(s.id);
    const auto next = next_digest(desk, s, unit);
    if (next)
        unit.timers.arm({0, key, std::string(kDigestTimer), 0, *next});
    else
        unit.timers.cancel(key);
    return next;
}

Result<Writes> prepare_subscribed(const Desk& desk, const store::Timer& timer, const store::Unit& unit)
{
    const auto pieces = pieces_of(timer);
    const auto s = pieces.size() == 2 ? unit.subscriptions.find(whole_number(pieces[1])) : std::nullopt;
    if (!s || !s->is_active)
        return Writes([](store::Unit&) -> Result<void> { return {}; });
    const auto newest = newest_occurrence(*s, calendar_of(desk, *s, unit), zone_of(desk, *s, unit),
                                          timer.due_at - std::chrono::seconds{1}, unit.now);
    if (!newest || is_paused(*s, unit.now) || unit.digests.has(s->id, newest->period.key()))
        return arm_next(desk, s->id);
    auto scope = digest_scope(desk, s->owner, unit);
    if (!scope)
        return end_of(*s, scope.error());
    if (!s->inboxes.empty())
        scope->only = split(s->inboxes, ',');
    auto digest = make_digest(desk, s->target, newest->period, *scope, unit);
    digest.subscription = s->id;
    digest.is_delayed = unit.now - newest->due > kDelayedAfter;
    return Writes([desk, digest, next = arm_next(desk, s->id)](store::Unit& writing) -> Result<void> {
        // It may have been paused or ended while the numbers were worked out.
        const auto current = writing.subscriptions.find(digest.subscription);
        store::Digest sent = digest;
        sent.sent_at = writing.now;
        if (current && current->is_active && !is_paused(*current, writing.now) &&
            writing.digests.insert(sent))
            post_digest(desk, sent, writing);
        return next(writing);
    });
}

Result<Writes> prepare_asked(const Desk& desk, const store::Timer& timer, const store::Unit& unit)
{
    const auto pieces = pieces_of(timer);
    const std::string user = pieces.size() > 1 ? pieces[1] : "";
    const auto scope = digest_scope(desk, user, unit);
    const auto period = parse_period(pieces.size() > 2 ? pieces[2] : "", zone_of(desk, user, unit), unit.now);
    if (!scope || !period)
        return Writes([user, text = (!scope ? scope.error() : period.error()).detail(),
                       once = "digest_refused:" + timer.key +
                              rfc3339(timer.due_at)](store::Unit& writing) -> Result<void> {
            tell(user, text, once, writing);
            return {};
        });
    return Writes([desk, digest = make_digest(desk, user, *period, *scope, unit)](
                      store::Unit& writing) -> Result<void> {
        store::Digest sent = digest;
        sent.sent_at = writing.now;
        if (writing.digests.insert(sent))
            post_digest(desk, sent, writing);
        return {};
    });
}

Result<Writes> prepare_csv(const Desk& desk, const store::Timer& timer, const store::Unit& unit)
{
    const auto pieces = pieces_of(timer);
    const auto digest = pieces.size() == 3 ? unit.digests.find(whole_number(pieces[1])) : std::nullopt;
    if (!digest)
        return Writes([](store::Unit&) -> Result<void> { return {}; });
    const std::string user = pieces[2];
    const std::string name = "digest-" + file_name_of(digest->period) + ".csv";
    Attachment file{name, digest_title(*digest), "Every ticket and clock behind the digest, as a table.",
                    digest_csv(desk, basis_of(*digest), user, unit)};
    return Writes([user, file, period = digest->period,
                   once = timer.key + ":" + rfc3339(timer.due_at)](store::Unit& writing) -> Result<void> {
        log_act(writing, {user, "button", writing.now}, kExported,
                {detail("what", "tickets behind a digest"), detail("period", period)});
        attach(writing, user, 0, {file}, file.title, once);
        return {};
    });
}

void order_digest(std::string_view user, const Period& period, store::Unit& unit)
{
    unit.timers.arm({0, std::string(kDigestNowTimer) + ":" + std::string(user) + ":" + period.key(),
                     std::string(kDigestNowTimer), 0, unit.now});
}

void order_csv(std::int64_t digest, std::string_view user, store::Unit& unit)
{
    unit.timers.arm({0, std::string(kDigestCsvTimer) + ":" + std::to_string(digest) + ":" + std::string(user),
                     std::string(kDigestCsvTimer), 0, unit.now});
}

store::Subscription default_subscription(std::string_view owner)
{
    store::Subscription s;
    s.owner = s.target = owner;
    s.cadence = "weekly";
    s.minute_of_day = kDefaultMinute;
    s.day = std::chrono::Monday.iso_encoding();
    return s;
}

void ensure_subscriptions(const Desk& desk, store::Unit& unit)
{
    const auto managers = desk.settings().roles.find(kManager);
    if (managers == desk.settings().roles.end())
        return;
    std::vector<std::string> people;
    for (const std::string& holder : managers->second) {
        const bool is_group = holder.starts_with('S');
        const auto members = is_group ? unit.directory.members(holder) : std::vector<std::string>{holder};
        people.insert(people.end(), members.begin(), members.end());
    }
    for (const std::string& person : people) {
        if (!unit.subscriptions.of(person, 1).empty())
            continue;  // one that has ended counts too: it was their wish
        store::Subscription s = default_subscription(person);
        unit.subscriptions.insert(s, unit.now);
        get_to_know(unit, person);
        arm_digest(desk, s, unit);
    }
}

}  // namespace deskbell::kernel
