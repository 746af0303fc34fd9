#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/say.hpp"
#include "handlers/kernel/thread/speaker.hpp"

#include <string>
#include <string_view>

namespace deskbell::kernel {

/// What somebody who is to decide reads of a record: what was asked for, with the answers of its form. No
/// notes, and nothing that is for agents only.
Saying approver_view(const Desk& desk, const Record& record, std::string_view reader,
                     const store::Unit& unit);

/// What is asked, and the buttons Approve, Reject… and Ask…, for each seat on which `user` may decide now.
void add_decision(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit,
                  slack::Blocks& blocks);

/// Posts the card of a seat to its approver and to who stands in for them. `heading` is for a reminder, ""
/// for the first time.
void send_cards(const Desk& desk, const Record& record, const store::Approval& approval,
                const store::ApprovalSeat& seat, const std::string& heading, store::Unit& unit);
/// The same to one person, who stands in from now on.
void send_card(const Desk& desk, const Record& record, const store::Approval& approval,
               const store::ApprovalSeat& seat, const std::string& reader, const std::string& heading,
               store::Unit& unit);

/// Draws every copy of an approval's card as things stand: settled ones without buttons.
void redraw_cards(const Desk& desk, const Record& record, std::int64_t approval, store::Unit& unit);

/// "Approved by Ben", "Rejected by Ben: too expensive", "Withdrawn by Ana: …"; mrkdwn.
std::string outcome_of(const store::Approval& approval, const Names& name, const store::Unit& unit);

/// The line of the agents' card: what waits for whom, or how it ended.
std::string approval_line(const Desk& desk, const Record& record, const store::Unit& unit);

}  // namespace deskbell::kernel
