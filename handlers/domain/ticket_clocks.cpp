#include "handlers/domain/ticket_clocks.hpp"

#include "handlers/domain/clock_drafts.hpp"
#include "handlers/domain/standing.hpp"
#include "handlers/domain/terms_in_force.hpp"

#include <algorithm>

namespace deskbell {

namespace {

using What = Turn::What;
using Word = ClockFact::Word;

/// Tells the story of all clocks of one record, event by event, each at the time it happened.
class Story {
public:
    Story(const std::string& process, const std::vector<LevelsVersion>& versions, Metric completion,
          UtcTime now)
        : in_force_(versions, completion), completion_(completion), now_(now)
    {
        record_.process = process;
    }

    void run(std::vector<ClockFact> facts)
    {
        if (facts.empty())
            return;
        // Nothing happens to a record before it is raised, whatever the clocks of two machines say.
        const UtcTime begin = facts.front().at;
        for (ClockFact& fact : facts) fact.at = std::max(fact.at, begin);
        std::ranges::stable_sort(facts, {}, &ClockFact::at);
        in_force_.begin(begin);
        for (const ClockFact& fact : facts) {
            if (fact.at > now_)
                break;
            bring_in_versions(fact.at);
            take(fact);
        }
        bring_in_versions(now_);
        run_grid(now_);
    }

    std::vector<TicketClock> clocks() const { return drafts_.evaluate(now_); }

private:
    // --- what happens -------------------------------------------------------------------------------------

    /// New service levels speak to every clock that is open when they come into force.
    void bring_in_versions(UtcTime until)
    {
        while (const auto from = in_force_.next(until)) {
            run_grid(*from);
            in_force_.advance();
            agree_all(*from);
        }
    }

    void take(const ClockFact& fact)
    {
        run_grid(fact.at);
        const Standing before(record_);
        Event event;
        event.changes = fact.changes;
        event.sequence = record_.version + 1;
        apply(record_, event);
        const Standing after(record_);
        if (drafts_.size() == 0)
            begin(fact.at);
        count_from_merged();
        agree_all(fact.at);
        speak(fact);
        move(before, after, fact.at);
        follow_group(after, fact.at);
        follow_supplier(before, after, fact.at);
        follow_updates(after, fact.at);
    }

    void begin(UtcTime at)
    {
        const UtcTime received = record_.time(attr::kReceivedAt).value_or(at);
        start(Metric::response, received);
        start(completion_, received);
    }

    /// The open clocks of a record that an earlier one was merged into begin when that one was raised.
    void count_from_merged()
    {
        const auto from = record_.time(attr::kClockStart);
        for (std::size_t i = 0; from && i < drafts_.size(); ++i) {
            const ClockDraft& draft = drafts_[i];
            const bool is_first =
                draft.cycle == 1 && (draft.metric == Metric::response || draft.metric == completion_);
            if (is_first && !draft.is_stopped && *from < draft.turns.front().at)
                drafts_.begin_at(i, *from);
        }
    }

    void agree_all(UtcTime at)
    {
        const std::size_t known = drafts_.size();  // a restart adds clocks that need nothing more
        for (std::size_t i = 0; i < known; ++i)
            if (drafts_[i].metric != Metric::update)
                agree(i, at);
    }

    void agree(std::size_t i, UtcTime at)
    {
        const Terms terms = in_force_.terms(record_, drafts_[i].metric);
        const std::optional<Terms>& agreed = drafts_[i].terms;
        if (agreed && agreed->same_as(terms))
            return;
        if (!agreed && !terms.goal.is_set() && !terms.promised)
            return;  // nothing was ever promised
        if (agreed && !drafts_[i].is_stopped && terms.on_change == OnChange::restart &&
            agreed->policy != terms.policy)
            restart(i, at, terms.policy);
        else
            drafts_.agree(i, at, terms);
    }

    void restart(std::size_t i, UtcTime at, const std::string& policy)
    {
        const ClockDraft old = drafts_[i];
        drafts_.stop(i, at, What::cancel, "restarted under " + policy);
        const std::size_t fresh = start(old.metric, at, old.subject);
        if (old.is_paused)
            drafts_.pause(fresh, at, record_.at(attr::kHoldReason));
    }

    std::size_t start(Metric metric, UtcTime at, const std::string& subject = {})
    {
        const std::size_t i = drafts_.start(metric, at, subject);
        agree(i, at);
        return i;
    }

    bool is_promised(Metric metric) const { return in_force_.terms(record_, metric).goal.is_set(); }

    // --- the rules of the table in the header -------------------------------------------------------------

    void speak(const ClockFact& fact)
    {
        const bool is_open_now = is_open(Standing(record_).category);
        if (fact.word == Word::agent)
            for (const Metric metric : {Metric::response, Metric::next_response, Metric::update})
                if (const auto i = drafts_.open_one(metric))
                    drafts_.stop(*i, fact.at);
        const bool is_answered = !drafts_.open_one(Metric::response);
        if (fact.word == Word::requester && is_open_now && is_answered &&
            !drafts_.open_one(Metric::next_response) && is_promised(Metric::next_response))
            start(Metric::next_response, fact.at);
    }

