// Holiday files: dates within our years under names that fit, and a review that reads back as it was written.
#include "config/holiday_file.hpp"
#include "config/review.hpp"
#include "handlers/domain/text.hpp"
#include "tests/fuzz/property.hpp"

#include <algorithm>

using namespace deskbell;
using namespace deskbell::config;
using deskbell::fuzz::require;

namespace {

constexpr std::size_t kNameMost = 80;

void check_faults(const std::vector<Fault>& faults, std::string_view text)
{
    const auto lines = std::ranges::count(text, '\n') + 1;
    for (const Fault& fault : faults) {
        require(fault.line >= 0 && fault.line <= lines, "a fault is at a line of the file");
        const std::string line = to_text(fault);
        require(line.find('\n') == std::string::npos, "a fault is one line");
        require(cleaned(line) == line && fuzz::is_utf8(line), "a fault has no control characters");
    }
}

void check_dates(const Feed& feed)
{
    require(feed.dates.size() <= kFeedDatesMost, "dates have a bound");
    for (const auto& [date, name] : feed.dates) {
        const int year = static_cast<int>(std::chrono::year_month_day{date}.year());
        require(year >= kFeedYearFirst && year <= kFeedYearLast, "a date is within our years");
        require(!name.empty() && utf16_length(name) <= kNameMost, "a date has a name that fits");
        require(fuzz::is_utf8(name) && joined(words(cleaned(name)), " ") == name, "a name is one clean line");
    }
}

/// People edit the review file: what is written must be what is read.
void check_review(const Feed& feed)
{
    const Review first = reviewed(feed, std::nullopt);
    const LoadedReview again = read_review(to_text(first, "h.ics"), "h.ics.reviewed");
    require(again.faults.empty(), "a review that was written has no faults");
    require(again.review == first, "a review reads back as it was");
    require(reviewed(feed, again.review) == first, "reviewing again changes nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(fuzz::text_of(data, size));
    const LoadedFeed loaded = read_feed(text, "h.ics");
    check_faults(loaded.faults, text);
    if (loaded.faults.empty()) {
        check_dates(loaded.feed);
        check_review(loaded.feed);
    }
    const LoadedReview review = read_review(text, "h.ics.reviewed");  // the same bytes as a review
    check_faults(review.faults, text);
    if (review.faults.empty()) {
        const LoadedReview again = read_review(to_text(review.review, "h.ics"), "h.ics.reviewed");
        require(again.faults.empty() && again.review == review.review, "a review survives being written");
    }
    return 0;
}
