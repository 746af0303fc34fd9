#include "handlers/domain/open_time.hpp"

#include <algorithm>

namespace deskbell {

using namespace std::chrono;

namespace {

// Long enough that most deadlines need one look, short enough that a near one costs little.
constexpr days kLook{15};

/// Open time of the whole schedule in `within`.
std::vector<Span> open_spans(const Schedule& schedule, Span within)
{
    std::vector<Span> out;
    for (std::size_t i = 0; i < schedule.size(); ++i) {
        const Span reign{i == 0 ? within.from : std::max(within.from, schedule[i].from),
                         i + 1 == schedule.size() ? within.to : std::min(within.to, schedule[i + 1].from)};
        if (schedule[i].calendar == nullptr || reign.from >= reign.to)
            continue;
        const auto open = open_spans(*schedule[i].calendar, reign);
        out.insert(out.end(), open.begin(), open.end());
    }
    return merged(std::move(out));
}

}  // namespace

Schedule schedule_of(const Calendar& calendar)
{
    return {{UtcTime{}, std::make_shared<const Calendar>(calendar)}};
}

std::vector<Span> merged(std::vector<Span> spans)
{
    std::erase_if(spans, [](const Span& s) { return s.from >= s.to; });
    std::ranges::sort(spans, {}, &Span::from);
    std::vector<Span> out;
    for (const Span& span : spans) {
        if (!out.empty() && span.from <= out.back().to)
            out.back().to = std::max(out.back().to, span.to);
        else
            out.push_back(span);
    }
    return out;
}

std::vector<Span> without(const std::vector<Span>& spans, const std::vector<Span>& holes)
{
    std::vector<Span> out;
    auto hole = holes.begin();
    for (const Span& span : spans) {
        UtcTime at = span.from;
        while (hole != holes.end() && hole->to <= at) ++hole;
        for (auto h = hole; h != holes.end() && h->from < span.to; ++h) {
            if (at < h->from)
                out.push_back({at, h->from});
            at = std::max(at, h->to);
        }
        if (at < span.to)
            out.push_back({at, span.to});
    }
    return out;
}

RunningTime::RunningTime(const Schedule& schedule, Span within, std::vector<Span> pauses)
    : schedule_(schedule),
      pauses_(merged(std::move(pauses))),
      looked_until_(within.from),
      end_(std::min(within.to, within.from + kHorizon))
{
    // Nothing follows a pause that lasts: no need to look for decades.
    if (!pauses_.empty() && pauses_.back().to >= end_)
        end_ = std::min(end_, pauses_.back().from);
}

void RunningTime::look_ahead()
{
    const Span next{looked_until_, std::min(looked_until_ + kLook, end_)};
    ahead_ = without(open_spans(schedule_, next), pauses_);
    std::ranges::reverse(ahead_);
    looked_until_ = next.to;
}

std::optional<Span> RunningTime::next()
{
    while (ahead_.empty() && looked_until_ < end_) look_ahead();
    if (ahead_.empty())
        return std::nullopt;
    const Span found = ahead_.back();
    ahead_.pop_back();
    return found;
}

seconds elapsed(const Schedule& schedule, Span within, const std::vector<Span>& pauses)
{
    seconds total{0};
    RunningTime running(schedule, within, pauses);
    while (const auto span = running.next()) total += span->length();
    return total;
}

std::optional<UtcTime> due(const Schedule& schedule, UtcTime start, seconds target,
                           const std::vector<Span>& pauses)
{
    seconds left = target;
    RunningTime running(schedule, {start, start + kHorizon}, pauses);
    while (const auto span = running.next()) {
        if (left <= span->length())
            return span->from + left;
        left -= span->length();
    }
    return std::nullopt;
}

}  // namespace deskbell
