#pragma once
#include "handlers/kernel/desk.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// A person becomes a pseudonym everywhere, and what they wrote becomes empty. In steps that are short
/// transactions: the desk goes on meanwhile, and after a crash the same steps are simply taken again.
namespace deskbell::kernel {

/// What stands in the place of words that were erased with their author.
inline constexpr std::string_view kErasedWords = "[erased]";

struct PersonToErase {
    std::string user;
    std::string pseudonym;
    store::Traces traces;  ///< user id, direct messages, name, and what else was named
};

/// What the desk knows the person by. `also` are other names of theirs.
PersonToErase person_to_erase(std::string_view user, std::string_view pseudonym,
                              const std::vector<std::string>& also, const store::Unit& unit);

/// One record: the person's words go, and the title and details of what they asked for; their names become
/// the pseudonym, in the words of others too. False when there was nothing to do.
bool erase_in_record(const Desk& desk, std::int64_t record, const PersonToErase& person, store::Unit& unit);

/// The same in the log of the desk: who acted there, and whom it names.
bool erase_in_desk_log(const PersonToErase& person, store::Unit& unit);

/// Calls that wait to reach the person are given up, and what was delivered is forgotten.
void erase_in_traffic(const PersonToErase& person, store::Unit& unit);

/// At most so many different values of a column in one transaction.
inline constexpr int kValuesAtOnce = 100;
/// Replaces the person in some values of a column, after `after`, which moves on. False when none was left.
bool erase_in_column(const store::TextColumn& column, const PersonToErase& person, std::string& after,
                     std::int64_t& replaced, store::Unit& unit);

}  // namespace deskbell::kernel
