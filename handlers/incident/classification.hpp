#pragma once
#include "handlers/kernel/declaration.hpp"

#include <array>
#include <string_view>

namespace deskbell::incident {

/// First level of the default pack's categories.
inline constexpr std::array kFaultCategories{
    kernel::Option{"access", "Access"},
    kernel::Option{"hardware", "Hardware"},
    kernel::Option{"software", "Software"},
    kernel::Option{"network", "Network"},
    kernel::Option{"communication", "Communication"},
    kernel::Option{"data", "Data"},
    kernel::Option{"application", "Application"},
    kernel::Option{"infrastructure", "Infrastructure"},
    kernel::Option{"security", "Security"},
    kernel::Option{"other", "Other"},
};

/// A first guess that an agent can change: nobody should have to classify before anybody may help.
struct Classification {
    std::string_view service;
    std::string_view category;
};

/// The first rule whose word occurs in the text; "General" and "other" when none does.
Classification classify(std::string_view text);

}  // namespace deskbell::incident
