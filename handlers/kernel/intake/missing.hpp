#pragma once
#include "handlers/kernel/intake/intake.hpp"

#include <string>
#include <vector>

/// What a new record still needs before anybody can begin.
namespace deskbell::kernel {

/// Fields that the process requires of a new record and `values` do not give.
std::vector<const Field*> missing_fields(const Process& process, const Attributes& values);

/// Labels of those fields, and of the questions of `form` (null for none) that need an answer.
std::vector<std::string> missing_labels(const Process& process, const FormDefinition* form,
                                        const Attributes& values);

/// The same for a wish, once everything that has a default is filled in.
std::vector<std::string> missing_labels(const Desk& desk, NewRecord& wish, const store::Unit& unit);

/// What a form starts with, for the fields that nobody was asked.
void fill_initials(const Process& process, Attributes& values);

}  // namespace deskbell::kernel
