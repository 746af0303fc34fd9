#include "handlers/kernel/knowledge/known_issues.hpp"

#include "handlers/domain/number.hpp"
#include "handlers/domain/text.hpp"
#include "handlers/kernel/assignment/followers.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/people.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

using People = std::vector<std::string>;

constexpr std::string_view kCount = "me_too_count";  // attribute: how many have it too
constexpr std::size_t kSolutionShown = 1000;

constexpr Field kTitle{.name = "known_issue",
                       .label = "What everybody reads",
                       .help =
                           "Whoever asks here is shown this. Whoever presses Me too can open the ticket. "
                           "Leave it empty when it is no known issue any more.",
                       .max_length = 150};

People followers_of(const Record& record)
{
    return record.has(attr::kFollowers) ? split(record.at(attr::kFollowers), ',') : People{};
}

std::string count_after(const Record& record, int change)
{
    const auto count = std::max<std::int64_t>(0, whole_number(record.at(kCount)) + change);
    return count == 0 ? std::string() : std::to_string(count);
}

Result<void> must_be_agent(const Desk& desk, const Record& record, const Act& act, const store::Unit& unit)
{
    if (!is_agent(desk, record.at(attr::kInbox), act.actor, unit))
        return Error(Errc::forbidden, "Only the agents of its inbox say what is a known issue.");
    if (record.has(attr::kPrivate))
        return Error(Errc::forbidden,
                     "A private ticket cannot be a known issue: everybody would read of it.");
    if (!is_open(parse_category(record.at(attr::kCategory)).value_or(Category::void_)))
        return Error(Errc::conflict, desk.number_of(record) + " is not open any more.");
    return {};
}

Answer open_form(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                 store::Unit& unit)
{
    if (auto allowed = must_be_agent(desk, record, act, unit); !allowed)
        return allowed.error();
    slack::Modal modal;
    modal.callback_id = kKnownIssue;
    modal.title = "Known issue";
    modal.submit = "Save";
    modal.private_metadata = pack({{"record", desk.number_of(record)}});
    modal.blocks.context({headline(desk, record)});
    // The ticket's own title is not taken over: it was written for the team alone.
    add_input(modal.blocks, kTitle, false, record.at(kKnownIssue));
    return show_modal(click, modal);
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    auto record = record_in(desk, submission.view, act.actor, unit);
    if (!record)
        return record.error();
    if (auto allowed = must_be_agent(desk, *record, act, unit); !allowed)
        return allowed.error();
    const std::string title = read_input(kTitle, submission.view.values);
    if (const std::string wrong = fault_in(kTitle, title, false); !wrong.empty())
        return Error(Errc::invalid_input, wrong, std::string(kTitle.name));
    if (auto made = change(*record, kKnownIssue, title)) {
        write(unit, *record, act, title.empty() ? "not_known_issue" : "known_issue", {*std::move(made)});
        redraw(desk, *record, unit);
    }
    return slack::Reply::clear();
}

bool is_offered(const Desk& desk, const Record& record, unsigned roles, const store::Unit&)
{
    return desk.process_of(record).is_ticket() && (roles & kAgent) != 0 && !record.has(attr::kPrivate) &&
           is_open(parse_category(record.at(attr::kCategory)).value_or(Category::void_));
}

/// "Not me": whoever pressed it in error is taken off again.
Answer leave(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto parsed = parse_number(click.value.text);
    auto record = parsed ? desk.find(*parsed, unit) : std::nullopt;
    if (!record || !unit.me_toos.remove(record->id, act.actor))
        return Error(Errc::conflict, "You are not counted for it, or it is over already.");
    const std::string number = desk.number_of(*record);
    People followers = followers_of(*record);
    std::erase(followers, act.actor);
    write(unit, *record, act, "unfollowed",
          changes_to(*record, {{std::string(attr::kFollowers), joined(followers, ",")},
                               {std::string(kCount), count_after(*record, -1)}}));
    redraw(desk, *record, unit);
    const std::string said =
        "You are not counted for " + number +
        " any more and do not follow it. If something else is wrong, raise a ticket with "
        "`/ticket`.";
    if (!click.view)
        return say_to_clicker(click, said, unit);
    slack::Modal modal;
    modal.callback_id = "done";
    modal.title = "Not me";
    modal.close = "Close";
    modal.blocks.section(said);
    return slack::Reply::update(modal, click.view->id, click.view->hash);
}

