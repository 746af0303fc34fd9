#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/reply.hpp"

#include <span>
#include <string>
#include <string_view>

/// A feature is what every process has besides its declared life: approvals, digests, notices. It declares
/// as data what it adds to Slack's surfaces and to a step; one row in features.cpp makes it part of the desk.
namespace deskbell::kernel {

using Answer = Result<slack::Reply>;

/// A button, or an element of the feature's own. Names stay for ever: old messages keep their buttons.
struct Button {
    std::string_view name;  ///< action_id; ending in ":" or "_" it is a prefix
    bool only_reads;        ///< it opens or turns a page of something
    Answer (*run)(const Desk& desk, const slack::BlockAction& click, const Act& act, store::Unit& unit);
};

/// A modal that is submitted.
struct Form {
    std::string_view callback;  ///< callback_id; ending in ":" it is a prefix
    Answer (*submit)(const Desk& desk, const slack::ViewSubmission& submission, const Act& act,
                     store::Unit& unit);
    /// Drawn anew with everything typed, when an answer decides which other questions are asked.
    Answer (*redraw)(const Desk& desk, const slack::BlockAction& change, const Act& act,
                     store::Unit& unit) = nullptr;
};

/// A command's text: its first word in lower case, and the rest.
struct Words {
    std::string first, rest;
};

/// One thing that a command can do. The help is written from these rows.
struct Verb {
    std::string_view command, word, usage, does;
    Answer (*run)(const Desk& desk, const slack::SlashCommand& command, const Words& said, const Act& act,
                  store::Unit& unit);
    bool takes_words = false;
    bool only_reads = true;
};

/// A shortcut that the app has in Slack, from anywhere or on a message: one of the two functions. The manifest
/// is written from these rows.
struct Shortcut {
    std::string_view callback;     ///< callback_id; stays for ever, as a button's name
    std::string_view name;         ///< at most 24 characters, Slack's limit
    std::string_view description;  ///< at most 150 characters, Slack's limit
    Answer (*on_desk)(const Desk& desk, const slack::GlobalShortcut& shortcut, store::Unit& unit) = nullptr;
    Answer (*on_message)(const Desk& desk, const slack::MessageShortcut& shortcut,
                         store::Unit& unit) = nullptr;
};

/// An entry of the menu More on a record's card.
struct Entry {
    std::string_view action;  ///< stays for ever, as a button's name
    std::string_view label;
    bool only_reads;
    /// Whether somebody with these roles is offered it now. The click is authorised by `run` all the same.
    bool (*is_offered)(const Desk& desk, const Record& record, unsigned roles, const store::Unit& unit);
    /// `record` is there and may be seen by the actor.
    Answer (*run)(const Desk& desk, const slack::BlockAction& click, Record& record, const Act& act,
                  store::Unit& unit);
};

/// A timer that is not a transition of a record.
struct Routine {
    std::string_view kind;
    Result<void> (*run)(const Desk& desk, const store::Timer& timer, store::Unit& unit);
};

/// A timer whose work takes long: the half that reads, which gives the half that writes.
struct Preparation {
    std::string_view kind;
    Result<Writes> (*run)(const Desk& desk, const store::Timer& timer, const store::Unit& unit);
};

/// Takes the answers to calls that were made under a `then` that begins so. Refused calls come here as well.
struct Awaited {
    std::string_view prefix;
    Result<void> (*run)(const Desk& desk, const store::Outgoing& sent, const slack::CallResult& answer,
                        store::Unit& unit);
};

/// The action that `Feature::follow_up` gets for a new record.
inline constexpr std::string_view kCreated = "created";

struct Feature {
    std::string_view key;
    std::span<const Button> buttons = {};
    std::span<const Form> forms = {};
    std::span<const Verb> verbs = {};
    std::span<const Shortcut> shortcuts = {};
    std::span<const Entry> entries = {};
    std::span<const Routine> routines = {};
    std::span<const Preparation> preparations = {};
    std::span<const Awaited> awaited = {};

