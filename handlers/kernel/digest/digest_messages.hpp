#pragma once
#include "handlers/kernel/desk.hpp"
#include "handlers/kernel/digest/digest_figures.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Two numbers of a digest count messages of Slack instead of tickets: those that were found afterwards, and
/// those that nobody can explain.
namespace deskbell::kernel {

inline constexpr std::string_view kRecoveredFigure = "quality.recovered";
inline constexpr std::string_view kUnexplainedFigure = "quality.unexplained";
/// Messages of such a figure that can be looked through.
inline constexpr int kMessagesListed = 1000;

bool lists_messages(std::string_view figure);

/// What a digest counts of time: the part of the period that has passed.
Span counted_span(const DigestBasis& basis);

/// The messages that the person may know of, oldest first.
struct ListedMessages {
    std::vector<store::Recovery> messages;
    std::size_t hidden = 0;
};
ListedMessages messages_of(const Desk& desk, const DigestBasis& basis, std::string_view figure,
                           std::string_view user, const store::Unit& unit);

/// "Message in #help · 23 Nov, 10:30 · Open": never the words.
std::string message_row(const Desk& desk, const store::Recovery& message, std::string_view timezone,
                        const store::Unit& unit);

}  // namespace deskbell::kernel
