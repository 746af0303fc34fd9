#include "config/review.hpp"

#include "handlers/domain/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace deskbell::config {

namespace {

constexpr std::string_view kVerdicts[] = {"on", "off", "new"};

std::optional<Verdict> parse_verdict(std::string_view word)
{
    const auto it = std::ranges::find(kVerdicts, word);
    if (it == std::end(kVerdicts))
        return std::nullopt;
    return static_cast<Verdict>(it - std::begin(kVerdicts));
}

/// Reads one line that is no remark; says what is wrong with it, or "".
std::string take(const std::string& line, Review& review)
{
    const std::vector<std::string> parts = words(line);
    const auto verdict = parse_verdict(lower(parts[0]));
    if (!verdict)
        return "begins with \"" + cleaned(shortened(parts[0], 40)) + "\" instead of on, off or new.";
    if (parts.size() < 2)
        return "has no date.";
    const auto date = parse_date(parts[1]);
    if (!date)
        return "has a date that does not exist: \"" + cleaned(shortened(parts[1], 40)) + "\".";
    // Cleaned first: a word of control characters only would leave two blanks, another name when read again.
    const std::string name = joined(words(cleaned(joined({parts.begin() + 2, parts.end()}, " "))), " ");
    return review.emplace(*date, Decision{*verdict, name}).second
               ? ""
               : "decides about " + deskbell::to_text(*date) + " a second time.";
}

}  // namespace

std::string_view to_text(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

std::string review_path(const std::string& feed_path) { return feed_path + ".reviewed"; }

LoadedReview read_review(std::string_view text, const std::string& file)
{
    LoadedReview loaded;
    int number = 0;
    for (const std::string& raw : split(text, '\n')) {
        ++number;
        const std::string line = trimmed(raw);
        if (line.empty() || line.starts_with('#'))
            continue;
        const std::string problem = take(line, loaded.review);
        if (!problem.empty())
            loaded.faults.push_back(
                {file, number, "", problem, "Write a line such as \"on 2026-12-25 Christmas Day\"."});
    }
    return loaded;
}

std::optional<LoadedReview> load_review(const std::string& feed_path)
{
    const std::string path = review_path(feed_path);
    std::error_code ec;
    if (!std::filesystem::exists(path, ec))
        return std::nullopt;
    const auto fault = [&](std::string problem, std::string mend) {
        return LoadedReview{{}, {{path, 0, "", std::move(problem), std::move(mend)}}};
    };
    std::ifstream in(path, std::ios::binary);
    std::string text(kFeedBytesMax + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in.is_open() || in.bad() || (in.fail() && !in.eof()))
        return fault("cannot be read.", "Check that this user may read it.");
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > kFeedBytesMax)
        return fault("is larger than 1 MiB.", "Remove it and review the holiday file again.");
    return read_review(text, path);
}

Review reviewed(const Feed& feed, const std::optional<Review>& earlier)
{
    Review review = earlier.value_or(Review{});
    std::erase_if(review, [&](const auto& entry) {
        return entry.second.verdict == Verdict::fresh && !feed.dates.contains(entry.first);
    });
    for (const auto& [date, name] : feed.dates) {
        const auto [it, is_new] = review.emplace(date, Decision{});
        if (is_new)
            it->second.verdict = earlier ? Verdict::fresh : Verdict::on;
        it->second.name = name;
    }
    return review;
}

std::string to_text(const Review& review, const std::string& feed_path)
{
    std::string text =
        "# Which dates of " + std::filesystem::path(feed_path).filename().string() +
        " are days off. \"on\" counts, \"off\" does not;\n# \"new\" came after the last review "
        "and does not count until it is set to on or off.\n";
    for (const auto& [date, decision] : review)
        text += std::string(to_text(decision.verdict)) + " " + deskbell::to_text(date) + " " + decision.name +
                "\n";
    return text;
}

}  // namespace deskbell::config
