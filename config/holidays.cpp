#include "config/holiday_file.hpp"
#include "config/review.hpp"
#include "config/table.hpp"
#include "handlers/domain/text.hpp"

#include <algorithm>
#include <filesystem>

namespace deskbell::config {

namespace {

constexpr std::size_t kFilesMost = 20;  // of one calendar: a company has fewer countries

void append(std::vector<Fault>& all, const std::vector<Fault>& more)
{
    all.insert(all.end(), more.begin(), more.end());
}

/// Says once per file what a person should look at.
void warn(std::vector<Fault>& warnings, const std::string& path, std::string problem, std::string mend)
{
    const bool is_known = std::ranges::any_of(
        warnings, [&](const Fault& w) { return w.where == path && w.problem == problem; });
    if (!is_known)
        warnings.push_back({path, 0, "", std::move(problem), std::move(mend)});
}

void warn_about(std::vector<Fault>& warnings, const std::string& path, const Feed& feed, bool is_reviewed,
                std::size_t fresh)
{
    const std::string command =
        "Run \"deskbell holidays " + path + "\", then edit " + review_path(path) + ".";
    if (!is_reviewed)
        warn(warnings, path,
             counted(feed.dates.size(), "date") + " count as days off, and nobody has reviewed them.",
             command);
    else if (fresh > 0)
        warn(warnings, path, counted(fresh, "date") + " came after the last review: not counted.", command);
    if (feed.timed > 0)
        warn(warnings, path, counted(feed.timed, "event") + " with a time of day left out: no days off.", "");
    if (feed.dates.empty())
        warn(warnings, path, "holds no all-day event from 2000 to 2040.", "Check that it is the right file.");
}

/// Adds the days off of one file to the calendar: those that a person reviewed, else all.
void take_file(Reading& reading, const std::string& path, Calendar& calendar)
{
    const LoadedFeed loaded = load_feed(path);
    const auto review = load_review(path);
    append(reading.loaded.faults, loaded.faults);
    if (review)
        append(reading.loaded.faults, review->faults);
    if (!loaded.faults.empty() || (review && !review->faults.empty()))
        return;
    std::size_t fresh = 0;
    for (const auto& [date, decision] :
         reviewed(loaded.feed, review ? std::optional(review->review) : std::nullopt)) {
        if (decision.verdict == Verdict::on)
            calendar.holidays.insert(date);
        fresh += decision.verdict == Verdict::fresh ? 1 : 0;
    }
    warn_about(reading.loaded.config.warnings, path, loaded.feed, review.has_value(), fresh);
}

}  // namespace

void read_holiday_files(const Place& place, Calendar& calendar)
{
    const auto folder = std::filesystem::path(place.reading.file).parent_path();
    const std::vector<Place> elements = place.elements("[\"holidays.ics\"]");
    if (elements.size() > kFilesMost)
        return place.fault("names " + std::to_string(elements.size()) + " files.",
                           "Write at most " + std::to_string(kFilesMost) + ".");
    for (const Place& element : elements) {
        const auto name = element.text("a file name such as \"holidays.ics\"");
        if (!name)
            continue;
        const auto path = folder / *name;
        std::error_code ec;
        if (std::filesystem::is_regular_file(path, ec))
            take_file(place.reading, path.string(), calendar);
        else
            element.fault("\"" + path.string() + "\" is not there.",
                          "Write the path of an iCalendar file, from this file's folder.");
    }
}

}  // namespace deskbell::config
