#pragma once
#include "handlers/domain/courtesy.hpp"
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <cstdint>
#include <string>

/// What a message of the requester means once their ticket is solved: thanks get a sign, "or is it?" gets the
/// two buttons again, anything else reopens it. A closed ticket stays closed: a new one is linked to it.
namespace deskbell::kernel {

/// How courteous a message is, whomever it names.
Courtesy courtesy_of(const slack::MessageInfo& message);

/// The requester thanks for what is solved, or closed, and says nothing else.
bool is_courtesy_after(const Record& record, const slack::MessageInfo& message, const Act& act);

/// ✅ on the message in which the words were typed.
void acknowledge(std::int64_t typed, store::Unit& unit);

/// What follows from words that are no mere courtesy; nothing while the ticket is open.
Result<void> follow_words(const Desk& desk, Record& record, const std::string& text, std::int64_t typed,
                          const Act& act, store::Unit& unit);

}  // namespace deskbell::kernel
