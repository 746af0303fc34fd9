#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace deskbell::kernel {

/// A number that is a list: its value is how many records it names. A record with several clocks of a kind
/// stands there as often.
struct Figure {
    std::string key;
    std::vector<std::int64_t> records;
    bool operator==(const Figure&) const = default;
};

/// In front of a figure's key: the same for the period before.
inline constexpr std::string_view kBefore = "before.";

/// A number that is worked out from the records of a figure: a median, a sum.
struct Derived {
    std::int64_t value = 0;
    std::string of;  ///< key of that figure; "" for what the records do not say
    bool operator==(const Derived&) const = default;
};

/// One week of the charts. Counts only: nobody opens a point of a picture.
struct ChartWeek {
    std::string week;  ///< "2026-W47"
    std::int64_t met = 0, missed = 0, opened = 0, solved = 0;
    bool operator==(const ChartWeek&) const = default;
};

/// All numbers of a digest. Whole numbers only, so that they are equal bit for bit on every machine.
struct Numbers {
    std::map<std::string, std::vector<std::int64_t>, std::less<>> figures;
    std::map<std::string, Derived, std::less<>> derived;
    std::vector<ChartWeek> weeks;
    std::string log;  ///< link of the chain over all events that were counted

    const std::vector<std::int64_t>& records(std::string_view key) const;
    std::size_t count(std::string_view key) const { return records(key).size(); }
    std::int64_t value(std::string_view key) const;
    /// The figures under a prefix, the largest first, at most so many.
    std::vector<std::pair<std::string, std::size_t>> largest(std::string_view prefix, std::size_t most) const;
    bool operator==(const Numbers&) const = default;
};

inline constexpr int kNumbersFormat = 2;

/// Equal numbers give equal text.
std::string to_json(const Numbers& numbers, int format = kNumbersFormat);
/// What `to_json` wrote. @throws std::runtime_error for anything else: the row was damaged.
Numbers numbers_from(std::string_view json);

/// The format in which numbers were stored, from 1 on: a later one counts more. 0 for what cannot be read.
int format_of(std::string_view json);
/// Leaves out what a format did not count yet, so that a digest of an older program can be compared.
void reduce_to(int format, Numbers& numbers);

/// Which numbers differ, a sentence each, at most `limit`.
std::vector<std::string> differences(const Numbers& before, const Numbers& after, std::size_t limit = 20);

}  // namespace deskbell::kernel
