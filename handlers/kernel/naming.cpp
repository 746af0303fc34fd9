#include "handlers/kernel/naming.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/form.hpp"
#include "slack/wire/blocks.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

static_assert(InboxNames::kMost <= slack::kOptionsMax && InboxNames::kLengthMost <= slack::kOptionTextMax,
              "what an inbox may name would not fit into a menu");

/// The first option that `matches` of a field of this name, in whatever process has it.
template <class Matches>
const Option* find_option(const Desk& desk, std::string_view field, const Matches& matches)
{
    for (const Process* process : desk.processes())
        if (const Field* found = process->field(field)) {
            const auto option = std::ranges::find_if(found->options, matches);
            if (option != found->options.end())
                return &*option;
        }
    return nullptr;
}

const std::vector<std::string>* list_of(const InboxSettings* inbox, std::string_view field)
{
    if (inbox == nullptr)
        return nullptr;
    const auto& list = field == attr::kHoldReason ? inbox->names.hold_reasons : inbox->names.causes;
    const bool is_own = (field == attr::kHoldReason || field == kCause) && !list.empty();
    return is_own ? &list : nullptr;
}

/// What stands in the list as the option that is stored: the desk's word where it means one.
Option option_of(const Desk& desk, std::string_view field, std::string_view text)
{
    const Option* known = find_option(desk, field, [&](const Option& option) {
        return option.value == text || lower(option.label) == lower(text);
    });
    return known == nullptr ? Option{text, text} : Option{known->value, known->label};
}

}  // namespace

std::string state_name(const Desk& desk, std::string_view inbox, Category category,
                       std::string_view otherwise)
{
    const InboxSettings* settings = desk.settings().inbox(inbox);
    const std::string_view own = settings == nullptr ? "" : settings->names.state(category);
    return std::string(own.empty() ? otherwise : own);
}

std::string choice_label(const Desk& desk, std::string_view field, std::string_view value)
{
    const Option* known = find_option(desk, field, [&](const Option& o) { return o.value == value; });
    return std::string(known == nullptr ? value : known->label);
}

InboxField::InboxField(const Desk& desk, std::string_view inbox, const Field& declared) : field_(declared)
{
    offer(desk, inbox, declared);
    field_.options = options_;
}

InboxField::InboxField(const Desk& desk, std::span<const Record> records, const Field& declared)
    : field_(declared)
{
    std::vector<std::string_view> first;
    for (const Record& record : records) {
        const Field* own = desk.process_of(record).field(declared.name);
        const Field& asked = own == nullptr ? declared : *own;
        offer(desk, record.at(attr::kInbox), asked);
        first.push_back(asked.initial);
    }
    if (records.empty())
        offer(desk, {}, declared);
    field_.options = options_;
    if (!first.empty())
        field_.initial =
            std::ranges::count(first, first.front()) == std::ranges::ssize(first) ? first.front() : "";
}

void InboxField::offer(const Desk& desk, std::string_view inbox, const Field& declared)
{
    const auto add = [&](const Option& option) {
        if (std::ranges::find(options_, option.value, &Option::value) == options_.end())
            options_.push_back(option);
    };
    if (const auto* list = list_of(desk.settings().inbox(inbox), declared.name))
        for (const std::string& text : *list) add(option_of(desk, declared.name, text));
    else
        for (const Option& option : declared.options) add(option);
}

std::string fault_in(const Desk& desk, std::string_view inbox, const Field& declared, std::string_view value,
                     bool required)
{
    const InboxField field(desk, inbox, declared);
    const InboxSettings* settings = desk.settings().inbox(inbox);
    const bool is_gone = !value.empty() && list_of(settings, declared.name) != nullptr &&
                         std::ranges::find(field->options, value, &Option::value) == field->options.end();
    if (is_gone)
        return "\"" + shortened(choice_label(desk, declared.name, value), InboxNames::kLengthMost) +
               "\" is not on the list of " + settings->name +
               ". Please choose another one, or open the form again to see the list as it is now.";
    return fault_in(*field, value, required);
}

}  // namespace deskbell::kernel