    /// Refuses a step of a record with a sentence that says what is missing.
    Result<void> (*guard)(const Desk& desk, const Transition& row, const Step& step) = nullptr;
    /// Has the last word on a new record before it is written.
    void (*shape)(const Desk& desk, Record& draft, const Act& act, const store::Unit& unit) = nullptr;
    /// Follows from a step, or from a new record (kCreated), in the same transaction.
    Result<void> (*follow_up)(const Desk& desk, Record& record, std::string_view action, const Act& act,
                              store::Unit& unit) = nullptr;
    /// Somebody joined or left a channel, the bot included. The directory knows it already.
    void (*on_membership)(const Desk& desk, const slack::MembershipEvent& event, store::Unit& unit) = nullptr;
    /// Whether a step cannot be taken now, whatever is entered: then it is not offered. The guard refuses it.
    bool (*bars)(const Desk& desk, const Record& record, const Transition& row,
                 const store::Unit& unit) = nullptr;
    /// A line for the agents' card, "" for none; mrkdwn.
    std::string (*card_line)(const Desk& desk, const Record& record, const store::Unit& unit) = nullptr;
    /// A section of the App Home of `user`, in the order of features.cpp.
    void (*home)(const Desk& desk, slack::Blocks& blocks, std::string_view user,
                 const store::Unit& unit) = nullptr;
    /// What stands below everything else there.
    void (*home_foot)(const Desk& desk, slack::Blocks& blocks, std::string_view user,
                      const store::Unit& unit) = nullptr;
    /// A person became known or changed: name, zone, whether they are deactivated.
    void (*on_person)(const Desk& desk, const store::Person& person, store::Unit& unit) = nullptr;
    /// A line above the fields of a form in which `user` answers or ends the record, "" for none; mrkdwn.
    std::string (*form_line)(const Desk& desk, const Record& record, std::string_view user,
                             const store::Unit& unit) = nullptr;
    /// Further inputs at the end of a form in which `user` answers or ends the record.
    void (*form_inputs)(const Desk& desk, const Record& record, std::string_view user,
                        const store::Unit& unit, slack::Modal& modal) = nullptr;
    /// Takes what was entered in them, before the record is written. `values` are those of the step; of an
    /// answer nothing becomes of them.
    Result<void> (*take_part)(const Desk& desk, const Record& record, const slack::ViewState& form,
                              Attributes& values, const Act& act, store::Unit& unit) = nullptr;
    /// What follows from it, once the form's own act is done.
    Result<void> (*on_entered)(const Desk& desk, Record& record, const slack::ViewState& form, const Act& act,
                               store::Unit& unit) = nullptr;
    /// What is worth noting of a click that only reads: a job of its own, after the ack, that nobody waits
    /// for and that may be left out when there is much to do.
    void (*note_reading)(const Desk& desk, const slack::BlockAction& click, const Act& act,
                         store::Unit& unit) = nullptr;
    /// To be called when the program starts; calling it again changes nothing.
    void (*adopt)(const Desk& desk, store::Unit& unit) = nullptr;
};

/// All of them, in the order in which help texts, menus and Homes name them.
std::span<const Feature* const> features();

/// True when some feature bars the step now.
bool is_barred(const Desk& desk, const Record& record, const Transition& row, const store::Unit& unit);

/// The first row of any feature that `name` belongs to, or null. A key ending in ":" or "_" is a prefix.
template <class Row>
const Row* find_row(std::span<const Row> Feature::*rows, std::string_view Row::*key, std::string_view name)
{
    for (const Feature* feature : features())
        for (const Row& row : feature->*rows) {
            const std::string_view own = row.*key;
            const bool is_prefix = own.ends_with(':') || own.ends_with('_');
            if (is_prefix ? name.starts_with(own) : name == own)
                return &row;
        }
    return nullptr;
}

}  // namespace deskbell::kernel
