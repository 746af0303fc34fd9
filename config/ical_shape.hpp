#pragma once
#include "config/fault.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace deskbell::config {

/// Where things stand in an iCalendar text. libical forgets the lines, and people need them.
struct IcalShape {
    std::vector<int> events;  ///< line of each BEGIN:VEVENT, in order
    std::vector<Fault> faults;
};

/// Checks that BEGIN and END match and that the text is one or more whole VCALENDARs.
IcalShape shape_of(std::string_view text, const std::string& file);

}  // namespace deskbell::config
