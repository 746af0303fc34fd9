#include "handlers/domain/text.hpp"
#include "handlers/kernel/digest/digest_messages.hpp"
#include "handlers/kernel/digest/digest_text.hpp"
#include "handlers/kernel/naming.hpp"
#include "handlers/kernel/ticket_steps.hpp"

namespace deskbell::kernel {

namespace {

struct Label {
    std::string_view key, text;
};
constexpr std::array kLabels{
    Label{"decide.late", "Late"},
    Label{"decide.soon", "Late soon"},
    Label{"decide.unassigned", "Unassigned"},
    Label{"decide.approvals", "Waiting for approval"},
    Label{"flow.opened", "Opened"},
    Label{"flow.solved", "Solved"},
    Label{"flow.self_served", "Solved by a suggestion"},
    Label{"flow.reopened", "Reopened"},
    Label{kFirstTime, "Solved the first time"},
    Label{kNotFirstTime, "Solved after a reopening"},
    Label{"flow.backlog", "Open"},
    Label{"flow.moved_in", "Moved in"},
    Label{"flow.moved_out", "Moved out"},
    Label{"voice.confirmed", "Confirmed"},
    Label{"voice.refused", "Not solved after all"},
    Label{"voice.answered", "Asked and answered"},
    Label{"voice.unanswered", "Asked, no answer"},
    Label{"voice.rated", "Ratings"},
    Label{"voice.low", "Low ratings"},
    Label{"quality.no_priority", "Without priority"},
    Label{"quality.retroactive", "Late by a later change"},
    Label{"quality.recalculated", "Deadlines moved"},
    Label{"quality.cancelled_late", "Cancelled when late"},
    Label{"quality.no_verdict", "Without verdict"},
    Label{"quality.solution_clocks", "Solution times"},
    Label{kRecoveredFigure, "Found afterwards"},
    Label{kUnexplainedFigure, "Unexplained messages"},
};

std::string in_words(std::string_view key)
{
    std::string out(key);
    for (char& c : out) c = c == '_' ? ' ' : c;
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z')
        out[0] = static_cast<char>(out[0] - 'a' + 'A');
    return out;
}

/// The label of an option of some field with this name, in whatever process has it.
std::string option_label(const Desk& desk, std::string_view field, std::string_view value)
{
    for (const Process* process : desk.processes())
        if (const Field* found = process->field(field)) {
            const auto option = std::ranges::find(found->options, value, &Option::value);
            if (option != found->options.end())
                return std::string(option->label);
        }
    return in_words(value);
}

std::string title_of(const Desk& desk, std::string_view process_key)
{
    const Process* process = desk.process(process_key);
    return process == nullptr ? in_words(process_key) : std::string(process->title);
}

/// Of what was solved and has no cause: a request is not caused, it is fulfilled.
std::string uncaused_label(const Desk& desk, std::string_view process_key)
{
    const Process* process = desk.process(process_key);
    const bool is_fulfilled = process != nullptr && process->completion == Metric::fulfilment;
    return title_of(desk, process_key) + (is_fulfilled ? " fulfilled" : " without a cause");
}

/// "First answer: P3 kept" of "response.P3.met"; without words for verdicts "First answer: P3 late" of its
/// own.
std::string promise_label(std::string_view rest, std::string_view kept, std::string_view missed)
{
    const auto parts = split(rest, '.');
    if (parts.size() != 3)
        return in_words(rest);
    const auto metric = parse_metric(parts[0]);
    const std::string priority = parts[1] == kAllPriorities ? ""
                                 : parts[1] == kNoPriority  ? "no priority "
                                                            : parts[1] + " ";
    return (metric ? std::string(label_of(*metric)) : in_words(parts[0])) + ": " + priority +
           (kept.empty() ? parts[2] == "risk" ? "at risk" : parts[2]
                         : std::string(parts[2] == "met" ? kept : missed));
}

std::string lowered(std::string text)
{
    const bool is_word = text.size() > 1 && text[1] >= 'a' && text[1] <= 'z';
    if (is_word && text[0] >= 'A' && text[0] <= 'Z')
        text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

}  // namespace

std::string figure_label(const Desk& desk, std::string_view key)
{
    const auto known = std::ranges::find(kLabels, key, &Label::key);
    if (known != kLabels.end())
        return std::string(known->text);
    const std::size_t dot = std::min(key.find('.'), key.size());
    const std::string_view kind = key.substr(0, dot);
    const std::string_view rest = key.substr(std::min(dot + 1, key.size()));
    if (kind == "before")
        return "Before: " + lowered(figure_label(desk, rest));
    if (kind == "now")
        return promise_label(rest, "", "");
    if (kind == "kept")
        return promise_label(rest, "kept", "missed");
    if (kind == "gross")
        return promise_label(rest, "kept at first", "missed at first");
    if (kind == "cause")
        return rest.starts_with(':') ? uncaused_label(desk, rest.substr(1))
                                     : choice_label(desk, kCause, rest);
    if (kind == "form") {
        const std::size_t next = std::min(rest.find('.'), rest.size());
        return title_of(desk, rest.substr(0, next)) + " by " +
               std::string(rest.substr(std::min(next + 1, rest.size())));
    }
    if (rest.starts_with("excluded."))
        return option_label(desk, "cancel_reason", rest.substr(std::string_view("excluded.").size()));
    const auto band = std::ranges::find(kAgeBands, key, &AgeBand::key);
    return band == kAgeBands.end() ? in_words(key) : "Open for " + std::string(band->label);
}

}  // namespace deskbell::kernel
