#pragma once
#include "handlers/domain/state.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell {

/// A word that stands in records and in configuration files, and what people read for it.
struct NamedWord {
    std::string_view word, label;
};

/// Why a record can be on hold, where its inbox says nothing else. Clocks know what each of these means.
inline constexpr std::array kHoldReasons{
    NamedWord{"requester", "Waiting for the requester"},
    NamedWord{"supplier", "Waiting for a supplier"},
    NamedWord{"change", "Waiting for a change"},
    NamedWord{"problem", "Waiting for a problem's solution"},
    NamedWord{"scheduled", "Scheduled for later"},
    NamedWord{"internal_other", "Waiting for another team"},
    NamedWord{"approval", "Waiting for an approval"},
};
/// Set by the program alone: people ask for an approval, which puts the record on hold.
inline constexpr std::string_view kHeldForApproval = "approval";

/// Why something happened, for those who prevent it: every inbox can say these. A process may know more.
inline constexpr std::array kCommonCauses{
    NamedWord{"documentation_missing", "Documentation missing"},
    NamedWord{"user_error", "User error"},
    NamedWord{"known_error", "Known error"},
    NamedWord{"wrong_inbox", "Wrong inbox"},
};

/// What an inbox calls things. These are names only: clocks, reports and checks go by the fixed categories,
/// and by hold reasons as words.
struct InboxNames {
    /// Of one list, and of one name in UTF-16 units. Source: Slack, options of a menu.
    static constexpr std::size_t kMost = 100;
    static constexpr std::size_t kLengthMost = 75;

    std::vector<std::string> hold_reasons;   ///< words of the desk or own texts, in order; empty: the desk's
    std::vector<std::string> causes;         ///< the same
    std::map<Category, std::string> states;  ///< those that are called otherwise than the process does

    /// What a state of this category is called, "" where the inbox has no name of its own.
    std::string_view state(Category category) const;
};

/// The categories whose states can be called otherwise.
inline constexpr std::array kNamedCategories{
    Category::fresh,  Category::active, Category::waiting_requester, Category::on_hold, Category::resolved,
    Category::closed, Category::void_};

/// Why a name, or a list of them, cannot be taken.
struct NameFault {
    std::string what;  ///< "has 80 characters."
    std::string mend;
    std::optional<std::size_t> entry = {};  ///< which of the list; nothing when it is about all of it
};

/// A list as it is kept, the desk's own words in the place of what people read for them.
struct NameList {
    std::vector<std::string> names;
    std::vector<NameFault> faults;
};
/// Reads what somebody wrote for the lists of InboxNames.
NameList read_hold_reasons(const std::vector<std::string>& written);
NameList read_causes(const std::vector<std::string>& written);
/// Calls the states of a category so.
std::optional<NameFault> name_state(InboxNames& names, Category category, std::string_view written);

/// Own names as a person reads them, "" where there are none: "states on_hold = At the supplier; causes ...".
std::string to_text(const InboxNames& names);

/// The word that `text` is, or that people read as `text`; null when it is none of these.
const NamedWord* find_word(std::span<const NamedWord> known, std::string_view text);

}  // namespace deskbell
