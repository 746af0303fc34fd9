#pragma once
#include "handlers/kernel/desk.hpp"

#include <functional>
#include <string>
#include <string_view>

/// Taking words and people out of a record after the fact. What happened stays: which kind of event, when,
/// through what, every state, priority and time; and the chain of hashes can be checked as before.
namespace deskbell::kernel {

/// Set once the record as a whole was erased: by retention, or as the request of somebody who was erased.
inline constexpr std::string_view kErasedAt = "erased_at";

/// How the history of one record is rewritten.
struct Rewriting {
    std::string_view source;  ///< "timer" or "cli"
    std::string rule;         ///< why, for whoever reads the history
    std::string mark;         ///< what stands in the place of words
    bool is_whole = false;    ///< the record counts as erased from now on
    /// Puts something else in the place of actor, text and changes. Plain attributes must stay.
    std::function<void(Event&)> event;
    std::function<void(store::Comment&)> comment;
};

/// True when the attribute holds words of people, as far as its declaration, or else its value, tells.
bool holds_words(const Process& process, std::string_view attribute, std::string_view value);

/// Gives each event of one chain to `change`, stores what it put elsewhere, and shows all of them to `visit`
/// as they stand then. False when nothing was changed. The caller accounts for it.
bool rewrite_events(store::EventLog& log, std::int64_t record, const std::function<void(Event&)>& change,
                    const std::function<void(const Event&)>& visit);

/// Rewrites events and comments, rebuilds the record from them, and accounts for it with one event more.
/// False, and nothing is written, when there was nothing to replace.
bool rewrite(const Desk& desk, Record& record, const Rewriting& rewriting, store::Unit& unit);

/// The record's messages in Slack stop showing what was erased: the card and the receipt are drawn anew,
/// every copy for which `is_theirs` holds says `mark`. Messages in one of the `left` channels are left alone.
void redraw_erased(const Desk& desk, const Record& record, std::string_view mark,
                   const std::function<bool(std::int64_t twin)>& is_theirs, const store::Traces& left,
                   store::Unit& unit);

}  // namespace deskbell::kernel
