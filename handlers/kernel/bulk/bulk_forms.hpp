#pragma once
#include "handlers/kernel/bulk/batch.hpp"
#include "handlers/kernel/bulk/bulk_actions.hpp"
#include "handlers/kernel/lists.hpp"
#include "slack/wire/reply.hpp"

#include <span>
#include <string>
#include <vector>

/// The three forms of working on several tickets: which ones and what, the details, and what would happen.
namespace deskbell::kernel {

/// Tickets that can be ticked at once; Slack takes 10 in one group of boxes.
/// Source: docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
inline constexpr int kBulkMost = 50;
inline constexpr std::size_t kBoxesInGroup = 10;

inline constexpr std::string_view kPickForm = "bulk_pick";
inline constexpr std::string_view kFillForm = "bulk_fill";
inline constexpr std::string_view kDoForm = "bulk_do";

/// What was chosen so far; the forms carry it.
struct BulkChoice {
    const BulkAction* action = nullptr;
    std::vector<std::string> numbers;
    Attributes entered;
};
std::string to_text(const BulkChoice& choice);
/// Errors: not_found when the action is not of this version.
Result<BulkChoice> bulk_choice(std::string_view private_metadata);

slack::Modal pick_form(const Desk& desk, const ListQuery& query, const store::RecordPage& page);
/// What was picked there. Errors: invalid_input.
Result<BulkChoice> picked(const slack::ViewState& form);

/// The form of the chosen action; `tickets` are the chosen ones, whose choices it offers.
slack::Modal fill_form(const Desk& desk, const BulkChoice& choice, std::span<const Record> tickets);
/// Errors: invalid_input with the field.
Result<Attributes> filled_in(const Desk& desk, const BulkAction& action, std::span<const Record> tickets,
                             const slack::Values& values);

/// What would happen: `changed` are lines of tickets, `left_out` what stays and why.
slack::Modal preview_form(const BulkChoice& choice, const std::vector<std::string>& changed,
                          const std::vector<LeftOut>& left_out);

}  // namespace deskbell::kernel