/// Everybody who has it too hears how it ended, once for each end.
void tell_all(const Desk& desk, const Record& record, bool is_solved, store::Unit& unit)
{
    const std::string& note =
        record.has("resolution_note") ? record.at("resolution_note") : record.at("fulfilment_note");
    Saying saying;
    saying.text = slack::escaped(record.at(kKnownIssue)) + " (" + desk.number_of(record) + ") " +
                  (is_solved ? "is solved."
                             : "was ended without a solution. If you still have it, raise a "
                               "ticket with `/ticket`.");
    saying.blocks.section((is_solved ? ":white_check_mark: *" : ":information_source: *") + saying.text +
                          "*");
    if (is_solved && !note.empty())
        saying.blocks.section(slack::quoted(slack::escaped(shortened(note, kSolutionShown))));
    for (const std::string& user : unit.me_toos.of(record.id, kMeTooMost))
        post(unit, {0, 0, "notice", user, "", 0}, saying, 0,
             "me_too:" + std::to_string(record.id) + ":" + user + ":" +
                 record.at(is_solved ? attr::kResolvedAt : attr::kClosedAt));
}

Result<void> follow_step(const Desk& desk, Record& record, std::string_view action, const Act&,
                         store::Unit& unit)
{
    const auto category = parse_category(record.at(attr::kCategory)).value_or(Category::fresh);
    if (action == kCreated || !record.has(kKnownIssue) || is_open(category))
        return {};
    if (category == Category::resolved || category == Category::void_)
        tell_all(desk, record, category == Category::resolved, unit);
    // Who they were is not kept any longer than it is needed; how many stays in the record.
    if (is_final(category))
        unit.me_toos.forget(record.id);
    return {};
}

std::string card_line(const Desk&, const Record& record, const store::Unit&)
{
    if (!record.has(kKnownIssue))
        return {};
    const auto count = static_cast<std::size_t>(whole_number(record.at(kCount)));
    return ":rotating_light: Known issue: *" + slack::escaped(record.at(kKnownIssue)) + "*" +
           (count == 0 ? "" : " · " + counted(count, "person has", "people have") + " it too");
}

constexpr std::array kEntries{Entry{kKnownIssue, "Known issue…", true, is_offered, open_form}};
constexpr std::array kForms{Form{kKnownIssue, submit}};
constexpr std::array kButtons{Button{"not_me", false, leave}};

}  // namespace

bool is_known_issue(const Record& record)
{
    return record.has(kKnownIssue) && !record.has(attr::kPrivate) &&
           is_open(parse_category(record.at(attr::kCategory)).value_or(Category::void_));
}

Result<bool> join_known_issue(const Desk& desk, Record& record, const Act& act, store::Unit& unit)
{
    if (!is_known_issue(record))
        return Error(Errc::conflict,
                     "This is no known issue any more. Please raise a ticket with `/ticket`.");
    if (record.at(attr::kRequester) == act.actor || unit.me_toos.has(record.id, act.actor))
        return false;
    if (whole_number(record.at(kCount)) >= kMeTooMost)
        return Error(Errc::conflict, counted(kMeTooMost, "person has", "people have") +
                                         " it already, so nobody more is counted. The team works on it.");
    unit.me_toos.add(record.id, act.actor, unit.now);
    get_to_know(unit, act.actor);
    Attributes values{{std::string(kCount), count_after(record, 1)}};
    People followers = followers_of(record);
    // Beyond what a list of followers holds, people are counted and hear the end all the same.
    if (followers.size() < kFollowersMost && std::ranges::find(followers, act.actor) == followers.end()) {
        followers.push_back(act.actor);
        values[std::string(attr::kFollowers)] = joined(followers, ",");
    }
    write(unit, record, act, "followed", changes_to(record, values));
    redraw(desk, record, unit);
    return true;
}

extern const Feature kKnownIssues;
const Feature kKnownIssues{.key = "known_issues",
                           .buttons = kButtons,
                           .forms = kForms,
                           .entries = kEntries,
                           .follow_up = follow_step,
                           .card_line = card_line};

}  // namespace deskbell::kernel
