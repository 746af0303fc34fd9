#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"
#include "slack/wire/blocks.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What is known already, for somebody who asks: never a gate, and only what they may read.
namespace deskbell::kernel {

/// Something that may be the answer. Title and text are plain words of people.
struct Suggestion {
    enum class Kind { known_issue, entry, solved };
    Kind kind = Kind::entry;
    std::int64_t id = 0;
    std::string title, text;
    bool operator==(const Suggestion&) const = default;
};

inline constexpr std::size_t kSuggestionsMost = 3;

/// What somebody asks for.
struct Question {
    std::string words;       ///< title and details
    std::string inbox;       ///< key
    std::string person;      ///< who reads the suggestions
    std::int64_t besides{};  ///< the ticket that was raised for it, 0 for none
};

/// Known issues of the inbox first, then entries, then solved tickets that are not private and that the
/// person may see. At most kSuggestionsMost; none where the inbox does not suggest or nothing fits.
std::vector<Suggestion> suggestions_for(const Desk& desk, const Question& question, const store::Unit& unit);

/// Adds them with their buttons. `ticket` is the number of the ticket that was raised, "" in the form.
void add_suggestions(const std::vector<Suggestion>& suggestions, const std::string& ticket,
                     slack::Blocks& blocks);

/// What a button of a suggestion carries.
struct Picked {
    Suggestion suggestion;
    std::string ticket;  ///< number; "" in the form
    std::string inbox;   ///< for which it was suggested
};

/// The suggestion of a button, if it still is one that the person may read. Errors: not_found.
Result<Picked> picked(const Desk& desk, std::string_view value, std::string_view person,
                      const store::Unit& unit);

/// The attribute of a ticket that was closed with a suggestion: which one it was.
inline constexpr std::string_view kSelfServed = "self_served";

}  // namespace deskbell::kernel
