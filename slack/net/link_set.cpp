#include "slack/net/link_set.hpp"

#include <algorithm>
#include <utility>

namespace deskbell::slack {

using State = Link::State;

// Loops run over copies: closing a link may end it at once, and its end removes it.

void LinkSet::remove(const Link& link)
{
    std::erase_if(links_, [&](const auto& held) { return held.get() == &link; });
}

int LinkSet::count(State state) const
{
    return static_cast<int>(
        std::ranges::count_if(links_, [=](const auto& link) { return link->state == state; }));
}

LinkSet::Time LinkSet::settle_retired(int wanted, std::chrono::milliseconds grace, Time now)
{
    auto next = Time::max();
    const bool is_replaced = count(State::ready) >= wanted;
    for (const auto& link : std::vector(links_)) {
        if (link->state != State::retiring)
            continue;
        if (!is_replaced)
            link->let_go_at.reset();
        else if (!link->let_go_at)
            link->let_go_at = now + grace;
        if (link->let_go_at && *link->let_go_at <= now)
            link->close();
        else if (link->let_go_at)
            next = std::min(next, *link->let_go_at);
    }
    return next;
}

bool LinkSet::needs_room(int wanted, bool slack_says_so) const
{
    const bool has_leaving = count(State::retiring) + count(State::closing) > 0;
    return has_leaving && (slack_says_so || size() >= 2 * wanted);
}

void LinkSet::make_room(bool slack_says_so)
{
    if (!slack_says_so && count(State::closing) > 0)
        return;  // that one makes room; the others still deliver
    for (const auto& link : std::vector(links_)) {
        if (link->state != State::retiring)
            continue;
        link->close();
        if (!slack_says_so)
            return;
    }
}

void LinkSet::close_all()
{
    for (const auto& link : std::vector(links_)) {
        if (link->state == State::opening)
            link->drop("stopped");
        link->close();
    }
}

void LinkSet::drop_all()
{
    for (const auto& link : std::exchange(links_, {})) link->drop("abandoned");
}

}  // namespace deskbell::slack
