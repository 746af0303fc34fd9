#include "handlers/kernel/digest/digest_text.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/digest/digest_messages.hpp"
#include "handlers/kernel/digest/digest_voice.hpp"
#include "slack/wire/mrkdwn.hpp"

namespace deskbell::kernel {

namespace {

constexpr std::size_t kTitleInDigest = 60;
constexpr std::size_t kTopMost = 5;  // causes, and forms
constexpr std::string_view kPriorityKeys[] = {"P1", "P2", "P3", "P4", kNoPriority};

std::string counted_tickets(std::size_t n, std::string_view one, std::string_view many)
{
    return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

/// Writes the sections of one digest.
class Writer {
public:
    Writer(const Desk& desk, const store::Digest& digest, const Numbers& numbers, const Wording& wording,
           const store::Unit& unit)
        : desk_(desk), digest_(digest), numbers_(numbers), wording_(wording), unit_(unit)
    {
    }

    std::vector<DigestSection> sections()
    {
        std::vector<DigestSection> rest;
        const auto add = [&](DigestSection section) {
            if (!section.lines.empty())
                rest.push_back(std::move(section));
        };
        for (std::size_t i = 0; i < kMetrics; ++i) add(promises(static_cast<Metric>(i)));
        if (rest.empty())
            add({{wording_.strong("Kept promises") + " No promise fell due."}, {}});
        add(flow());
        add(causes());
        add(voice());
        add(quality());
        std::size_t lines = 0;
        for (const DigestSection& section : rest) lines += section.lines.size();
        lines += add_low_comments(desk_, digest_, numbers_, wording_, unit_, rest, lines);
        rest.insert(rest.begin(), decisions(kDigestLinesMost - std::min(lines, kDigestLinesMost)));
        return rest;
    }

private:
    std::size_t count(std::string_view key) const { return numbers_.count(key); }

    void show(DigestSection& section, const std::string& key, std::string label = {}) const
    {
        if (count(key) > 0)
            section.numbers.push_back(
                {label.empty() ? figure_label(desk_, key) : std::move(label), key, count(key)});
    }

    /// The button of a number that lists messages.
    void show_messages(DigestSection& section, const std::string& key) const
    {
        if (const std::int64_t n = numbers_.value(key); n > 0)
            section.numbers.push_back({figure_label(desk_, key), key, static_cast<std::size_t>(n)});
    }

    /// The figure's words if it is not zero, and its button.
    void say(DigestSection& section, std::vector<std::string>& words, const std::string& key,
             std::string_view one, std::string_view many) const
    {
        if (count(key) > 0)
            words.push_back(counted_tickets(count(key), one, many));
        show(section, key);
    }

    // --- needs a decision
    // -----------------------------------------------------------------------------------

    DigestSection decisions(std::size_t lines) const
    {
        DigestSection out;
        const std::size_t late = count("decide.late"), soon = count("decide.soon"),
                          idle = count("decide.unassigned"), asked = count("decide.approvals");
        const std::string title = wording_.strong("Needs a decision") + " ";
        if (late + soon + idle + asked == 0)
            return {{title + "Nothing is late, and nothing will be before the next working day ends."}, {}};
        const std::size_t heads = (late > 0) + (soon > 0) + (idle > 0) + (asked > 0);
        std::size_t left = lines > heads ? lines - heads : 0;
        if (late > 0) {
            out.lines.push_back(
                counted_tickets(late, "ticket is late:", "tickets are late, the oldest first:"));
            left -= name(out, "decide.late", soon > 0 ? (left + 1) / 2 : left);
        }
        if (soon > 0) {
            out.lines.push_back(counted_tickets(soon, "will be", "will be") +
                                " late before the next working day ends, as things stand:");
            name(out, "decide.soon", left);
        }
        if (idle > 0)
            out.lines.push_back(counted_tickets(idle, "has", "have") + " nobody yet, with " +
                                std::to_string(kUnassignedPercent) +
                                " % of the time to a first answer used.");
        if (asked > 0)
            out.lines.push_back(counted_tickets(asked, "approval has", "approvals have") +
                                " waited for more than a working day.");
        out.lines.front() = title + out.lines.front();
        for (const char* key : {"decide.late", "decide.soon", "decide.unassigned", "decide.approvals"})
            show(out, key);
        return out;
    }

    /// Names the first tickets of a figure, at most `room`; returns how many lines that took.
    std::size_t name(DigestSection& section, const std::string& key, std::size_t room) const
    {
        std::size_t used = 0, unnamed = 0;
        for (const std::int64_t id : numbers_.records(key)) {
            if (used == std::min(room, kTicketsNamedMost))
                break;
            const auto record = unit_.records.find(id);
            const Sight sight = record ? sight_of(desk_, *record, digest_.reader, unit_) : Sight::nothing;
            if (sight == Sight::nothing) {
                ++unnamed;
                continue;
            }
            section.lines.push_back("• " + named(*record, sight));
            ++used;
        }
        if (unnamed > 0)
            section.lines[section.lines.size() - used - 1] += " (" + std::to_string(unnamed) + " private)";
        return used;
    }

    std::string named(const Record& record, Sight sight) const
    {
        std::vector<std::string> parts{desk_.number_of(record)};
        if (sight == Sight::title)
            parts.front() += " " + wording_.words(shortened(record.at(attr::kTitle), kTitleInDigest));
        if (record.has(attr::kPriority))
            parts.push_back(record.at(attr::kPriority));
        if (const InboxSettings* inbox = desk_.settings().inbox(record.at(attr::kInbox)))
            parts.push_back(wording_.words(inbox->name));
        // The nearest promise as it stands now: when it was, or will be, due.
        if (const auto due = record.time(attr::kNextDue))
            parts.push_back("due " + wording_.date(*due));
        return joined(parts, " · ");
    }

    // --- kept promises
    // --------------------------------------------------------------------------------------

    DigestSection promises(Metric metric) const
    {
        const std::string word(to_text(metric));
        const std::string kept = "kept." + word + ".", gross = "gross." + word + ".";
        const auto share = [&](const std::string& start) {
            return share_text(count(start + "met"), count(start + "missed"));
        };
        DigestSection out;
        const bool is_decided = count(kept + "all.met") + count(kept + "all.missed") > 0;
        const bool was_at_first = count(gross + "all.met") + count(gross + "all.missed") > 0;
        if (!is_decided && !was_at_first)
            return out;
        std::string line = wording_.strong(std::string(label_of(metric)) + " kept") + " " +
                           (is_decided ? share(kept + "all.") : std::string("nothing is settled yet"));
        if (const auto goal = numbers_.value("goal." + word); goal > 0)
            line += " · goal " + std::to_string(goal) + " %";
        show(out, kept + "all.met", "Kept");
        show(out, kept + "all.missed", "Missed");
        add_before(out, line, "before." + kept + "all.");
        add_priorities(out, line, kept);
        add_gross(out, line, kept, gross);
        out.lines.push_back(line);
        return out;
    }

    void add_before(DigestSection& out, std::string& line, const std::string& before) const
    {
        if (count(before + "met") + count(before + "missed") == 0)
            return;
        line += " · before " + share_text(count(before + "met"), count(before + "missed"));
        show(out, before + "met", "Kept before");
        show(out, before + "missed", "Missed before");
    }

    void add_priorities(DigestSection& out, std::string& line, const std::string& kept) const
    {
        for (const std::string_view key : kPriorityKeys) {
            const std::string start = kept + std::string(key) + ".";
            const std::string name = key == kNoPriority ? "No priority" : std::string(key);
            if (count(start + "met") + count(start + "missed") == 0)
                continue;
            line += " · " + name + " " + share_text(count(start + "met"), count(start + "missed"));
            show(out, start + "met", name + " kept");
            show(out, start + "missed", name + " missed");
        }
    }

    /// Said only where it differs: then somebody changed the terms of a promise that was broken already.
    void add_gross(DigestSection& out, std::string& line, const std::string& kept,
                   const std::string& gross) const
    {
        if (numbers_.records(kept + "all.missed") == numbers_.records(gross + "all.missed"))
            return;
        line += " · by the first terms " + share_text(count(gross + "all.met"), count(gross + "all.missed"));
        show(out, gross + "all.met", "Kept at first");
        show(out, gross + "all.missed", "Missed at first");
        for (const std::string_view key : kPriorityKeys)
            if (numbers_.records(kept + std::string(key) + ".missed") !=
                numbers_.records(gross + std::string(key) + ".missed"))
                show(out, gross + std::string(key) + ".missed",
                     (key == kNoPriority ? "No priority" : std::string(key)) + " missed at first");
    }

    // --- flow, causes, voice
    // --------------------------------------------------------------------------------

    DigestSection flow() const
    {
        DigestSection out;
        std::vector<std::string> moved, before;
        for (const char* key : {"flow.opened", "flow.solved", "flow.reopened"}) {
            const std::string verb = std::string(key).substr(5);
            say(out, moved, key, verb, verb);
            const std::string earlier = "before." + std::string(key);
            if (count(earlier) > 0)
                before.push_back(std::to_string(count(earlier)) + " " + verb);
            show(out, earlier);
        }
        say(out, moved, "flow.self_served", "solved by a suggestion", "solved by a suggestion");
        out.lines.push_back(wording_.strong("Flow") + " " +
                            (moved.empty() ? "Nothing was opened or solved" : joined(moved, ", ")) +
                            (before.empty() ? "." : " (before: " + joined(before, ", ") + ").") +
                            lasting(out));
        out.lines.push_back(backlog(out));
        return out;
    }

    /// " Solved the first time: 3 of 4 (before: 5 of 5). Reopened 5 times in all."
    std::string lasting(DigestSection& out) const
    {
        const std::string yes(kFirstTime), no(kNotFirstTime);
        const auto share = [&](const std::string& prefix) {
            return share_text(count(prefix + yes), count(prefix + no));
        };
        std::string words;
        if (count(yes) + count(no) > 0) {
            words = " Solved the first time: " + share("");
            if (count("before." + yes) + count("before." + no) > 0)
                words += " (before: " + share("before.") + ")";
            words += ".";
        }
        const std::int64_t times = numbers_.value(kReopenings);
        if (times > static_cast<std::int64_t>(count("flow.reopened")))
            words += " Reopened " + std::to_string(times) + " times in all.";
        for (const std::string& key : {yes, no, "before." + yes, "before." + no}) show(out, key);
        return words;
    }

    std::string backlog(DigestSection& out) const
    {
        const std::size_t now = count("flow.backlog"), before = count("before.flow.backlog");
        show(out, "flow.backlog");
        show(out, "before.flow.backlog");
        if (now == 0)
            return before == 0 ? "Nothing is open."
                               : "Nothing is open; before: " + std::to_string(before) + ".";
        std::string line = std::to_string(now) + " open, half of them for " +
                           plain_duration(std::chrono::seconds{numbers_.value("flow.backlog.median_age_s")}) +
                           " or more";
        if (before > 0)
            line += " (before: " + std::to_string(before) + ", " +
                    plain_duration(std::chrono::seconds{numbers_.value("before.flow.backlog.median_age_s")}) +
                    ")";
        return line + ".";
    }

    DigestSection causes() const
    {
        DigestSection out;
        std::vector<std::string> parts;
        for (const char* prefix : {"cause.", "form."}) {
            std::vector<std::string> words;
            for (const auto& [key, n] : numbers_.largest(prefix, kTopMost)) {
                words.push_back(wording_.words(shortened(figure_label(desk_, key), kLabelMost)) + " " +
                                std::to_string(n));
                show(out, key);
            }
            if (!words.empty())
                parts.push_back((prefix == std::string_view("cause.") ? "" : "Raised as ") +
                                joined(words, " · "));
        }
        if (!parts.empty())
            out.lines.push_back(wording_.strong("Causes") + " " + joined(parts, ". ") + ".");
        std::vector<std::string> moved;
        say(out, moved, "flow.moved_in", "ticket moved in", "tickets moved in");
        say(out, moved, "flow.moved_out", "ticket moved out", "tickets moved out");
        if (!moved.empty())
            out.lines.push_back(wording_.strong("Moved") + " " + joined(moved, ", ") + ".");
        return out;
    }

    DigestSection voice() const
    {
        DigestSection out;
        std::vector<std::string> words;
        say(out, words, "voice.confirmed", "requester confirmed the solution",
            "requesters confirmed the solution");
        say(out, words, "voice.refused", "said no and reopened it", "said no and reopened it");
        for (std::string& rated : rating_words(desk_, numbers_, wording_)) words.push_back(std::move(rated));
        for (const char* key : {"voice.rated", "voice.low", "voice.answered", "voice.unanswered"})
            show(out, key);
        if (!words.empty())
            out.lines.push_back(wording_.strong("Voice") + " " + joined(words, ", ") + ".");
        return out;
    }

    // --- data quality
    // ---------------------------------------------------------------------------------------

    DigestSection quality() const
    {
        DigestSection out;
        std::vector<std::string> words, reasons;
        std::size_t excluded = 0;
        constexpr std::string_view kExcluded = "quality.excluded.";
        for (auto it = numbers_.figures.lower_bound(kExcluded);
             it != numbers_.figures.end() && it->first.starts_with(kExcluded); ++it) {
            excluded += it->second.size();
            reasons.push_back(wording_.words(figure_label(desk_, it->first)) + " " +
                              std::to_string(it->second.size()));
            show(out, it->first);
        }
        if (excluded > 0)
            words.push_back("not counted: " + joined(reasons, ", "));
        say(out, words, "quality.no_priority", "without priority", "without priority");
        say(out, words, "quality.retroactive", "late through a later change", "late through a later change");
        say(out, words, "quality.recalculated", "deadline moved by new service levels",
            "deadlines moved by new service levels");
        say(out, words, "quality.cancelled_late", "cancelled when late", "cancelled when late");
        say(out, words, "quality.no_verdict", "solved before an answer was due",
            "solved before an answer was due");
        const std::int64_t paused = numbers_.value("quality.paused_s"), ran = numbers_.value("quality.ran_s");
        if (paused > 0) {
            words.push_back("clocks stood still for " + std::to_string(paused * 100 / (paused + ran)) +
                            " % of the solution time");
            show(out, "quality.solution_clocks");
        }
        if (const std::int64_t away = numbers_.value("quality.away_s"); away > 0)
            words.push_back("the bot was not connected for " + plain_duration(std::chrono::seconds{away}));
        if (const std::int64_t found = numbers_.value(kRecoveredFigure); found > 0)
            words.push_back(std::to_string(found) + (found == 1 ? " message" : " messages") +
                            " found afterwards in Slack's history");
        if (const std::int64_t seen = numbers_.value("quality.messages"); seen > 0)
            words.push_back("of " + std::to_string(seen) + (seen == 1 ? " message" : " messages") +
                            " in request channels " + std::to_string(numbers_.value(kUnexplainedFigure)) +
                            " unexplained");
        show_messages(out, std::string(kRecoveredFigure));
        show_messages(out, std::string(kUnexplainedFigure));
        if (!words.empty())
            out.lines.push_back(wording_.strong("Data quality") + " " + joined(words, " · ") + ".");
        return out;
    }

    const Desk& desk_;
    const store::Digest& digest_;
    const Numbers& numbers_;
    const Wording& wording_;
    const store::Unit& unit_;
};

}  // namespace

Sight sight_of(const Desk& desk, const Record& record, std::string_view reader, const store::Unit& unit)
{
    const bool is_person = reader.starts_with('U') || reader.starts_with('W');
    if (is_person && may_see(desk, record, reader, unit))
        return Sight::title;
    if (record.has(attr::kPrivate))
        return Sight::nothing;
    const InboxSettings* inbox = desk.settings().inbox(record.at(attr::kInbox));
    return inbox != nullptr && inbox->agent_channel == reader ? Sight::title : Sight::number;
}

std::vector<DigestSection> digest_sections(const Desk& desk, const store::Digest& digest,
                                           const Numbers& numbers, const Wording& wording,
                                           const store::Unit& unit)
{
    return Writer(desk, digest, numbers, wording, unit).sections();
}

}  // namespace deskbell::kernel
