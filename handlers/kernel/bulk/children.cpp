#include "handlers/kernel/bulk/children.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/card.hpp"
#include "handlers/kernel/clicked.hpp"
#include "handlers/kernel/feature.hpp"
#include "handlers/kernel/form.hpp"
#include "handlers/kernel/transition.hpp"

#include <array>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kChildrenNamed = 10;  // on the parent's card
constexpr Field kNumber{.name = attr::kParent,
                        .label = "Parent",
                        .help =
                            "The number of the ticket that this one is a part of, like INC-12; nothing for "
                            "none. Its agents can answer and resolve all parts at once.",
                        .max_length = 20};

Error refused(std::string why) { return {Errc::invalid_input, std::move(why), std::string(attr::kParent)}; }

Category category_of(const Record& record)
{
    return parse_category(record.at(attr::kCategory)).value_or(Category::void_);
}

std::optional<Record> find_parent(const Desk& desk, const std::string& text, const store::Unit& unit)
{
    const auto number = parse_number(text);
    return number ? desk.find(*number, unit) : std::nullopt;
}

void follow_link(const Desk& desk, const Record& record, store::Unit& unit)
{
    unit.links.remove(record.id, attr::kParent);
    if (const auto parent = find_parent(desk, record.at(attr::kParent), unit))
        unit.links.insert({record.id, parent->id, std::string(attr::kParent)}, unit.now);
}

void redraw_parent(const Desk& desk, const std::string& number, store::Unit& unit)
{
    if (const auto parent = find_parent(desk, number, unit))
        redraw(desk, *parent, unit);
}

bool is_offered(const Desk& desk, const Record& record, unsigned roles, const store::Unit&)
{
    return desk.process_of(record).is_ticket() && (roles & kAgent) != 0 && is_open(category_of(record));
}

Answer open_form(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                 store::Unit& unit)
{
    if (!is_agent(desk, record.at(attr::kInbox), act.actor, unit))
        return Error(Errc::forbidden, "Only the agents of its inbox can say what " + desk.number_of(record) +
                                          " is a part of.");
    slack::Modal modal;
    modal.callback_id = "parent";
    modal.title = "Parent";
    modal.submit = "Save";
    modal.private_metadata = pack({{"record", desk.number_of(record)}});
    modal.blocks.context({headline(desk, record)});
    add_input(modal.blocks, kNumber, false, record.at(attr::kParent));
    return show_modal(click, modal);
}

Answer submit(const Desk& desk, const slack::ViewSubmission& submission, const Act& act, store::Unit& unit)
{
    auto record = record_in(desk, submission.view, act.actor, unit);
    if (!record)
        return record.error();
    const std::string number = read_input(kNumber, submission.view.values);
    if (auto done = set_parent(desk, *record, number, act, unit); !done)
        return done.error();
    return slack::Reply::clear();
}

/// The card is read by the agents of one inbox: of other teams' tickets it says only how many there are.
std::string card_line(const Desk& desk, const Record& record, const store::Unit& unit)
{
    if (record.has(attr::kParent))
        return ":jigsaw: Part of " + record.at(attr::kParent);
    std::vector<std::string> names;
    std::size_t all = 0, open = 0, elsewhere = 0;
    for (const std::int64_t id : unit.links.sources(record.id, attr::kParent, kChildrenMost)) {
        const auto child = unit.records.find(id);
        if (!child)
            continue;
        ++all;
        open += is_open(category_of(*child)) ? 1 : 0;
        if (child->at(attr::kInbox) != record.at(attr::kInbox))
            ++elsewhere;
        else if (names.size() < kChildrenNamed)
            names.push_back(desk.number_of(*child));
    }
    if (all == 0)
        return {};
    const std::size_t more = all - elsewhere - names.size();
    return ":jigsaw: " + counted(all, "part") + ", " + std::to_string(open) + " open" +
           (names.empty() ? "" : ": " + joined(names, ", ")) +
           (more > 0 ? " and " + std::to_string(more) + " more" : "") +
           (elsewhere > 0 ? " (" + std::to_string(elsewhere) + " of other teams)" : "");
}

