#pragma once
#include "handlers/domain/settings.hpp"
#include "store/unit.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Forms as versions: a ticket is read with the questions that it was filed with, whatever is asked today.
namespace deskbell::kernel {

/// Attribute of a record: the versions of the forms that it was asked with, newest first, joined by ",".
inline constexpr std::string_view kFormVersions = "forms";
/// Versions that one record remembers: each Move can add one.
inline constexpr std::size_t kVersionsMost = 10;

/// A form as text that a database keeps: equal forms give equal text.
std::string to_json(const FormDefinition& form);
/// What `to_json` wrote. @throws std::runtime_error for anything else: the row was damaged.
FormDefinition form_from(std::string_view json);

/// Fills in the hash that names this version.
void set_version(FormDefinition& form);

/// Makes the version known for good. Calling it again changes nothing.
void keep_version(const FormDefinition& form, store::Unit& unit);

/// The form of this version: one in force, or one that was once.
std::optional<FormDefinition> form_of_version(const Settings& settings, std::string_view version,
                                              const store::Unit& unit);

/// The forms that the record was asked with, newest first.
std::vector<FormDefinition> forms_of(const Settings& settings, const Record& record, const store::Unit& unit);

/// What kFormVersions becomes when the record is asked with this version.
std::string with_version(const Record& record, std::string_view version);

}  // namespace deskbell::kernel
