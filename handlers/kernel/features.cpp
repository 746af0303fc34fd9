#include "handlers/kernel/feature.hpp"

#include <array>

namespace deskbell::kernel {

extern const Feature kTicketVerbs, kTicketButtons, kTicketForms, kDoors, kIntake, kWhy, kClockwork, kNotices,
    kDigests, kPeople, kHelp;

std::span<const Feature* const> features()
{
    static constexpr std::array kAll{
        &kTicketVerbs, &kTicketButtons, &kTicketForms, &kDoors,  &kIntake, &kWhy,
        &kClockwork,   &kNotices,       &kDigests,     &kPeople, &kHelp,
    };
    return kAll;
}

}  // namespace deskbell::kernel
