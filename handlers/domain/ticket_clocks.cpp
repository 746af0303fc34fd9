#include "handlers/domain/ticket_clocks.hpp"

#include "handlers/domain/standing.hpp"

#include <algorithm>

namespace deskbell {

namespace {

using What = Turn::What;
using Word = ClockFact::Word;

constexpr std::string_view kFallbackCalendar = "business";

/// A clock while its story is told.
struct Draft {
    Metric metric;
    int cycle;
    std::string subject;
    std::vector<Turn> turns;
    std::optional<Terms> terms;  ///< the last ones that were agreed
    bool is_stopped = false;
    bool is_paused = false;
};

/// Tells the story of all clocks of one record, event by event, each at the time it happened.
class Story {
public:
    Story(const std::string& process, const std::vector<LevelsVersion>& versions, Metric completion,
          UtcTime now)
        : versions_(versions), completion_(completion), now_(now)
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
        while (version_ + 1 < versions_.size() && versions_[version_ + 1].from <= begin) ++version_;
        for (const ClockFact& fact : facts) {
            if (fact.at > now_)
                break;
            bring_in_versions(fact.at);
            take(fact);
        }
        bring_in_versions(now_);
        run_grid(now_);
    }

    std::vector<TicketClock> clocks() const
    {
        std::vector<TicketClock> out;
        for (const Draft& draft : drafts_)
            if (draft.terms)
                out.push_back({draft.metric, draft.cycle, draft.subject, evaluate(draft.turns, now_)});
        return out;
    }

private:
    // --- what happens -------------------------------------------------------------------------------------

    /// New service levels speak to every clock that is open when they come into force.
    void bring_in_versions(UtcTime until)
    {
        while (version_ + 1 < versions_.size() && versions_[version_ + 1].from <= until) {
            run_grid(versions_[version_ + 1].from);
            ++version_;
            agree_all(versions_[version_].from);
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
        if (drafts_.empty())
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
        for (Draft& draft : drafts_) {
            const UtcTime begun = draft.turns.front().at;
            const bool is_first =
                draft.cycle == 1 && (draft.metric == Metric::response || draft.metric == completion_);
            if (!from || !is_first || draft.is_stopped || *from >= begun)
                continue;
            for (Turn& turn : draft.turns)
                if (turn.at == begun && (turn.what == What::start || turn.what == What::terms))
                    turn.at = *from;
        }
    }

    Terms terms_for(Metric metric) const
    {
        const ServiceLevels& levels = *versions_[version_].levels;
        Terms terms;
        terms.version = versions_[version_].id;
        const Policy* policy = levels.policy_for(record_);
        if (metric == completion_)
            terms.promised = record_.time(attr::kPromisedAt);
        if (policy == nullptr)
            return terms;
        terms.policy = policy->name;
        terms.goal = policy->goal(metric);
        if (metric == Metric::fulfilment && !terms.goal.is_set())
            terms.goal = policy->goal(Metric::resolution);
        terms.on_change = policy->on_change;
        terms.calendar = calendar_for(levels, *policy);
        return terms;
    }

    std::shared_ptr<const Calendar> calendar_for(const ServiceLevels& levels, const Policy& policy) const
    {
        const auto of_inbox = levels.inbox_calendars.find(record_.at(attr::kInbox));
        const std::string name = !policy.calendar.empty()                   ? policy.calendar
                                 : of_inbox != levels.inbox_calendars.end() ? of_inbox->second
                                                                            : std::string(kFallbackCalendar);
        const Calendar* found = levels.calendar(name);
        if (found == nullptr)
            return std::make_shared<const Calendar>(always_open());
        const std::string& zone = record_.at(attr::kRequesterZone);
        if (found->follows_requester && !zone.empty() && is_zone(zone)) {
            auto theirs = std::make_shared<Calendar>(*found);
            theirs->timezone = zone;
            return theirs;
        }
        // Lives as long as its version: a copy for each clock and event would be most of the work.
        return {versions_[version_].levels, found};
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
        const Terms terms = terms_for(drafts_[i].metric);
        if (drafts_[i].terms && drafts_[i].terms->same_as(terms))
            return;
        if (!drafts_[i].terms && !terms.goal.is_set() && !terms.promised)
            return;  // nothing was ever promised
        const bool is_changed = drafts_[i].terms.has_value();
        if (is_changed && !drafts_[i].is_stopped && terms.on_change == OnChange::restart &&
            drafts_[i].terms->policy != terms.policy) {
            const Draft old = drafts_[i];
            stop(i, at, What::cancel, "restarted under " + terms.policy);
            const std::size_t fresh = start(old.metric, at, old.subject);
            if (old.is_paused)
                pause(fresh, at, record_.at(attr::kHoldReason));
            return;
        }
        const UtcTime from = is_changed ? at : drafts_[i].turns.front().at;
        drafts_[i].turns.push_back(
            {.at = std::max(from, drafts_[i].turns.front().at), .what = What::terms, .terms = terms});
        drafts_[i].terms = terms;
    }

    std::size_t start(Metric metric, UtcTime at, const std::string& subject = {})
    {
        const auto cycles = std::ranges::count(drafts_, metric, &Draft::metric);
        drafts_.push_back({metric, static_cast<int>(cycles) + 1, subject, {{.at = at}}, {}});
        agree(drafts_.size() - 1, at);
        return drafts_.size() - 1;
    }

    void add(std::size_t i, UtcTime at, What what, std::string reason = {})
    {
        Draft& draft = drafts_[i];
        draft.turns.push_back(
            {.at = std::max(at, draft.turns.front().at), .what = what, .reason = std::move(reason)});
    }

    void pause(std::size_t i, UtcTime at, const std::string& reason)
    {
        drafts_[i].is_paused = true;
        add(i, at, What::pause, reason);
    }

    void resume(std::size_t i, UtcTime at)
    {
        if (std::exchange(drafts_[i].is_paused, false))
            add(i, at, What::resume);
    }

    void stop(std::size_t i, UtcTime at, What what = What::stop, std::string reason = {})
    {
        if (drafts_[i].is_stopped)
            return;
        drafts_[i].is_stopped = true;
        drafts_[i].is_paused = false;
        add(i, at, what, std::move(reason));
    }

    std::optional<std::size_t> open_one(Metric metric, std::string_view subject = {}) const
    {
        for (std::size_t i = drafts_.size(); i-- > 0;)
            if (drafts_[i].metric == metric && !drafts_[i].is_stopped && drafts_[i].subject == subject)
                return i;
        return std::nullopt;
    }

    // --- the rules of the table in the header -------------------------------------------------------------

    void speak(const ClockFact& fact)
    {
        const bool is_open_now = is_open(Standing(record_).category);
        if (fact.word == Word::agent)
            for (const Metric metric : {Metric::response, Metric::next_response, Metric::update})
                if (const auto i = open_one(metric))
                    stop(*i, fact.at);
        const bool is_answered = !open_one(Metric::response);
        if (fact.word == Word::requester && is_open_now && is_answered && !open_one(Metric::next_response) &&
            terms_for(Metric::next_response).goal.is_set())
            start(Metric::next_response, fact.at);
    }

    bool pauses(const Draft& draft, const Standing& standing) const
    {
        const Policy* policy = versions_[version_].levels->policy_for(record_);
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
                stop(i, at, What::cancel, after.is_merged ? "merged" : "cancelled");
            } else if (!is_open(after.category)) {
                if (runs_to_end)
                    stop(i, at);
                else
                    stop(i, at, What::cancel, "solved");
            } else if (!is_open(before.category) && (runs_to_end || before.category == Category::void_)) {
                reopen(i, at, before.category == Category::void_);
            }
            if (!runs_to_end || drafts_[i].is_stopped)
                continue;
            const std::string reason =
                after.category == Category::waiting_requester ? "requester" : after.hold_reason;
            if (!pauses(drafts_[i], after))
                resume(i, at);
            else if (!drafts_[i].is_paused)
                pause(i, at, reason);
        }
    }

