#include "handlers/kernel/intake/successive.hpp"

#include "handlers/domain/ticket_clocks.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/thread/conversation.hpp"
#include "handlers/kernel/transition.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kMerge = "merge_own";
constexpr int kLookedAt = 5;  // the newest of this person in the inbox

bool is_open_ticket(const Record& record)
{
    return is_open(parse_category(record.at(attr::kCategory)).value_or(Category::void_));
}

bool may_be_one(const Record& first, const Record& second, const store::Unit& unit)
{
    const auto before = first.time(attr::kReceivedAt), after = second.time(attr::kReceivedAt);
    return first.id != second.id && first.at(attr::kSourceChannel) == second.at(attr::kSourceChannel) &&
           first.has(attr::kSourceTs) && !first.has(attr::kPrivate) && is_open_ticket(first) && before &&
           after && *before <= *after && *after - *before <= kSuccessive &&
           !unit.comments.others_spoke(first.id, first.at(attr::kRequester));
}

std::optional<Record> ticket_before(const Record& record, const store::Unit& unit)
{
    store::RecordFilter theirs;
    theirs.visible.everything = true;
    theirs.requester = record.at(attr::kRequester);
    theirs.inboxes = {record.at(attr::kInbox)};
    theirs.limit = kLookedAt;
    for (Record& candidate : unit.records.list(theirs).records)
        if (may_be_one(candidate, record, unit))
            return std::move(candidate);
    return std::nullopt;
}

/// Both tickets of the button, if they are the presser's own.
Result<std::pair<Record, Record>> both(const Desk& desk, const slack::BlockAction& click, const Act& act,
                                       const store::Unit& unit)
{
    Attributes carried = unpack(click.value.text);
    auto first = record_of(desk, carried["into"], act.actor, unit);
    if (!first)
        return first.error();
    auto second = record_of(desk, carried["from"], act.actor, unit);
    if (!second)
        return second.error();
    if (first->at(attr::kRequester) != act.actor || second->at(attr::kRequester) != act.actor)
        return Error(Errc::forbidden, "Only the person who asked can make their two tickets one.");
    return std::pair(*std::move(first), *std::move(second));
}

Answer merge_own(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    auto tickets = both(desk, click, act, unit);
    if (!tickets)
        return tickets.error();
    auto& [first, second] = *tickets;
    const std::string words = second.has("details") ? second.at("details") : second.at(attr::kTitle);
    const Attributes duplicate{{std::string(attr::kDuplicateOf), desk.number_of(first)},
                               {"duplicate_counts_from", "own"}};
    if (auto done = perform(desk, second, "duplicate", duplicate, act, unit); !done)
        return done.error();
    // The step wrote to the first one as well.
    Record original = *unit.records.find(first.id);
    if (auto said = requester_says(desk, original, words, act, unit); !said)
        return said.error();
    return say_to_clicker(
        click,
        desk.number_of(second) + " is part of " + desk.number_of(first) + " now: the team reads both there.",
        unit);
}

constexpr std::array kButtons{Button{kMerge, false, merge_own}};

}  // namespace

void offer_merge(const Desk& desk, const Record& record, store::Unit& unit)
{
    const auto first = ticket_before(record, unit);
    if (!first)
        return;
    const std::string into = desk.number_of(*first), from = desk.number_of(record);
    Saying saying;
    saying.text = "Does this message belong to *" + headline(desk, *first) +
                  "*, which you wrote a moment ago? It is " + from + " for now.";
    saying.blocks.section(saying.text);
    saying.blocks.actions(
        "merge_own", {slack::button(kMerge, "Merge into " + into, pack({{"from", from}, {"into", into}}))});
    whisper(unit, record.at(attr::kSourceChannel), {}, record.at(attr::kRequester), saying);
}

extern const Feature kSuccessiveMessages;
const Feature kSuccessiveMessages{.key = "successive", .buttons = kButtons};

}  // namespace deskbell::kernel
