#include "handlers/kernel/setup/conversation_inputs.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/form.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace deskbell::kernel {

namespace {

constexpr std::size_t kDigitsMost = 3;  // all numbers are below 1,000

constexpr std::array kPlainOptions{Option{"note", "A note: agents only"},
                                   Option{"public", "An answer: the requester reads it"}};
constexpr Field kPlain{.name = "plain",
                       .label = "A plain message in the agents' thread is",
                       .type = FieldType::one_of,
                       .help = "Of a note, >> in front makes an answer. Of an answer, // makes a note.",
                       .options = kPlainOptions};
constexpr Field kHideAgents{.name = "hide_agents",
                            .label = "Answer as a team",
                            .type = FieldType::yes_no,
                            .help = "Requesters read the team's name in place of an agent's."};

/// A whole number from `least` to `most`.
struct Count {
    Field field;
    int least, most;
    int InboxSettings::*value;
};
constexpr std::array kCounts{
    Count{{.name = "undo_seconds",
           .label = "Seconds in which an answer can be taken back",
           .type = FieldType::number,
           .help = "0 to 60. With 0 it goes out at once.",
           .max_length = kDigitsMost},
          0,
          InboxSettings::kUndoSecondsMost,
          &InboxSettings::undo_seconds},
    Count{{.name = "file_limit_mb",
           .label = "Copy files up to so many megabytes",
           .type = FieldType::number,
           .help = "0 to 100. With 0 none is copied to who could not open it.",
           .max_length = kDigitsMost},
          0,
          InboxSettings::kFileMegabytesMost,
          &InboxSettings::file_megabytes},
    Count{{.name = "anonymous_from",
           .label = "Show anonymous answers from so many on",
           .type = FieldType::number,
           .help = "3 to 100. Fewer together could be guessed.",
           .max_length = kDigitsMost},
          InboxSettings::kAnonymousFromLeast,
          InboxSettings::kAnonymousFromMost,
          &InboxSettings::anonymous_from},
};

std::optional<int> read_count(const Count& count, const slack::Values& values)
{
    const std::string text = trimmed(read_input(count.field, values));
    int out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    const bool is_whole = error == std::errc() && end == text.data() + text.size();
    return is_whole && out >= count.least && out <= count.most ? std::optional(out) : std::nullopt;
}

}  // namespace

void add_conversation_inputs(slack::Blocks& blocks, const InboxSettings& inbox)
{
    add_input(blocks, kPlain, true, inbox.is_plain_public ? "public" : "note");
    add_input(blocks, kHideAgents, false, inbox.hides_agents ? "yes" : "");
    for (const Count& count : kCounts)
        add_input(blocks, count.field, true, std::to_string(inbox.*count.value));
}

Result<InboxSettings> with_conversation(InboxSettings inbox, const slack::Values& values)
{
    for (const Count& count : kCounts) {
        const auto entered = read_count(count, values);
        if (!entered)
            return Error(Errc::invalid_input,
                         "Please write a whole number from " + std::to_string(count.least) + " to " +
                             std::to_string(count.most) + ".",
                         std::string(count.field.name));
        inbox.*count.value = *entered;
    }
    const std::string plain = read_input(kPlain, values);
    if (const std::string fault = fault_in(kPlain, plain, true); !fault.empty())
        return Error(Errc::invalid_input, fault, std::string(kPlain.name));
    inbox.is_plain_public = plain == "public";
    inbox.hides_agents = !read_input(kHideAgents, values).empty();
    return inbox;
}

}  // namespace deskbell::kernel
