#include "handlers/kernel/digest/digest_sections.hpp"

#include "handlers/domain/text.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTitleInDigest = 60;

std::string named(const SectionSource& from, const Record& record, Sight sight)
{
    std::vector<std::string> parts{from.desk.number_of(record)};
    if (sight == Sight::title)
        parts.front() += " " + from.wording.words(shortened(record.at(attr::kTitle), kTitleInDigest));
    if (record.has(attr::kPriority))
        parts.push_back(record.at(attr::kPriority));
    if (const InboxSettings* inbox = from.desk.settings().inbox(record.at(attr::kInbox)))
        parts.push_back(from.wording.words(inbox->name));
    // The nearest promise as it stands now: when it was, or will be, due.
    if (const auto due = record.time(attr::kNextDue))
        parts.push_back("due " + from.wording.date(*due));
    return joined(parts, " · ");
}

/// Names the first tickets of a figure, at most `room`; returns how many lines that took.
std::size_t name(const SectionSource& from, DigestSection& section, const std::string& key, std::size_t room)
{
    std::size_t used = 0, unnamed = 0;
    for (const std::int64_t id : from.numbers.records(key)) {
        if (used == std::min(room, kTicketsNamedMost))
            break;
        const auto record = from.unit.records.find(id);
        const Sight sight =
            record ? sight_of(from.desk, *record, from.digest.reader, from.unit) : Sight::nothing;
        if (sight == Sight::nothing) {
            ++unnamed;
            continue;
        }
        section.lines.push_back("• " + named(from, *record, sight));
        ++used;
    }
    if (unnamed > 0)
        section.lines[section.lines.size() - used - 1] += " (" + std::to_string(unnamed) + " private)";
    return used;
}

}  // namespace

DigestSection decisions_section(const SectionSource& from, std::size_t lines)
{
    DigestSection out;
    const std::size_t late = from.count("decide.late"), soon = from.count("decide.soon"),
                      idle = from.count("decide.unassigned"), asked = from.count("decide.approvals");
    const std::string title = from.wording.strong("Needs a decision") + " ";
    if (late + soon + idle + asked == 0)
        return {{title + "Nothing is late, and nothing will be before the next working day ends."}, {}};
    const std::size_t heads = (late > 0) + (soon > 0) + (idle > 0) + (asked > 0);
    std::size_t left = lines > heads ? lines - heads : 0;
    if (late > 0) {
        out.lines.push_back(counted(late, "ticket is late:", "tickets are late, the oldest first:"));
        left -= name(from, out, "decide.late", soon > 0 ? (left + 1) / 2 : left);
    }
    if (soon > 0) {
        out.lines.push_back(counted(soon, "will be", "will be") +
                            " late before the next working day ends, as things stand:");
        name(from, out, "decide.soon", left);
    }
    if (idle > 0)
        out.lines.push_back(counted(idle, "has", "have") + " nobody yet, with " +
                            std::to_string(kUnassignedPercent) + " % of the time to a first answer used.");
    if (asked > 0)
        out.lines.push_back(counted(asked, "approval has", "approvals have") +
                            " waited for more than a working day.");
    out.lines.front() = title + out.lines.front();
    for (const char* key : {"decide.late", "decide.soon", "decide.unassigned", "decide.approvals"})
        from.show(out, key);
    return out;
}

}  // namespace deskbell::kernel