/// The parent's card counts its open parts; a parent that was taken back takes its link along.
Result<void> follow_up(const Desk& desk, Record& record, std::string_view action, const Act&,
                       store::Unit& unit)
{
    if (action == kTakenBack) {
        const auto former = unit.links.target(record.id, attr::kParent);
        follow_link(desk, record, unit);
        if (const auto parent = unit.records.find(former))
            redraw(desk, *parent, unit);
    }
    if (record.has(attr::kParent))
        redraw_parent(desk, record.at(attr::kParent), unit);
    return {};
}

constexpr std::array kEntries{Entry{"parent", "Parent…", true, is_offered, open_form}};
constexpr std::array kForms{Form{"parent", submit}};

}  // namespace

Result<void> may_have_parent(const Desk& desk, const Record& record, const std::string& number,
                             const Act& act, const store::Unit& unit)
{
    if ((roles_of(desk, record, act.actor, unit) & kAgent) == 0)
        return Error(Errc::forbidden, "Only the agents of its inbox can say what " + desk.number_of(record) +
                                          " is a part of.");
    if (!desk.process_of(record).is_ticket() || !is_open(category_of(record)))
        return refused(desk.number_of(record) + " is not open any more.");
    if (number.empty())
        return {};
    const auto parent = find_parent(desk, number, unit);
    // What somebody may not see is not there for them.
    if (!parent || !desk.process_of(*parent).is_ticket() || !may_see(desk, *parent, act.actor, unit))
        return refused("There is no such ticket. Please write its number, like INC-12.");
    const std::string name = desk.number_of(*parent);
    if (parent->id == record.id)
        return refused("A ticket is no part of itself. Please write the number of the other one.");
    if ((roles_of(desk, *parent, act.actor, unit) & kAgent) == 0)
        return refused("Only the agents of its inbox can make something a part of " + name + ".");
    if (!is_open(category_of(*parent)))
        return refused(name + " is not open any more. Please name one that goes on.");
    if (parent->has(attr::kParent))
        return refused(name + " is itself a part of " + parent->at(attr::kParent) +
                       ". Please name that one: there is one level of parts only.");
    if (!unit.links.sources(record.id, attr::kParent, 1).empty())
        return refused(desk.number_of(record) + " has parts of its own, so it cannot be one.");
    if (unit.links.sources(parent->id, attr::kParent, kChildrenMost).size() >=
        static_cast<std::size_t>(kChildrenMost))
        return refused(name + " has " + std::to_string(kChildrenMost) + " parts, and no more are possible.");
    return {};
}

Result<void> set_parent(const Desk& desk, Record& record, const std::string& number, const Act& act,
                        store::Unit& unit)
{
    if (auto allowed = may_have_parent(desk, record, number, act, unit); !allowed)
        return allowed;
    const auto parsed = parse_number(number);
    const std::string former = record.at(attr::kParent);
    auto made = change(record, attr::kParent, parsed ? to_text(*parsed) : std::string());
    if (!made)
        return {};
    write(unit, record, act, "parent", {*std::move(made)});
    follow_link(desk, record, unit);
    redraw(desk, record, unit);
    redraw_parent(desk, former, unit);
    redraw_parent(desk, record.at(attr::kParent), unit);
    return {};
}

std::vector<Record> open_children(const Record& parent, const store::Unit& unit)
{
    std::vector<Record> out;
    for (const std::int64_t id : unit.links.sources(parent.id, attr::kParent, kChildrenMost))
        if (auto child = unit.records.find(id); child && is_open(category_of(*child)))
            out.push_back(*std::move(child));
    return out;
}

extern const Feature kChildren;
const Feature kChildren{
    .key = "children", .forms = kForms, .entries = kEntries, .follow_up = follow_up, .card_line = card_line};

}  // namespace deskbell::kernel
