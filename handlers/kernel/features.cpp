#include "handlers/kernel/feature.hpp"

#include <array>

namespace deskbell::kernel {

extern const Feature kTicketVerbs, kTicketButtons, kTicketForms, kDoors, kCommandWords, kShortcuts, kIntake,
    kWhy, kClockwork, kNotices, kDigests, kApprovals, kDelegations, kSetup, kInboxRemoval, kChannelState,
    kTroubles, kOutsiders, kFormSetup, kMembers, kPeople, kUnfinished, kThreadCopy, kSuccessiveMessages,
    kAfterwards, kNotARequestUndo, kWaiting, kHistory, kDeskLogFeature, kExport, kOwnRecord, kRetention,
    kRouting, kAssigning, kOffers, kClaims, kAway, kLeaving, kMoves, kEscalations, kFollowers, kTagsFeature,
    kHandovers, kCollisions, kSurveys, kRatings, kFollowUps, kRatingsList, kNudges, kWhoSees, kHome, kBulk,
    kBulkUndo, kChildren, kChildrenForms, kFormVersionsFeature, kAnswers, kKnowledge, kKnowledgeForm,
    kKnowledgeReview, kReadyAnswers, kAnsweredByKnowledge, kKnownIssues, kSelfService, kUndoWindow,
    kSharedFiles, kNoteCommand, kPrivacy, kMentions, kHelp, kSettled, kHoldEnd;

std::span<const Feature* const> features()
{
    // clang-format off: one on each line
    static constexpr std::array kAll{
        &kTicketVerbs,
        &kTicketButtons,
        &kTicketForms,
        &kDoors,
        &kCommandWords,
        &kShortcuts,
        &kIntake,
        &kWhy,
        &kClockwork,
        &kNotices,
        &kDigests,
        &kApprovals,
        &kDelegations,
        &kSetup,
        &kInboxRemoval,
        &kChannelState,
        &kTroubles,
        &kOutsiders,
        &kFormSetup,
        &kMembers,
        &kPeople,
        &kUnfinished,
        &kThreadCopy,
        &kSuccessiveMessages,
        &kAfterwards,
        &kSettled,
        &kNotARequestUndo,
        &kWaiting,
        &kHoldEnd,
        &kHistory,
        &kDeskLogFeature,
        &kExport,
        &kOwnRecord,
        &kRetention,
        &kRouting,
        &kAssigning,
        &kOffers,
        &kClaims,
        &kAway,
        &kLeaving,
        &kMoves,
        &kEscalations,
        &kFollowers,
        &kTagsFeature,
        &kHandovers,
        &kCollisions,
        &kSurveys,
        &kRatings,
        &kFollowUps,
        &kRatingsList,
        &kNudges,
        &kWhoSees,
        &kHome,
        &kBulk,
        &kBulkUndo,
        &kChildren,
        &kChildrenForms,
        &kFormVersionsFeature,
        &kAnswers,
        &kKnowledge,
        &kKnowledgeForm,
        &kKnowledgeReview,
        &kReadyAnswers,
        &kAnsweredByKnowledge,
        &kKnownIssues,
        &kSelfService,
        &kUndoWindow,
        &kSharedFiles,
        &kNoteCommand,
        &kPrivacy,
        &kMentions,
        &kHelp,
    };
    // clang-format on
    return kAll;
}

bool is_barred(const Desk& desk, const Record& record, const Transition& row, const store::Unit& unit)
{
    for (const Feature* feature : features())
        if (feature->bars != nullptr && feature->bars(desk, record, row, unit))
            return true;
    return false;
}

}  // namespace deskbell::kernel