    void reopen(std::size_t i, UtcTime at, bool was_void)
    {
        // It was a request after all: what ran goes on, what was over stays so.
        if (was_void && (drafts_[i].turns.back().what != What::cancel || drafts_[i].metric == Metric::update))
            return;
        const Policy* policy = versions_[version_].levels->policy_for(record_);
        const bool is_last = std::ranges::none_of(drafts_, [&](const Draft& other) {
            return other.metric == drafts_[i].metric && other.cycle > drafts_[i].cycle;
        });
        if (!is_last || drafts_[i].metric == Metric::ola)
            return;  // an OLA follows its group
        if (!was_void && policy != nullptr && policy->on_reopen == OnReopen::new_cycle) {
            start(drafts_[i].metric, at);
            return;
        }
        drafts_[i].is_stopped = false;
        add(i, at, What::reopen);
    }

    /// One clock per group, which goes on when the group gets the record again.
    void follow_group(const Standing& after, UtcTime at)
    {
        if (!is_open(after.category) || after.group.empty())
            return;
        for (std::size_t i = 0; i < drafts_.size(); ++i)
            if (drafts_[i].metric == Metric::ola && drafts_[i].subject != after.group)
                stop(i, at);
        if (open_one(Metric::ola, after.group))
            return;
        const auto known = std::ranges::find_if(
            drafts_, [&](const Draft& d) { return d.metric == Metric::ola && d.subject == after.group; });
        if (known == drafts_.end()) {
            if (terms_for(Metric::ola).goal.is_set())
                start(Metric::ola, at, after.group);
            return;
        }
        known->is_stopped = false;
        add(static_cast<std::size_t>(known - drafts_.begin()), at, What::reopen);
    }

    void follow_supplier(const Standing& before, const Standing& after, UtcTime at)
    {
        const auto with_supplier = [](const Standing& s) {
            return s.is_held() && s.hold_reason == "supplier";
        };
        if (!with_supplier(before) && with_supplier(after) && terms_for(Metric::uc).goal.is_set())
            start(Metric::uc, at);
        if (with_supplier(after))
            return;
        if (const auto i = open_one(Metric::uc))
            stop(*i, at);
    }

    /// The grid of updates begins when work begins, and anew when the promise changes.
    void follow_updates(const Standing& after, UtcTime at)
    {
        const Terms terms = is_open(after.category) ? terms_for(Metric::update) : Terms{};
        const bool has_grid = grid_from_.has_value();
        if (has_grid && !grid_terms_.same_as(terms)) {
            grid_from_.reset();
            if (const auto i = open_one(Metric::update))
                stop(*i, at, What::cancel, terms.goal.is_set() ? "new grid" : "solved");
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
            if (const auto i = open_one(Metric::update))
                stop(*i, *end + std::chrono::seconds{1});
            grid_from_ = *end;
            if (std::ranges::count(drafts_, Metric::update, &Draft::metric) >= kUpdatesMost)
                return;
            start(Metric::update, *end);
        }
    }

    const std::vector<LevelsVersion>& versions_;
    const Metric completion_;
    const UtcTime now_;
    std::size_t version_ = 0;
    Record record_;
    std::vector<Draft> drafts_;
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
