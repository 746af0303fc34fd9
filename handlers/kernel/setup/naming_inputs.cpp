#include "handlers/kernel/setup/naming_inputs.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/form.hpp"
#include "slack/wire/mrkdwn.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr Field kStates{.name = "state_names",
                        .label = "What its states are called",
                        .type = FieldType::long_text,
                        .help =
                            "One per line, such as: on_hold = At the supplier. Left out, a state is "
                            "called as everywhere.",
                        .max_length = 1000};
constexpr std::size_t kListMost = 3000;  // source: Slack, a plain text input

/// One of the two lists, and what the desk has in its place.
struct List {
    Field field;
    std::span<const NamedWord> words;
    NameList (*read)(const std::vector<std::string>& written);
    std::vector<std::string> InboxNames::*names;

    std::vector<std::string> of_the_desk() const
    {
        std::vector<std::string> out;
        for (const NamedWord& word : words)
            if (word.word != kHeldForApproval)
                out.emplace_back(word.word);
        return out;
    }
};
constexpr std::array kLists{
    List{{.name = "hold_reasons",
          .label = "Reasons to put a ticket on hold",
          .type = FieldType::long_text,
          .help = "One per line. Empty: the desk's own.",
          .max_length = kListMost},
         kHoldReasons,
         read_hold_reasons,
         &InboxNames::hold_reasons},
    List{{.name = "causes",
          .label = "Causes of tickets",
          .type = FieldType::long_text,
          .help = "One per line; the desk's four stay among them. Empty: the desk's own.",
          .max_length = kListMost},
         kCommonCauses,
         read_causes,
         &InboxNames::causes},
};

std::string text_of(const List& list, const InboxNames& names)
{
    const auto& own = names.*list.names;
    const std::vector<std::string> stored = own.empty() ? list.of_the_desk() : own;
    std::vector<std::string> labels;
    for (const std::string& name : stored) {
        const NamedWord* known = find_word(list.words, name);
        labels.emplace_back(known == nullptr ? std::string_view(name) : known->label);
    }
    const std::string text = joined(labels, "\n");
    return utf16_length(text) <= kListMost ? text : joined(stored, "\n");
}

std::vector<std::string> lines_of(const Field& field, const slack::Values& values)
{
    std::vector<std::string> out;
    for (const std::string& line : split(read_input(field, values), '\n'))
        if (std::string text = trimmed(line); !text.empty())
            out.push_back(std::move(text));
    return out;
}

Error fault_at(const Field& field, const NameFault& fault)
{
    const std::string where = fault.entry ? "Line " + std::to_string(*fault.entry + 1) + " " : "This list ";
    return Error(Errc::invalid_input, where + fault.what + " " + fault.mend, std::string(field.name));
}

std::string known_states()
{
    std::vector<std::string> out;
    for (const Category category : kNamedCategories) out.emplace_back(to_text(category));
    return joined(out, ", ");
}

Result<void> read_states(InboxNames& names, const slack::Values& values)
{
    names.states.clear();
    const auto lines = lines_of(kStates, values);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::size_t sign = std::min(lines[i].find('='), lines[i].size());
        const auto category = parse_category(lower(trimmed(lines[i].substr(0, sign))));
        if (!category || sign == lines[i].size())
            return fault_at(kStates,
                            {"is no name of a state.",
                             "Write it so: on_hold = At the supplier. Known are " + known_states() + ".", i});
        if (auto fault = name_state(names, *category, lines[i].substr(sign + 1))) {
            fault->entry = i;
            return fault_at(kStates, *fault);
        }
    }
    return {};
}

}  // namespace

void add_naming_inputs(slack::Blocks& blocks, const InboxSettings& inbox)
{
    for (const List& list : kLists) add_input(blocks, list.field, false, text_of(list, inbox.names));
    std::vector<std::string> states;
    for (const auto& [category, name] : inbox.names.states)
        states.push_back(std::string(to_text(category)) + " = " + name);
    add_input(blocks, kStates, false, joined(states, "\n"));
}

Result<InboxSettings> with_names(InboxSettings inbox, const slack::Values& values)
{
    for (const List& list : kLists) {
        const auto written = lines_of(list.field, values);
        NameList read = written.empty() ? NameList{} : list.read(written);
        if (!read.faults.empty())
            return fault_at(list.field, read.faults.front());
        if (read.names == list.of_the_desk())
            read.names.clear();  // it was left as it stood
        inbox.names.*list.names = std::move(read.names);
    }
    if (auto done = read_states(inbox.names, values); !done)
        return done.error();
    return inbox;
}

std::string running_clocks(const InboxSettings& inbox, const ServiceLevels& levels)
{
    std::vector<std::string> running;
    for (const std::string& reason : inbox.names.hold_reasons)
        if (find_word(kHoldReasons, reason) == nullptr &&
            std::ranges::none_of(levels.policies,
                                 [&](const Policy& policy) { return policy.pauses.contains(reason); }))
            running.push_back(reason);
    return running.empty()
               ? ""
               : "Promises run on while a ticket is on hold for: " + slack::escaped(joined(running, ", ")) +
                     ". Which reasons stop them stands in the configuration (`pauses`).";
}

}  // namespace deskbell::kernel