    bool pauses(const ClockDraft& draft, const Standing& standing) const
    {
        const Policy* policy = in_force_.policy(record_);
        if (!standing.is_held() || policy == nullptr)
            return false;
        // While we wait for the requester, that is the reason, whatever a form wrote down.
        const std::string reason =
            standing.category == Category::waiting_requester ? "requester" : standing.hold_reason;
        if (draft.metric == completion_)
            return policy->pauses.contains(reason);
        return draft.metric == Metric::ola && policy->ola_pauses.contains(reason);
    }

    /// Hold, resume, solve, reopen and cancel, for the clocks that run until the end.
    void move(const Standing& before, const Standing& after, UtcTime at)
    {
        const std::size_t known = drafts_.size();  // a new cycle adds one
        for (std::size_t i = 0; i < known; ++i) {
            const bool runs_to_end = drafts_[i].metric == completion_ || drafts_[i].metric == Metric::ola;
            if (after.category == Category::void_) {
                drafts_.stop(i, at, What::cancel, after.is_merged ? "merged" : "cancelled");
            } else if (!is_open(after.category)) {
                if (runs_to_end)
                    drafts_.stop(i, at);
                else
                    drafts_.stop(i, at, What::cancel, "solved");
            } else if (!is_open(before.category) && (runs_to_end || before.category == Category::void_)) {
                reopen(i, at, before.category == Category::void_);
            }
            if (!runs_to_end || drafts_[i].is_stopped)
                continue;
            const std::string reason =
                after.category == Category::waiting_requester ? "requester" : after.hold_reason;
            if (!pauses(drafts_[i], after))
                drafts_.resume(i, at);
            else if (!drafts_[i].is_paused)
                drafts_.pause(i, at, reason);
        }
    }

    void reopen(std::size_t i, UtcTime at, bool was_void)
    {
        // It was a request after all: what ran goes on, what was over stays so.
        if (was_void && (drafts_[i].turns.back().what != What::cancel || drafts_[i].metric == Metric::update))
            return;
        const Policy* policy = in_force_.policy(record_);
        if (!drafts_.is_last_cycle(i) || drafts_[i].metric == Metric::ola)
            return;  // an OLA follows its group
        if (!was_void && policy != nullptr && policy->on_reopen == OnReopen::new_cycle) {
            start(drafts_[i].metric, at);
            return;
        }
        drafts_.reopen(i, at);
    }

    /// One clock per group, which goes on when the group gets the record again.
    void follow_group(const Standing& after, UtcTime at)
    {
        if (!is_open(after.category) || after.group.empty())
            return;
        for (std::size_t i = 0; i < drafts_.size(); ++i)
            if (drafts_[i].metric == Metric::ola && drafts_[i].subject != after.group)
                drafts_.stop(i, at);
        if (drafts_.open_one(Metric::ola, after.group))
            return;
        if (const auto known = drafts_.first(Metric::ola, after.group))
            drafts_.reopen(*known, at);
        else if (is_promised(Metric::ola))
            start(Metric::ola, at, after.group);
    }

    void follow_supplier(const Standing& before, const Standing& after, UtcTime at)
    {
        const auto with_supplier = [](const Standing& s) {
            return s.is_held() && s.hold_reason == "supplier";
        };
        if (!with_supplier(before) && with_supplier(after) && is_promised(Metric::uc))
            start(Metric::uc, at);
        if (with_supplier(after))
            return;
        if (const auto i = drafts_.open_one(Metric::uc))
            drafts_.stop(*i, at);
    }

    /// The grid of updates begins when work begins, and anew when the promise changes.
    void follow_updates(const Standing& after, UtcTime at)
    {
        const Terms terms = is_open(after.category) ? in_force_.terms(record_, Metric::update) : Terms{};
        const bool has_grid = grid_from_.has_value();
        if (has_grid && !grid_terms_.same_as(terms)) {
            grid_from_.reset();
            if (const auto i = drafts_.open_one(Metric::update))
                drafts_.stop(*i, at, What::cancel, terms.goal.is_set() ? "new grid" : "solved");
        }
        if (grid_from_ || after.category != Category::active || !terms.goal.is_set())
            return;
        grid_terms_ = terms;
        grid_from_ = at;
        start(Metric::update, at);
    }

    /// Begins the intervals of the grid that lie before `until`.
    void run_grid(UtcTime until)
    {
        if (!grid_from_ || grid_terms_.goal.span.count() <= 0)
            return;
        for (int kept = 0; kept < kUpdatesMost; ++kept) {
            const auto end = due({{UtcTime{}, grid_terms_.calendar}}, *grid_from_, grid_terms_.goal.span);
            if (!end || *end >= until)
                return;
            // Nobody said anything in this interval: it ends late, however small the lateness.
            if (const auto i = drafts_.open_one(Metric::update))
                drafts_.stop(*i, *end + std::chrono::seconds{1});
            grid_from_ = *end;
            if (drafts_.count(Metric::update) >= kUpdatesMost)
                return;
            start(Metric::update, *end);
        }
    }

    TermsInForce in_force_;
    const Metric completion_;
    const UtcTime now_;
    Record record_;
    ClockDrafts drafts_;
    std::optional<UtcTime> grid_from_;
    Terms grid_terms_;
};

}  // namespace

std::vector<TicketClock> ticket_clocks(const std::string& process, std::vector<ClockFact> facts,
                                       const std::vector<LevelsVersion>& versions, Metric completion,
                                       UtcTime now)
{
    Story story(process, versions, completion, now);
    story.run(std::move(facts));
    return story.clocks();
}

}  // namespace deskbell
