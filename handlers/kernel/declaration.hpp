#pragma once
#include "handlers/domain/field_type.hpp"
#include "handlers/domain/record.hpp"
#include "handlers/domain/service_level.hpp"
#include "handlers/domain/settings.hpp"
#include "handlers/domain/state.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::store {
struct Unit;
}

/// A process declares itself with the constants of this file; the kernel derives forms, cards, lists,
/// buttons, permissions, audit events, search and the description for auditors from them.
namespace deskbell::kernel {

class Desk;
struct Act;

/// What somebody is to a record. A person may be several at once; see authority.hpp.
enum Role : unsigned {
    kEveryone = 1,
    kRequester = 2,  ///< for whom it is; whoever raised it for them sees it but does not decide
    kAgent = 4,      ///< member of the agent channel of the record's inbox
    kLead = 8,       ///< an agent with the role "lead"; every agent where nobody has it
    kOwner = 16,     ///< owner of the process: role "owner:<process>"
    kSystem = 32,    ///< the program itself
};

using deskbell::FieldType;

/// Whether a form asks for a field when a record is raised.
enum class Asked : std::uint8_t { never, optional, required };

struct Option {
    std::string_view value;
    std::string_view label;
    bool is_offered = true;  ///< false: only the program sets it
};

struct Field {
    std::string_view name;  ///< attribute of the record; block id of the form
    std::string_view label;
    FieldType type = FieldType::text;
    Asked at_creation = Asked::never;
    std::string_view help = {};
    std::string_view initial = {};
    std::span<const Option> options = {};  ///< of one_of and many_of
    std::string_view visible_when = {};    ///< "hold_reason=requester": only then asked; "" always
    bool agents_only = false;
    bool is_sensitive = false;      ///< never in digests and exports unless asked for
    bool is_on_card = true;         ///< shown among the facts of the card once it is set
    std::size_t max_length = 3000;  ///< UTF-16 units, 1 .. 3000
};

struct State {
    std::string_view key;
    std::string_view label;
    Category category;
};

/// Everything a guard or an effect may look at. `values` holds what was entered; effects add what follows
/// from it.
struct Step {
    const Record& record;
    std::string actor;  ///< Slack user id, or "system"
    unsigned roles;     ///< of the actor, Role bits
    UtcTime at;         ///< when the person acted
    Attributes values;
    const Settings& settings;
    store::Unit& unit;

    /// What the attribute will be after the step.
    const std::string& value(std::string_view name) const
    {
        const auto it = values.find(name);
        return it == values.end() ? record.at(name) : it->second;
    }
};

/// Refuses a transition with a sentence that says what is missing.
using Guard = Result<void> (*)(const Step& step);
/// Adds attributes that follow from the step. No other effect.
using Effect = void (*)(Step& step);

/// What a step does to other records, in the same transaction, once its own record is written. An error
/// refuses the whole step.
using Consequence = Result<void> (*)(const Desk& desk, const Record& record, const Act& act,
                                     store::Unit& unit);

/// A field that a transition asks for in its form.
struct AskedField {
    std::string_view field;
    bool is_required = true;
};

/// Where a transition is offered.
enum class Place : std::uint8_t { button, primary_button, menu, hidden };

/// One row of a process's life. A row is the only way to move a record.
struct Transition {
    std::string_view from;  ///< state keys separated by "|"; "*" is every state that is not final
    std::string_view action;
    std::string_view to;  ///< "=" keeps the state
    std::string_view label;
    unsigned who = kAgent;
    Place place = Place::menu;
    std::span<const AskedField> asks = {};
    Guard guard = nullptr;
    Effect effect = nullptr;
    Consequence consequence = nullptr;
    /// Posted to the requester after the step; {who} is the actor, {number} the record, {field} its
    /// attribute.
    std::string_view tells_requester = {};
    /// The program takes this step by itself at the end of the n-th business day after the one on which the
    /// state was reached; zero: never.
    int fires_after_days = 0;
    /// The same at the instant that this attribute holds; "": never.
    std::string_view fires_on = {};
    /// What the requester is told is an agent's word: it can be the first response.
    bool is_answer = true;

    constexpr bool starts_in(std::string_view state, bool is_final_state) const
    {
        if (from == "*")
            return !is_final_state;
        for (std::size_t at = 0; at <= from.size();) {
            const std::size_t end = std::min(from.find('|', at), from.size());
            if (from.substr(at, end - at) == state)
                return true;
            at = end + 1;
        }
        return false;
    }
};

/// One process of the management system. All views point to constants that live as long as the program.
struct Process {
    std::string_view key;     ///< "incident"
    std::string_view prefix;  ///< "INC"
    std::string_view title;
    std::string_view plural;
    std::string_view purpose;  ///< a sentence for help texts
    std::string_view clauses;  ///< of ISO/IEC 20000-1:2018 that it serves, "8.6.1"

    std::span<const Field> fields;
    std::span<const State> states;  ///< the first is the initial one
    std::span<const Transition> transitions;

    unsigned creators = kEveryone;
    unsigned seen_by = kRequester | kAgent;  ///< besides assignee, followers and auditors
    /// Offered under this name in the form New ticket; "" for processes that are not tickets of an inbox.
    std::string_view door_label = {};
    int door_order = 0;          ///< smallest first in the form
    bool takes_untyped = false;  ///< tickets that come as plain text

    Effect on_create = nullptr;              ///< derived attributes of a new record, the priority for one
    Metric completion = Metric::resolution;  ///< or fulfilment: what the clock that runs to the end is called

    bool is_ticket() const { return !door_label.empty(); }
    const Field* field(std::string_view name) const;
    const State* state(std::string_view key) const;
    const State& initial() const { return states.front(); }
    /// The row for `action` in the record's state, or null.
    const Transition* transition(const Record& record, std::string_view action) const;
    /// Rows that start in the record's state, in the order of the table.
    std::vector<const Transition*> transitions_from(const Record& record) const;
    /// True when some row of this action asks for input.
    bool asks(std::string_view action) const;
};

/// Why a declaration cannot work, or "": unknown states or fields, unreachable states, rows that tie.
std::string fault_of(const Process& process);

/// For static_assert beside a table: every state is known, no two rows tie, every state is reached.
template <std::size_t States, std::size_t Transitions>
consteval bool is_sound(const State (&states)[States], const Transition (&transitions)[Transitions])
{
    const auto known = [&](std::string_view key) {
        return key == "=" || std::any_of(std::begin(states), std::end(states),
                                         [&](const State& s) { return s.key == key; });
    };
    for (const State& s : states) {
        bool reached = s.key == states[0].key;
        for (const Transition& t : transitions) {
            reached = reached || t.to == s.key;
            if (!known(t.to))
                return false;
            int same = 0;
            for (const Transition& other : transitions)
                if (other.action == t.action && t.starts_in(s.key, is_final(s.category)) &&
                    other.starts_in(s.key, is_final(s.category)))
                    ++same;
            if (same > 1)
                return false;
        }
        if (!reached)
            return false;
    }
    return true;
}

}  // namespace deskbell::kernel
