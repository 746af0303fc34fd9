#pragma once
#include "handlers/domain/chart.hpp"
#include "handlers/kernel/digest/digest_text.hpp"
#include "handlers/kernel/say.hpp"
#include "slack/wire/reply.hpp"

#include <vector>

namespace deskbell::kernel {

/// The digest as a message: each section with a button for every number in it, then what can be done with it.
/// `digest` must be stored: its buttons carry its id.
Saying digest_message(const Desk& desk, const store::Digest& digest, const Numbers& numbers,
                      const store::Unit& unit);

/// In place of a digest's id: what is counted on the reader's own Home.
inline constexpr std::int64_t kOfHome = -1;

/// Which list of which digest, and from which row on.
struct FigureQuery {
    std::int64_t digest = 0;  ///< 0: of the clocks as they stand now; or kOfHome
    std::string figure;
    int offset = 0;
};
std::string to_text(const FigureQuery& query);
FigureQuery figure_query(std::string_view text);

/// The tickets behind a number as they were counted then, those that `user` may not see as a count at the
/// end. Errors: not_found when the digest is not stored any more, forbidden when it is somebody else's.
Result<slack::Modal> figure_modal(const Desk& desk, const FigureQuery& query, std::string_view user,
                                  const store::Unit& unit);

/// A chart and the word that its file is named by.
struct DigestChart {
    std::string_view name;
    Chart chart;
};
/// Attainment, backlog by age, opened against solved.
std::vector<DigestChart> digest_charts(const Numbers& numbers);

}  // namespace deskbell::kernel
