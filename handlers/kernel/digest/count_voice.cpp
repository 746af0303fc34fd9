#include "handlers/kernel/digest/digest_figures.hpp"

#include "handlers/kernel/voice/survey.hpp"

namespace deskbell::kernel {

/// Who was asked in the period counts with whatever they answered until now; an answer counts when it came.
void DigestCount::take_voice(const Life& life)
{
    const std::int64_t id = life.record.id;
    if (any_in(life.confirmed, now_))
        add("voice.confirmed", id);
    if (any_in(life.refused, now_))
        add("voice.refused", id);
    for (const Life::Asked& asked : life.asked) {
        if (now_.holds(asked.at))
            add(asked.answered_at ? "voice.answered" : "voice.unanswered", id);
        if (!asked.answered_at || !now_.holds(*asked.answered_at))
            continue;
        add("voice.rated", id);
        numbers_.derived["voice.score_sum"].value += asked.score;
        if (asked.score <= kLowScoreMost)
            add("voice.low", id);
    }
}

}  // namespace deskbell::kernel
