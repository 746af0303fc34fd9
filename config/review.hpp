#pragma once
#include "config/fault.hpp"
#include "config/holiday_file.hpp"
#include "handlers/domain/calendar.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::config {

/// Whether a date of a feed is a day off. Feeds hold observances on which everybody works.
enum class Verdict { on, off, fresh };
std::string_view to_text(Verdict verdict);  ///< "on", "off", "new"

/// What a person decided about one date.
struct Decision {
    Verdict verdict = Verdict::fresh;
    std::string name;
    bool operator==(const Decision&) const = default;
};

/// The decisions about one holiday file. They stand beside it, in FILE.reviewed.
using Review = std::map<Date, Decision>;

struct LoadedReview {
    Review review;
    std::vector<Fault> faults;
};

/// "holidays.ics.reviewed".
std::string review_path(const std::string& feed_path);

/// Reads lines such as "on 2026-12-25 Christmas Day"; "#" begins a remark.
LoadedReview read_review(std::string_view text, const std::string& file);
/// Nothing when nobody has reviewed the feed yet.
std::optional<LoadedReview> load_review(const std::string& feed_path);

/// The feed's dates under the decisions so far. Without any decision each date counts; later ones are new,
/// and do not count until somebody decides. A decision stays when its date leaves the feed.
Review reviewed(const Feed& feed, const std::optional<Review>& earlier);

/// The file's text, as read_review() reads it.
std::string to_text(const Review& review, const std::string& feed_path);

}  // namespace deskbell::config
