#pragma once
#include "handlers/kernel/digest/digest.hpp"

#include <functional>
#include <string>
#include <vector>

namespace deskbell::kernel {

/// How a text is written.
struct Wording {
    enum class Style : std::uint8_t { slack, plain, markdown };

    Style style = Style::slack;
    std::string timezone;  ///< where dates cannot follow the reader

    std::string strong(std::string_view text) const;
    std::string date(UtcTime t) const;
    std::string words(std::string_view from_people) const;  ///< escaped where that is needed
};

/// What the reader of a digest may read of a ticket that is counted.
enum class Sight : std::uint8_t {
    nothing,  ///< that there is one
    number,
    title,
};

/// What `reader`, a person or a channel, may read of a ticket. In a channel everybody reads: titles only in
/// the channel of the inbox's agents, and none of a private ticket.
Sight sight_of(const Desk& desk, const Record& record, std::string_view reader, const store::Unit& unit);

/// A number that is shown, as a button: "P3 kept" and the figure behind it.
struct ShownNumber {
    std::string label;
    std::string figure;
    std::size_t count = 0;

    std::string text() const;  ///< "P3 kept 12"; a long label is cut, the number never
};

/// Longest label of a number: the button has room for the number as well.
inline constexpr std::size_t kLabelMost = 55;

/// One part of a digest. Numbers that are zero are left out.
struct DigestSection {
    std::vector<std::string> lines;
    std::vector<ShownNumber> numbers;
};

/// Lines of all sections together: what is read in a minute.
inline constexpr std::size_t kDigestLinesMost = 15;
/// Tickets named of those that are late, and of those that will be.
inline constexpr std::size_t kTicketsNamedMost = 5;
/// A share of fewer is no percentage.
inline constexpr std::size_t kPercentFrom = 20;

/// "3 of 4", or "41 of 44 (93 %)" from kPercentFrom on, rounded down.
std::string share_text(std::size_t met, std::size_t missed);

/// The sections in their order, those without anything to say left out.
std::vector<DigestSection> digest_sections(const Desk& desk, const store::Digest& digest,
                                           const Numbers& numbers, const Wording& wording,
                                           const store::Unit& unit);

/// "Digest of week 47 (16 to 22 Nov 2026)", with "delayed" when it is.
std::string digest_title(const store::Digest& digest);
/// As of when, of which inboxes, for the small print.
std::string digest_footnote(const Desk& desk, const store::Digest& digest, const Wording& wording);

/// What a figure is called: the heading of the list behind it.
std::string figure_label(const Desk& desk, std::string_view key);

}  // namespace deskbell::kernel
