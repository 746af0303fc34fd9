#pragma once
#include "handlers/kernel/lists.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace deskbell::kernel {

/// Which records a list is about, besides what the person may see.
enum class Whose : std::uint8_t {
    inboxes,     ///< of the inboxes whose agent the person is
    unassigned,  ///< of those, what nobody has
    held,        ///< what the person has
    requested,   ///< what the person asked for
    followed,
    awaiting,  ///< waits for the person's decision
    late,      ///< late or due within a day
    searched,
};

/// A list as data: heading, what an empty one says, and what it selects.
struct ListKind {
    std::string_view name;
    std::string_view heading;
    std::string_view when_empty;
    std::array<std::string_view, 4> categories;  ///< "" ends them
    store::RecordFilter::Order order;
    Whose whose;
    bool is_for_work = false;  ///< agents may select several of it
};

/// Null when the name is that of a process: its records as they come.
const ListKind* kind_of(std::string_view name);

}  // namespace deskbell::kernel
