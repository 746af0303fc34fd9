#include "handlers/kernel/digest/digest_sections.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::string_view kPriorityKeys[] = {"P1", "P2", "P3", "P4", kNoPriority};

void add_before(const SectionSource& from, DigestSection& out, std::string& line, const std::string& before)
{
    if (from.count(before + "met") + from.count(before + "missed") == 0)
        return;
    line += " · before " + share_text(from.count(before + "met"), from.count(before + "missed"));
    from.show(out, before + "met", "Kept before");
    from.show(out, before + "missed", "Missed before");
}

void add_priorities(const SectionSource& from, DigestSection& out, std::string& line, const std::string& kept)
{
    for (const std::string_view key : kPriorityKeys) {
        const std::string start = kept + std::string(key) + ".";
        const std::string name = key == kNoPriority ? "No priority" : std::string(key);
        if (from.count(start + "met") + from.count(start + "missed") == 0)
            continue;
        line += " · " + name + " " + share_text(from.count(start + "met"), from.count(start + "missed"));
        from.show(out, start + "met", name + " kept");
        from.show(out, start + "missed", name + " missed");
    }
}

/// Said only where it differs: then somebody changed the terms of a promise that was broken already.
void add_gross(const SectionSource& from, DigestSection& out, std::string& line, const std::string& kept,
               const std::string& gross)
{
    if (from.numbers.records(kept + "all.missed") == from.numbers.records(gross + "all.missed"))
        return;
    line += " · by the first terms " +
            share_text(from.count(gross + "all.met"), from.count(gross + "all.missed"));
    from.show(out, gross + "all.met", "Kept at first");
    from.show(out, gross + "all.missed", "Missed at first");
    for (const std::string_view key : kPriorityKeys)
        if (from.numbers.records(kept + std::string(key) + ".missed") !=
            from.numbers.records(gross + std::string(key) + ".missed"))
            from.show(out, gross + std::string(key) + ".missed",
                      (key == kNoPriority ? "No priority" : std::string(key)) + " missed at first");
}

}  // namespace

DigestSection promises_section(const SectionSource& from, Metric metric)
{
    const std::string word(to_text(metric));
    const std::string kept = "kept." + word + ".", gross = "gross." + word + ".";
    const auto share = [&](const std::string& start) {
        return share_text(from.count(start + "met"), from.count(start + "missed"));
    };
    DigestSection out;
    const bool is_decided = from.count(kept + "all.met") + from.count(kept + "all.missed") > 0;
    const bool was_at_first = from.count(gross + "all.met") + from.count(gross + "all.missed") > 0;
    if (!is_decided && !was_at_first)
        return out;
    std::string line = from.wording.strong(std::string(label_of(metric)) + " kept") + " " +
                       (is_decided ? share(kept + "all.") : std::string("nothing is settled yet"));
    if (const auto goal = from.numbers.value("goal." + word); goal > 0)
        line += " · goal " + std::to_string(goal) + " %";
    from.show(out, kept + "all.met", "Kept");
    from.show(out, kept + "all.missed", "Missed");
    add_before(from, out, line, "before." + kept + "all.");
    add_priorities(from, out, line, kept);
    add_gross(from, out, line, kept, gross);
    out.lines.push_back(line);
    return out;
}

}  // namespace deskbell::kernel
