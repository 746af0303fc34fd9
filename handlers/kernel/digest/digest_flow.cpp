#include "handlers/kernel/digest/digest_sections.hpp"

#include "handlers/domain/text.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTopMost = 5;  // causes, and forms

/// " Solved the first time: 3 of 4 (before: 5 of 5). Reopened 5 times in all."
std::string lasting(const SectionSource& from, DigestSection& out)
{
    const std::string yes(kFirstTime), no(kNotFirstTime);
    const auto share = [&](const std::string& prefix) {
        return share_text(from.count(prefix + yes), from.count(prefix + no));
    };
    std::string words;
    if (from.count(yes) + from.count(no) > 0) {
        words = " Solved the first time: " + share("");
        if (from.count("before." + yes) + from.count("before." + no) > 0)
            words += " (before: " + share("before.") + ")";
        words += ".";
    }
    const std::int64_t times = from.numbers.value(kReopenings);
    if (times > static_cast<std::int64_t>(from.count("flow.reopened")))
        words += " Reopened " + std::to_string(times) + " times in all.";
    for (const std::string& key : {yes, no, "before." + yes, "before." + no}) from.show(out, key);
    return words;
}

std::string backlog(const SectionSource& from, DigestSection& out)
{
    const std::size_t now = from.count("flow.backlog"), before = from.count("before.flow.backlog");
    from.show(out, "flow.backlog");
    from.show(out, "before.flow.backlog");
    if (now == 0)
        return before == 0 ? "Nothing is open." : "Nothing is open; before: " + std::to_string(before) + ".";
    std::string line = std::to_string(now) + " open, half of them for " +
                       plain_duration(std::chrono::seconds{from.numbers.value("flow.backlog.median_age_s")}) +
                       " or more";
    if (before > 0)
        line += " (before: " + std::to_string(before) + ", " +
                plain_duration(std::chrono::seconds{from.numbers.value("before.flow.backlog.median_age_s")}) +
                ")";
    return line + ".";
}

}  // namespace

DigestSection flow_section(const SectionSource& from)
{
    DigestSection out;
    std::vector<std::string> moved, before;
    for (const char* key : {"flow.opened", "flow.solved", "flow.reopened"}) {
        const std::string verb = std::string(key).substr(5);
        from.say(out, moved, key, verb, verb);
        const std::string earlier = "before." + std::string(key);
        if (from.count(earlier) > 0)
            before.push_back(std::to_string(from.count(earlier)) + " " + verb);
        from.show(out, earlier);
    }
    from.say(out, moved, "flow.self_served", "solved by a suggestion", "solved by a suggestion");
    out.lines.push_back(from.wording.strong("Flow") + " " +
                        (moved.empty() ? "Nothing was opened or solved" : joined(moved, ", ")) +
                        (before.empty() ? "." : " (before: " + joined(before, ", ") + ").") +
                        lasting(from, out));
    out.lines.push_back(backlog(from, out));
    return out;
}

DigestSection causes_section(const SectionSource& from)
{
    DigestSection out;
    std::vector<std::string> parts;
    for (const char* prefix : {"cause.", "form."}) {
        std::vector<std::string> words;
        for (const auto& [key, n] : from.numbers.largest(prefix, kTopMost)) {
            words.push_back(from.wording.words(shortened(figure_label(from.desk, key), kLabelMost)) + " " +
                            std::to_string(n));
            from.show(out, key);
        }
        if (!words.empty())
            parts.push_back((prefix == std::string_view("cause.") ? "" : "Raised as ") +
                            joined(words, " · "));
    }
    if (!parts.empty())
        out.lines.push_back(from.wording.strong("Causes") + " " + joined(parts, ". ") + ".");
    std::vector<std::string> moved;
    from.say(out, moved, "flow.moved_in", "ticket moved in", "tickets moved in");
    from.say(out, moved, "flow.moved_out", "ticket moved out", "tickets moved out");
    if (!moved.empty())
        out.lines.push_back(from.wording.strong("Moved") + " " + joined(moved, ", ") + ".");
    return out;
}

}  // namespace deskbell::kernel
