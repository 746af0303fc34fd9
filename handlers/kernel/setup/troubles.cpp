#include "handlers/kernel/setup/troubles.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/scopes.hpp"
#include "slack/wire/mrkdwn.hpp"
#include "store/troubles.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kToldMost = 5;    // people who hear of it
constexpr int kSentAgainMost = 10'000;  // parked calls that are looked at when something works again
constexpr std::string_view kScopeError = "missing_scope: ";

bool is_channel(std::string_view target) { return target.starts_with('C') || target.starts_with('G'); }
bool is_person(std::string_view target) { return target.starts_with('U') || target.starts_with('W'); }

bool is_gone(const store::Unit& unit, const std::string& user)
{
    const auto person = unit.directory.person(user);
    return person && person->is_deleted;
}

std::vector<std::string> operators_of(const Desk& desk, const store::Unit& unit, std::string_view broken)
{
    std::vector<std::string> out;
    const auto add = [&](const std::string& user) {
        if (out.size() < kToldMost && user != broken && !is_gone(unit, user))
            out.push_back(user);
    };
    if (const auto managers = desk.settings().roles.find("manager"); managers != desk.settings().roles.end())
        for (const std::string& holder : managers->second)
            if (!holder.starts_with('S'))
                add(holder);
    if (!out.empty() || desk.settings().inboxes.empty())
        return out;
    const std::string& agents = desk.settings().inboxes.front().agent_channel;
    if (agents != broken)
        return {agents};
    for (const std::string& agent : unit.directory.members(agents)) add(agent);
    return out;
}

/// What does not arrive, and where.
std::string words_of(const Trouble& trouble)
{
    const std::string what =
        is_channel(trouble.target)  ? "I cannot write in " + slack::channel_mention(trouble.target)
        : is_person(trouble.target) ? "What I write to " + slack::mention(trouble.target) + " does not arrive"
                                    : "Slack does not let me do something";
    return what + ": " + slack::escaped(trouble.why) + "." +
           (trouble.mend.empty() ? "" : " " + slack::escaped(trouble.mend) + ".");
}

/// Sends again what was parked and is `meant`. What it waits for comes with it.
template <class Meant>
void retry_parked(store::Unit& unit, Meant meant)
{
    for (const store::ParkedCall& call : unit.parked.list(kSentAgainMost))
        if (call.awaits == 0 && meant(call))
            (void)unit.parked.retry(call.id, unit.now);  // it may have come with another one
}

/// Once for each set of scopes: if it is on purpose, nothing is to do.
void tell_features_off(const Desk& desk, const std::vector<std::string>& missing, store::Unit& unit)
{
    const auto off = features_off(missing);
    if (off.empty())
        return;
    Saying said;
    said.text = "Some of what I can do is off, because the app was installed without these scopes:\n• " +
                joined(off, "\n• ");
    said.blocks.section(said.text);
    said.blocks.context(
        {"Whoever administers the app can add them with the output of `deskbell manifest` and "
         "install it again. If this is on purpose, nothing is to do: I say it once."});
    tell_operators(desk, said, "scopes:" + joined(missing, ","), unit);
}

/// The bot itself came into a channel, or was taken out of one that it needs.
void on_membership(const Desk& desk, const slack::MembershipEvent& event, store::Unit& unit)
{
    if (event.user != desk.self().user)
        return;
    if (event.joined)
        trouble_is_over(event.channel, unit);
    else if (desk.settings().is_in_use(event.channel))
        tell_trouble(desk, {event.channel, std::string(kNotInWhy), std::string(kInviteMend)}, unit);
}

void on_person(const Desk&, const store::Person& person, store::Unit& unit)
{
    if (!person.is_deleted && !person.is_external)
        trouble_is_over(person.id, unit);
}

}  // namespace

void tell_operators(const Desk& desk, const Saying& saying, const std::string& once, store::Unit& unit,
                    std::string_view broken)
{
    for (const std::string& who : operators_of(desk, unit, broken))
        post(unit, {0, 0, "notice", who, "", 0}, saying, 0, once.empty() ? "" : once + ":" + who);
}

bool tell_trouble(const Desk& desk, const Trouble& trouble, store::Unit& unit)
{
    if (!store::begin_trouble(unit.db, trouble.target, unit.now))
        return false;
    Saying saying;
    saying.text = words_of(trouble);
    saying.blocks.section(":warning: " + saying.text);
    saying.blocks.context(
        {"What could not be said is kept: whoever runs me finds it with `deskbell outbox`. I tell this once, "
         "until "
         "it works again."});
    tell_operators(desk, saying, "", unit, trouble.target);  // the row above says that it is told
    return true;
}

void trouble_is_over(std::string_view target, store::Unit& unit)
{
    if (store::end_trouble(unit.db, target))
        retry_parked(unit, [&](const store::ParkedCall& call) { return call.channel == target; });
}

void settle_scopes(const Desk& desk, const std::vector<std::string>& missing, store::Unit& unit)
{
    for (const std::string& target : store::troubles(unit.db)) {
        const bool is_mended =
            !is_channel(target) && !is_person(target) && std::ranges::find(missing, target) == missing.end();
        if (!is_mended)
            continue;
        store::end_trouble(unit.db, target);
        retry_parked(unit, [&](const store::ParkedCall& call) {
            return call.last_error.ends_with(std::string(kScopeError) + target);
        });
    }
    tell_features_off(desk, missing, unit);
}

void on_workspace_event(const Desk& desk, const slack::WorkspaceEvent& event, store::Unit& unit)
{
    if (event.type == "channel_unarchive" || event.type == "group_unarchive")
        trouble_is_over(event.channel, unit);
    if ((event.type == "channel_archive" || event.type == "group_archive") &&
        desk.settings().is_in_use(event.channel))
        tell_trouble(desk, {event.channel, std::string(kArchivedWhy), std::string(kArchivedMend)}, unit);
}

extern const Feature kTroubles;
const Feature kTroubles{.key = "troubles", .on_membership = on_membership, .on_person = on_person};

}  // namespace deskbell::kernel
