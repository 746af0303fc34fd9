#include "handlers/kernel/digest/digest_sections.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/digest/digest_messages.hpp"

namespace deskbell::kernel {

DigestSection quality_section(const SectionSource& from)
{
    DigestSection out;
    std::vector<std::string> words, reasons;
    std::size_t excluded = 0;
    constexpr std::string_view kExcluded = "quality.excluded.";
    for (auto it = from.numbers.figures.lower_bound(kExcluded);
         it != from.numbers.figures.end() && it->first.starts_with(kExcluded); ++it) {
        excluded += it->second.size();
        reasons.push_back(from.wording.words(figure_label(from.desk, it->first)) + " " +
                          std::to_string(it->second.size()));
        from.show(out, it->first);
    }
    if (excluded > 0)
        words.push_back("not counted: " + joined(reasons, ", "));
    from.say(out, words, "quality.no_priority", "without priority", "without priority");
    from.say(out, words, "quality.retroactive", "late through a later change", "late through a later change");
    from.say(out, words, "quality.recalculated", "deadline moved by new service levels",
             "deadlines moved by new service levels");
    from.say(out, words, "quality.cancelled_late", "cancelled when late", "cancelled when late");
    from.say(out, words, "quality.no_verdict", "solved before an answer was due",
             "solved before an answer was due");
    const std::int64_t paused = from.numbers.value("quality.paused_s"),
                       ran = from.numbers.value("quality.ran_s");
    if (paused > 0) {
        words.push_back("clocks stood still for " + std::to_string(paused * 100 / (paused + ran)) +
                        " % of the solution time");
        from.show(out, "quality.solution_clocks");
    }
    if (const std::int64_t away = from.numbers.value("quality.away_s"); away > 0)
        words.push_back("the bot was not connected for " + plain_duration(std::chrono::seconds{away}));
    if (const std::int64_t found = from.numbers.value(kRecoveredFigure); found > 0)
        words.push_back(std::to_string(found) + (found == 1 ? " message" : " messages") +
                        " found afterwards in Slack's history");
    if (const std::int64_t seen = from.numbers.value("quality.messages"); seen > 0)
        words.push_back("of " + std::to_string(seen) + (seen == 1 ? " message" : " messages") +
                        " in request channels " + std::to_string(from.numbers.value(kUnexplainedFigure)) +
                        " unexplained");
    from.show_messages(out, std::string(kRecoveredFigure));
    from.show_messages(out, std::string(kUnexplainedFigure));
    if (!words.empty())
        out.lines.push_back(from.wording.strong("Data quality") + " " + joined(words, " · ") + ".");
    return out;
}

}  // namespace deskbell::kernel
