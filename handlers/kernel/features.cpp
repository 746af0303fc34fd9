#include "handlers/kernel/feature.hpp"

#include <array>

namespace deskbell::kernel {

extern const Feature kTicketVerbs, kTicketButtons, kTicketForms, kDoors, kIntake, kWhy, kClockwork, kNotices,
    kDigests, kPeople, kMembers, kSetup, kHelp;

std::span<const Feature* const> features()
{
    // clang-format off: one on each line
    static constexpr std::array kAll{
        &kTicketVerbs,
        &kTicketButtons,
        &kTicketForms,
        &kDoors,
        &kIntake,
        &kWhy,
        &kClockwork,
        &kNotices,
        &kDigests,
        &kSetup,
        &kMembers,
        &kPeople,
        &kHelp,
    };
    // clang-format on
    return kAll;
}

}  // namespace deskbell::kernel
