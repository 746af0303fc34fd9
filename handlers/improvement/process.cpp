#include "handlers/kernel/declaration.hpp"

#include <array>

/// Improvement idea (ISO/IEC 20000-1:2018, 10.2): declared only, everything it does is derived by the kernel.
/// The first two of the register's seven steps; measuring and carrying out follow.
namespace deskbell::improvement {

using namespace kernel;

namespace {

constexpr std::array kSources{
    Option{"idea", "Idea"},
    Option{"csat", "Rating"},
    Option{"sla_miss", "Missed target"},
    Option{"review", "Incident review"},
    Option{"audit", "Audit"},
    Option{"complaint", "Complaint"},
    Option{"trend", "Trend"},
};
constexpr std::array kValueTypes{
    Option{"quality", "Quality"},
    Option{"value", "Value"},
    Option{"capability", "Capability"},
    Option{"cost", "Cost"},
    Option{"productivity", "Productivity"},
    Option{"resources", "Resources"},
    Option{"risk", "Risk"},
};

constexpr Field kFields[] = {
    {.name = "idea",
     .label = "Idea",
     .type = FieldType::long_text,
     .at_creation = Asked::required,
     .help = "What should be better, and for whom?"},
    {.name = "source",
     .label = "Where does it come from?",
     .type = FieldType::one_of,
     .at_creation = Asked::required,
     .initial = "idea",
     .options = kSources},
    {.name = "goal",
     .label = "Goal",
     .type = FieldType::long_text,
     .at_creation = Asked::optional,
     .help = "The policy or objective that it serves."},
    {.name = "measure",
     .label = "Measure",
     .help = "What is counted, for example tickets reopened per month."},
    {.name = "unit", .label = "Unit", .max_length = 50},
    {.name = "target", .label = "Target", .type = FieldType::number},
    {.name = "value_type", .label = "Kind of value", .type = FieldType::one_of, .options = kValueTypes},
    {.name = "reject_reason", .label = "Why not?", .type = FieldType::long_text},
    {.name = "review_on", .label = "Look at it again on", .type = FieldType::date},
};

constexpr State kStates[] = {
    {"proposed", "Proposed", Category::fresh},   {"quantified", "Quantified", Category::active},
    {"parked", "Parked", Category::on_hold},     {"rejected", "Rejected", Category::closed},
    {"cancelled", "Cancelled", Category::void_},
};

constexpr std::array kQuantifyAsks{AskedField{"goal"}, AskedField{"measure"}, AskedField{"unit"},
                                   AskedField{"target"}, AskedField{"value_type"}};
constexpr std::array kRejectAsks{AskedField{"reject_reason"}};
constexpr std::array kParkAsks{AskedField{"review_on"}};

constexpr Transition kTransitions[] = {
    {.from = "proposed",
     .action = "quantify",
     .to = "quantified",
     .label = "Quantify",
     .who = kOwner,
     .place = Place::primary_button,
     .asks = kQuantifyAsks},
    {.from = "proposed|quantified",
     .action = "park",
     .to = "parked",
     .label = "Park…",
     .who = kOwner,
     .asks = kParkAsks},
    {.from = "parked",
     .action = "unpark",
     .to = "proposed",
     .label = "Take up again",
     .who = kOwner,
     .place = Place::button},
    {.from = "proposed|quantified|parked",
     .action = "reject",
     .to = "rejected",
     .label = "Reject…",
     .who = kOwner,
     .asks = kRejectAsks},
    {.from = "proposed", .action = "withdraw", .to = "cancelled", .label = "Withdraw", .who = kRequester},
};
static_assert(is_sound(kStates, kTransitions),
              "an improvement's life has an unknown, unreachable or ambiguous step");

}  // namespace

extern const Process kProcess;
const Process kProcess{
    .key = "improvement",
    .prefix = "IMP",
    .title = "Improvement idea",
    .plural = "Improvement ideas",
    .purpose = "what could be better, and whether it became so",
    .clauses = "10.2",
    .fields = kFields,
    .states = kStates,
    .transitions = kTransitions,
    .creators = kEveryone,
    .seen_by = kEveryone,
};

}  // namespace deskbell::improvement
