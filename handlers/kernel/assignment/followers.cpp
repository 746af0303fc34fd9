#include "handlers/kernel/assignment/followers.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/lists.hpp"
#include "handlers/kernel/people.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>
#include <array>

namespace deskbell::kernel {

namespace {

using People = std::vector<std::string>;

constexpr std::size_t kNamesMost = 10;  ///< in the line on card and receipt
constexpr Field kPeople{
    .name = "followers",
    .label = "Who follows it?",
    .type = FieldType::users,
    .help = "They can open it and see what becomes of it. They are told that you added them."};

People listed(std::string_view list) { return list.empty() ? People{} : split(list, ','); }

bool holds(const People& people, const std::string& user)
{
    return std::ranges::find(people, user) != people.end();
}

/// Those of `people` who are not in `others`.
People besides(const People& people, const People& others)
{
    People out;
    std::ranges::copy_if(people, std::back_inserter(out),
                         [&](const auto& user) { return !holds(others, user); });
    return out;
}

Result<void> must_be_allowed(const Desk& desk, const Record& record, const Act& act, const store::Unit& unit)
{
    if (may_add_followers(desk, record, act.actor, unit))
        return {};
    return Error(Errc::forbidden,
                 record.has(attr::kPrivate)
                     ? "This ticket is private: only who asked and who has it can say who follows it."
                     : "Only who asked and the agents of its inbox can say who follows it. You can "
                       "press Follow for yourself.");
}

Answer open_form(const Desk& desk, const slack::BlockAction& click, const Record& record, const Act& act,
                 store::Unit& unit)
{
    if (auto allowed = must_be_allowed(desk, record, act, unit); !allowed)
        return allowed.error();
    const std::string before = joined(followers_for(desk, record, act.actor, unit), ",");
    slack::Modal modal;
    modal.callback_id = "followers";
    modal.title = "Followers";
    modal.submit = "Save";
    modal.private_metadata = pack({{"record", desk.number_of(record)}, {"before", before}});
    modal.blocks.context({headline(desk, record)});
    add_input(modal.blocks, kPeople, false, before);
    return show_modal(click, modal);
}

Answer open_from_menu(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                      store::Unit& unit)
{
    return open_form(desk, click, record, act, unit);
}

Answer open_from_receipt(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit)
{
    const auto record = record_of(desk, click.value.text, act.actor, unit);
    return record ? open_form(desk, click, *record, act, unit) : Answer(record.error());
}

/// Everybody who was added hears it once; the message belongs to no record, so a word under it goes nowhere.
void tell_added(const Desk& desk, const Record& record, const std::string& user, const Act& act,
                store::Unit& unit)
{
    Saying saying;
    const std::string adder = Names::for_reader(desk, record, user, unit)(act.actor);
    saying.text = adder + " added you to the followers of " + desk.number_of(record) + ".";
    saying.blocks.section(":eyes: " + saying.text);
    add_row(desk, saying.blocks, "followed", record, user, unit);
    saying.blocks.context({"You can stop: press *Open*, then *Stop following*."});
    post(unit, {0, 0, "notice", user, "", 0}, saying, 0,
         "followed:" + std::to_string(record.id) + ":" + user + ":" + std::to_string(record.version));
}

Result<void> set_followers(const Desk& desk, Record& record, const People& before, const People& wished,
                           const Act& act, store::Unit& unit)
{
    // Against what the form showed: whoever pressed Follow meanwhile stays.
    const People added = besides(wished, before), removed = besides(before, wished);
    People now = besides(listed(record.at(attr::kFollowers)), removed);
    const People fresh = besides(added, now);
    now.insert(now.end(), fresh.begin(), fresh.end());
    if (now.size() > kFollowersMost)
        return Error(Errc::invalid_input,
                     "Please choose at most " + std::to_string(kFollowersMost) + " people.",
                     std::string(kPeople.name));
    if (holds(fresh, desk.self().user))
        return Error(Errc::invalid_input, "I read it anyway. Please take me off the list.",
                     std::string(kPeople.name));
    auto made = change(record, attr::kFollowers, joined(now, ","));
    if (!made)
        return {};
    write(unit, record, act, "followers", {*std::move(made)});
    for (const std::string& user : fresh) {
        get_to_know(unit, user);
        if (user != act.actor && user != record.at(attr::kRequester))
            tell_added(desk, record, user, act, unit);
    }
    redraw(desk, record, unit);
    return {};
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    Attributes carried = unpack(submission.view.private_metadata);
    auto record = record_of(desk, carried["record"], act.actor, unit);
    if (!record)
        return record.error();
    if (auto allowed = must_be_allowed(desk, *record, act, unit); !allowed)
        return allowed.error();
    const People wished = listed(read_input(kPeople, submission.view.values));
    if (auto done = set_followers(desk, *record, listed(carried["before"]), wished, act, unit); !done)
        return done.error();
    return slack::Reply::clear();
}

bool is_offered(const Desk& desk, const Record& record, unsigned roles, const store::Unit&)
{
    return desk.process_of(record).is_ticket() && (roles & kAgent) != 0;
}

std::string card_line(const Desk&, const Record& record, const store::Unit& unit)
{
    return followers_line(record, Names::for_agents(record, unit));
}

constexpr std::array kEntries{Entry{"followers", "Followers…", true, is_offered, open_from_menu}};
constexpr std::array kButtons{Button{"followers", true, open_from_receipt}};
constexpr std::array kForms{Form{"followers", submit}};

}  // namespace

bool may_add_followers(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit)
{
    const unsigned roles = roles_of(desk, record, user, unit);
    if (record.has(attr::kPrivate))
        return (roles & kRequester) != 0 || (!user.empty() && record.at(attr::kAssignee) == user);
    return (roles & (kRequester | kAgent)) != 0;
}

std::vector<std::string> followers_for(const Desk& desk, const Record& record, std::string_view reader,
                                       const store::Unit& unit)
{
    People out = listed(record.at(attr::kFollowers));
    if (!learns_agents(desk, record, reader, unit))
        std::erase_if(out, [&](const std::string& user) {
            return user != reader && is_hidden_from_requester(desk, record, user, unit);
        });
    return out;
}

std::string followers_line(const Record& record, const Names& name)
{
    const People people = listed(record.at(attr::kFollowers));
    if (people.empty())
        return {};
    People names;
    for (const std::string& user : people)
        if (names.size() < kNamesMost)
            names.push_back(name(user));
    return ":eyes: Followed by " + joined(names, ", ") +
           (people.size() > kNamesMost ? " and " + std::to_string(people.size() - kNamesMost) + " more" : "");
}

extern const Feature kFollowers;
const Feature kFollowers{
    .key = "followers", .buttons = kButtons, .forms = kForms, .entries = kEntries, .card_line = card_line};

}  // namespace deskbell::kernel
