#include "handlers/kernel/knowledge/review.hpp"

#include "handlers/domain/local_time.hpp"
#include "handlers/domain/number.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/knowledge/entries.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kTimer = "knowledge_review";
constexpr std::string_view kMorning = "T09:00";

std::string key_of(std::int64_t entry)
{
    std::string key(kTimer);
    return key.append(":").append(std::to_string(entry));
}

void remind(const store::KnowledgeEntry& entry, store::Unit& unit)
{
    const std::string id = std::to_string(entry.id);
    Saying saying;
    saying.text = "Is \"" + slack::escaped(entry.title) +
                  "\" still right? Today is the day of its review; from tomorrow it is not suggested.";
    saying.blocks.section(":books: " + saying.text);
    saying.blocks.actions("review", {slack::button("knowledge_open", "Open", id),
                                     slack::button("knowledge_edit", "Edit", id, slack::Style::primary)});
    saying.blocks.context({"It is right: Edit, choose another day, Save. It is not needed: Open, Retire."});
    post(unit, {0, 0, "notice", entry.owner, "", 0}, saying, 0,
         "review:" + id + ":" + std::to_string(entry.version));
}

Result<void> on_review(const Desk& desk, const store::Timer& timer, store::Unit& unit)
{
    const auto entry = unit.knowledge.find(whole_number(timer.key.substr(kTimer.size() + 1)));
    const bool is_due = entry && !entry->is_retired && !entry->owner.empty() && !entry->review_on.empty() &&
                        entry->review_on <= today(desk, unit);
    if (is_due)
        remind(*entry, unit);
    return {};
}

constexpr std::array kRoutines{Routine{kTimer, on_review}};

}  // namespace

void arm_review(const Desk& desk, const store::KnowledgeEntry& entry, store::Unit& unit)
{
    const auto due = parse_time(entry.review_on + std::string(kMorning), desk.settings().timezone);
    if (entry.is_retired || entry.review_on.empty() || !due)
        unit.timers.cancel(key_of(entry.id));
    else
        unit.timers.arm({0, key_of(entry.id), std::string(kTimer), 0, *due});
}

extern const Feature kKnowledgeReview;
const Feature kKnowledgeReview{.key = "knowledge_review", .routines = kRoutines};

}  // namespace deskbell::kernel
