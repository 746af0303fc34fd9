#include "handlers/kernel/digest/digest_text.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/authority.hpp"
#include "handlers/kernel/digest/digest_sections.hpp"
#include "handlers/kernel/digest/digest_voice.hpp"

namespace deskbell::kernel {

void SectionSource::show(DigestSection& section, const std::string& key, std::string label) const
{
    if (count(key) > 0)
        section.numbers.push_back(
            {label.empty() ? figure_label(desk, key) : std::move(label), key, count(key)});
}

void SectionSource::show_messages(DigestSection& section, const std::string& key) const
{
    if (const std::int64_t n = numbers.value(key); n > 0)
        section.numbers.push_back({figure_label(desk, key), key, static_cast<std::size_t>(n)});
}

void SectionSource::say(DigestSection& section, std::vector<std::string>& words, const std::string& key,
                        std::string_view one, std::string_view many) const
{
    if (count(key) > 0)
        words.push_back(counted(count(key), one, many));
    show(section, key);
}

DigestSection voice_section(const SectionSource& from)
{
    DigestSection out;
    std::vector<std::string> words;
    from.say(out, words, "voice.confirmed", "requester confirmed the solution",
             "requesters confirmed the solution");
    from.say(out, words, "voice.refused", "said no and reopened it", "said no and reopened it");
    for (std::string& rated : rating_words(from.desk, from.numbers, from.wording))
        words.push_back(std::move(rated));
    for (const char* key : {"voice.rated", "voice.low", "voice.answered", "voice.unanswered"})
        from.show(out, key);
    if (!words.empty())
        out.lines.push_back(from.wording.strong("Voice") + " " + joined(words, ", ") + ".");
    return out;
}

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
    const SectionSource from{desk, digest, numbers, wording, unit};
    std::vector<DigestSection> rest;
    const auto add = [&](DigestSection section) {
        if (!section.lines.empty())
            rest.push_back(std::move(section));
    };
    for (std::size_t i = 0; i < kMetrics; ++i) add(promises_section(from, static_cast<Metric>(i)));
    if (rest.empty())
        add({{wording.strong("Kept promises") + " No promise fell due."}, {}});
    add(flow_section(from));
    add(causes_section(from));
    add(voice_section(from));
    add(quality_section(from));
    std::size_t lines = 0;
    for (const DigestSection& section : rest) lines += section.lines.size();
    lines += add_low_comments(desk, digest, numbers, wording, unit, rest, lines);
    rest.insert(rest.begin(), decisions_section(from, kDigestLinesMost - std::min(lines, kDigestLinesMost)));
    return rest;
}

}  // namespace deskbell::kernel
