#include "handlers/kernel/digest/digest_voice.hpp"

#include "handlers/domain/text.hpp"
#include "handlers/kernel/digest/digest_messages.hpp"
#include "handlers/kernel/voice/survey.hpp"

#include <algorithm>

namespace deskbell::kernel {

namespace {

constexpr std::string_view kAnonymous = "voice.anonymous.";  // then "count." or "sum." and the inbox
constexpr std::size_t kCommentsMost = 5;
constexpr std::size_t kCommentMost = 300;
constexpr std::size_t kDecisionLinesLeast = 6;  // that comments leave

std::string key_of(std::string_view what, std::string_view inbox)
{
    return std::string(kAnonymous) + std::string(what) + "." + std::string(inbox);
}

bool is_counted(const DigestScope& scope, std::string_view inbox)
{
    return scope.holds("", inbox);  // ratings belong to inboxes, whatever the process
}

/// A manager reads the words of a rating where they may know of the ticket at all; a channel other than that
/// of the agents reads none.
bool may_read(const Desk& desk, const Record& record, const std::string& reader, const store::Unit& unit)
{
    const bool is_person = reader.starts_with('U') || reader.starts_with('W');
    const Sight sight = sight_of(desk, record, reader, unit);
    return sight == Sight::title || (is_person && sight == Sight::number);
}

/// On one line, as it was written.
std::string on_one_line(std::string text)
{
    std::ranges::replace(text, '\n', ' ');
    return shortened(text, kCommentMost);
}

/// What was written with the low ratings, word for word, a line each, at most `most`. Nothing that was said
/// about a private ticket whose title the reader may not read.
std::vector<std::string> low_comments(const Desk& desk, const store::Digest& digest, const Numbers& numbers,
                                      const Wording& wording, const store::Unit& unit, std::size_t most)
{
    most = std::min(most, kCommentsMost);
    std::vector<std::string> out;
    std::size_t more = 0;
    for (const std::int64_t id : numbers.records("voice.low")) {
        const auto record = unit.records.find(id);
        const bool is_told = record && record->has(kRatingComment) &&
                             whole_number(record->at(kRating)) <= kLowScoreMost &&
                             may_read(desk, *record, digest.reader, unit);
        if (!is_told)
            continue;
        if (out.size() < most)
            out.push_back("• " + desk.number_of(*record) + " · " + record->at(kRating) + " of " +
                          std::to_string(kScoreMost) + ": “" +
                          wording.words(on_one_line(record->at(kRatingComment))) + "”");
        else
            ++more;
    }
    if (more > 0)
        out.back() += " and " + counted(more, "more comment") + " behind the number";
    return out;
}

}  // namespace

void add_anonymous_voice(const DigestBasis& basis, const store::Unit& unit, Numbers& numbers)
{
    const auto [from, until] = basis.period.span();
    for (const std::string& inbox : unit.anonymous_ratings.inboxes()) {
        if (!is_counted(basis.scope, inbox))
            continue;
        const auto answers = unit.anonymous_ratings.counting(inbox, from, until, basis.as_of, kAnonymousRead);
        // What an inbox sets is asked when the number is shown: the digest stays the same when that changes.
        if (answers.size() < InboxSettings::kAnonymousFromLeast)
            continue;
        std::int64_t sum = 0;
        for (const store::AnonymousRating& answer : answers) sum += answer.score;
        numbers.derived[key_of("count", inbox)] = {static_cast<std::int64_t>(answers.size()), ""};
        numbers.derived[key_of("sum", inbox)] = {sum, ""};
    }
}

std::vector<std::string> rating_words(const Desk& desk, const Numbers& numbers, const Wording& wording)
{
    std::vector<std::string> out;
    const std::size_t rated = numbers.count("voice.rated"), answered = numbers.count("voice.answered"),
                      unanswered = numbers.count("voice.unanswered");
    if (answered + unanswered > 0)
        out.push_back(share_text(answered, unanswered) + " answered how it was");
    if (rated > 0)
        out.push_back(counted(rated, "rating") + ", " +
                      mean_text(numbers.value("voice.score_sum"), static_cast<std::int64_t>(rated)));
    for (const InboxSettings& inbox : desk.settings().inboxes)
        if (const std::int64_t n = numbers.value(key_of("count", inbox.key)); n >= inbox.anonymous_from)
            out.push_back(wording.words(inbox.name) + ": " + std::to_string(n) + " anonymous answers, " +
                          mean_text(numbers.value(key_of("sum", inbox.key)), n));
    return out;
}

std::size_t add_low_comments(const Desk& desk, const store::Digest& digest, const Numbers& numbers,
                             const Wording& wording, const store::Unit& unit,
                             std::vector<DigestSection>& sections, std::size_t lines)
{
    const auto section = std::ranges::find_if(sections, [](const DigestSection& s) {
        return std::ranges::find(s.numbers, "voice.low", &ShownNumber::figure) != s.numbers.end();
    });
    if (section == sections.end())
        return 0;
    const std::size_t used = lines + kDecisionLinesLeast;
    const std::size_t room = used < kDigestLinesMost ? kDigestLinesMost - used : 1;
    const auto comments = low_comments(desk, digest, numbers, wording, unit, room);
    section->lines.insert(section->lines.end(), comments.begin(), comments.end());
    return comments.size();
}

}  // namespace deskbell::kernel
