#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/journal.hpp"

#include <string_view>
#include <vector>

/// A low score is a task for the lead of the team, or for the team where nobody leads it.
namespace deskbell::kernel {

/// Opens, changes or withdraws the task as the answer says now.
void follow_up_answer(const Desk& desk, Record& record, const store::Survey& survey, const Act& act,
                      store::Unit& unit);

/// True for those who were told to do it.
bool may_finish(const Desk& desk, const Record& record, std::string_view user, const store::Unit& unit);

/// *Open* and, for who may, *Done…*.
std::vector<slack::Element> follow_up_buttons(const Desk& desk, const Record& record,
                                              const store::FollowUp& task);

}  // namespace deskbell::kernel
