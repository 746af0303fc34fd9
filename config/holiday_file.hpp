#pragma once
#include "config/fault.hpp"
#include "handlers/domain/calendar.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace deskbell::config {

/// Bounds of a holiday file. Rules that repeat for ever are followed within these years only.
inline constexpr std::size_t kFeedBytesMax = 1u << 20;
inline constexpr std::size_t kFeedDatesMost = 2000;
inline constexpr int kFeedYearFirst = 2000;
inline constexpr int kFeedYearLast = 2040;

/// What an iCalendar file says: its all-day events, date by date.
struct Feed {
    std::map<Date, std::string> dates;  ///< date -> name; two events of one day as "one / other"
    std::size_t timed = 0;              ///< events with a time of day: no days off, left out
};

struct LoadedFeed {
    Feed feed;
    std::vector<Fault> faults;
};

/// Reads iCalendar text (RFC 5545). `file` names it in faults.
LoadedFeed read_feed(const std::string& text, const std::string& file);

/// Reads a file; one that is missing, unreadable or too large is a fault too.
LoadedFeed load_feed(const std::string& path);

}  // namespace deskbell::config
