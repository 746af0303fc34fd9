#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/say.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

/// The record as agents see it: number, title, requester with local time, state, priority, promise, assignee,
/// origin, and the buttons that somebody with these roles may press now.
Saying card(const Desk& desk, const Record& record, const store::Unit& unit, unsigned roles);

/// The same without buttons that need a channel: for a modal or a private answer to `user`.
Saying card_for(const Desk& desk, const Record& record, const store::Unit& unit, std::string_view user);

/// What the requester sees: number, state, promise, who has to act, and their buttons.
Saying receipt(const Desk& desk, const Record& record, const store::Unit& unit);

/// Draws card and receipt again where they are.
void redraw(const Desk& desk, const Record& record, store::Unit& unit);

/// "INC-12 Printer on fire" as mrkdwn, the title escaped.
std::string headline(const Desk& desk, const Record& record);

/// What the record's state is called, for agents; plain text, which its inbox may have written.
std::string state_label(const Desk& desk, const Record& record);
/// The same for its requester: one of six words, where the inbox has no name of its own.
std::string state_label_for_requester(const Desk& desk, const Record& record);

/// What people read for the choice that a field of this record holds, or the value itself.
std::string label_of(const Desk& desk, const Record& record, std::string_view field);

}  // namespace deskbell::kernel
