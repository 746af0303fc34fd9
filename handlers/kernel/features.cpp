#include "handlers/kernel/feature.hpp"

#include <array>

namespace deskbell::kernel {

extern const Feature kTicketVerbs, kTicketButtons, kTicketForms, kDoors, kIntake, kWhy, kClockwork, kNotices,
    kDigests, kPeople, kMembers, kSetup, kHelp, kUnfinished, kThreadCopy, kSuccessiveMessages, kAfterwards,
    kNotARequestUndo, kWaiting;

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
        &kUnfinished,
        &kThreadCopy,
        &kSuccessiveMessages,
        &kAfterwards,
        &kNotARequestUndo,
        &kWaiting,
        &kHelp,
    };
    // clang-format on
    return kAll;
}

}  // namespace deskbell::kernel
