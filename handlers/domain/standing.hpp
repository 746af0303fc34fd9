#pragma once
#include "handlers/domain/state.hpp"
#include "handlers/domain/ticket_clocks.hpp"

#include <string>

namespace deskbell {

/// How a record stands between two events, as far as its clocks care.
struct Standing {
    Category category = Category::fresh;
    std::string hold_reason;
    std::string group;  ///< key of the inbox that has it
    bool is_merged = false;

    explicit Standing(const Record& record)
        : category(parse_category(record.at(attr::kCategory)).value_or(Category::fresh)),
          hold_reason(record.at(attr::kHoldReason)),
          group(record.at(attr::kInbox)),
          is_merged(record.has(attr::kDuplicateOf))
    {
    }
    bool is_held() const { return category == Category::waiting_requester || category == Category::on_hold; }
};

}  // namespace deskbell
