#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

/// Knowledge: texts that a team wrote down so that nobody has to work them out again.
namespace deskbell::kernel {

inline constexpr std::string_view kCanned = "canned";
inline constexpr std::string_view kArticle = "article";
inline constexpr std::string_view kKnownError = "known_error";

inline constexpr std::array kEntryKinds{
    Option{kArticle, "Article, suggested to people who ask"},
    Option{kKnownError, "Known error, suggested with its workaround"},
    Option{kCanned, "Ready answer, for agents only"},
};

/// "2026-11-23" where the workspace is.
std::string today(const Desk& desk, const store::Unit& unit);

/// "Article", "Known error", "Ready answer".
std::string_view kind_of_entry(std::string_view kind);

/// Agents of its inbox read and write an entry; one for every inbox belongs to all agents.
bool may_edit(const Desk& desk, const store::KnowledgeEntry& entry, std::string_view user,
              const store::Unit& unit);

/// The entry with this id, for somebody who may edit it. Errors: not_found, forbidden.
Result<store::KnowledgeEntry> entry_for_agent(const Desk& desk, std::string_view id, std::string_view user,
                                              const store::Unit& unit);

/// Live entries of these kinds for a record's inbox that are not past their review, the most used first.
std::vector<store::KnowledgeEntry> entries_for(const Desk& desk, std::string_view inbox,
                                               std::vector<std::string> kinds, int limit,
                                               const store::Unit& unit);

/// What the variables of an entry stand for.
struct EntryNames {
    std::string requester, number, agent, inbox;
};
EntryNames names_for(const Desk& desk, const Record& record, std::string_view agent, const store::Unit& unit);

/// The text with {requester}, {number}, {agent} and {inbox} replaced; other braces stay. Plain text.
std::string filled(std::string_view text, const EntryNames& names);

}  // namespace deskbell::kernel
