#include "handlers/kernel/merge.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clock/clocks.hpp"
#include "handlers/kernel/clock/promise.hpp"
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "handlers/kernel/knowledge/known_issues.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

/// When the clocks of a record began: its own start, or that of a duplicate that is in it already.
std::optional<UtcTime> start_of(const Record& record)
{
    const auto merged = record.time(attr::kClockStart);
    return merged ? merged : record.time(attr::kReceivedAt);
}

Error refused(std::string why)
{
    return {Errc::invalid_input, std::move(why), std::string(attr::kDuplicateOf)};
}

Result<Record> original_of(const Desk& desk, const Record& duplicate, const Act& act, store::Unit& unit)
{
    const auto number = parse_number(duplicate.at(attr::kDuplicateOf));
    auto original = number ? desk.find(*number, unit) : std::nullopt;
    // Who has a known issue too brings their ticket along.
    const bool has_it_too = original && is_known_issue(*original) &&
                            duplicate.at(attr::kRequester) == act.actor &&
                            unit.me_toos.has(original->id, act.actor);
    // What somebody may not see is not there for them.
    if (!original || !desk.process_of(*original).is_ticket() ||
        (!has_it_too && !may_see(desk, *original, act.actor, unit)))
        return refused("There is no such ticket. Please write its number, like INC-12.");
    // Whoever asked twice may say so, within one inbox.
    const bool is_their_own = original->at(attr::kRequester) == act.actor &&
                              duplicate.at(attr::kRequester) == act.actor &&
                              original->at(attr::kInbox) == duplicate.at(attr::kInbox);
    if (!is_their_own && !has_it_too && (roles_of(desk, *original, act.actor, unit) & kAgent) == 0)
        return Error(Errc::forbidden,
                     "Only the agents of its inbox can join a ticket to " + desk.number_of(*original) + ".",
                     std::string(attr::kDuplicateOf));
    if (original->id == duplicate.id)
        return refused("This is the ticket itself. Please write the number of the other one.");
    if (!is_open(parse_category(original->at(attr::kCategory)).value_or(Category::void_)))
        return refused(desk.number_of(*original) + " is not open any more. Please name one that goes on.");
    return *std::move(original);
}

/// A private ticket is not opened to whoever raised the same thing.
Attributes followed_by(const Record& original, const std::string& requester)
{
    auto followers = original.has(attr::kFollowers) ? split(original.at(attr::kFollowers), ',')
                                                    : std::vector<std::string>{};
    const bool has_part = original.at(attr::kRequester) == requester ||
                          std::ranges::find(followers, requester) != followers.end();
    if (original.has(attr::kPrivate) || requester.empty() || has_part)
        return {};
    followers.push_back(requester);
    return {{std::string(attr::kFollowers), joined(followers, ",")}};
}

}  // namespace

void name_original(Step& step)
{
    if (const auto number = parse_number(step.value(attr::kDuplicateOf)))
        step.values[std::string(attr::kDuplicateOf)] = to_text(*number);
}

Result<void> merge_into_original(const Desk& desk, const Record& duplicate, const Act& act, store::Unit& unit)
{
    auto original = original_of(desk, duplicate, act, unit);
    if (!original)
        return original.error();
    Attributes values = followed_by(*original, duplicate.at(attr::kRequester));
    const auto earlier = start_of(duplicate), own = start_of(*original);
    if (duplicate.at(kCountsFromField.name) == "earliest" && earlier && own && *earlier < *own)
        values[std::string(attr::kClockStart)] = rfc3339(*earlier);
    const Promise promised = promise_of(*original);
    unit.links.insert({duplicate.id, original->id, std::string(attr::kDuplicateOf)}, unit.now);
    write(unit, *original, act, "merged", changes_to(*original, values), desk.number_of(duplicate));
    settle_clocks(desk, *original, "merged", unit);
    tell_moved_promise(desk, *original, promised, "somebody else reported the same earlier", unit);
    redraw(desk, *original, unit);
    return {};
}

}  // namespace deskbell::kernel
