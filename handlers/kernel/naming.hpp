#pragma once
#include "handlers/kernel/desk.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What an inbox calls its states, hold reasons and causes. The names are all that is its own: a state is
/// still of its category, and what stands in a record is the desk's word where there is one.
namespace deskbell::kernel {

/// The attribute that holds why something happened.
inline constexpr std::string_view kCause = "cause_code";

/// What a state of this category is called in the inbox; `otherwise` where the inbox does not say.
std::string state_name(const Desk& desk, std::string_view inbox, Category category,
                       std::string_view otherwise);

/// What people read for a value of a field that processes share: the label of the desk's word, whatever
/// process declares it, else the inbox's own text, which is the value itself.
std::string choice_label(const Desk& desk, std::string_view field, std::string_view value);

/// A field as inboxes ask it: hold reasons and causes are theirs, every other field is as declared. It
/// belongs to this and to the settings of the desk.
class InboxField {
public:
    InboxField(const Desk& desk, std::string_view inbox, const Field& declared);
    /// For several records: what the inbox and the process of any of them offer, and what they all begin
    /// with.
    InboxField(const Desk& desk, std::span<const Record> records, const Field& declared);
    InboxField(const InboxField&) = delete;
    InboxField& operator=(const InboxField&) = delete;

    const Field& operator*() const { return field_; }
    const Field* operator->() const { return &field_; }

private:
    void offer(const Desk& desk, std::string_view inbox, const Field& declared);

    std::vector<Option> options_;
    Field field_;
};

/// Why the text cannot be the field's value in this inbox, or "": the list may have changed since the form
/// was opened, and the record may have come from another inbox.
std::string fault_in(const Desk& desk, std::string_view inbox, const Field& declared, std::string_view value,
                     bool required);

}  // namespace deskbell::kernel
