#pragma once
#include <algorithm>
#include <chrono>

namespace deskbell::slack {

/// Growing waits between attempts, spread by chance so that many clients do not come back at the same moment.
/// The first wait is anywhere below `first`; later ones anywhere between a quarter of a limit and that limit,
/// which doubles up to `most`. Without the floor a lucky series could make a dozen attempts in the first
/// minute.
class Backoff {
public:
    using Wait = std::chrono::milliseconds;

    constexpr Backoff(Wait first, Wait most) : first_(first), most_(most), limit_(first) {}

    /// The next wait; `chance` is from [0, 1].
    constexpr Wait next(double chance)
    {
        const Wait floor = is_fresh_ ? Wait{0} : limit_ / 4;
        const auto spread = static_cast<double>((limit_ - floor).count()) * chance;
        limit_ = std::min(limit_ * 2, most_);
        is_fresh_ = false;
        return floor + Wait{static_cast<Wait::rep>(spread)};
    }
    constexpr void reset()
    {
        limit_ = first_;
        is_fresh_ = true;
    }
    constexpr bool is_fresh() const { return is_fresh_; }

private:
    Wait first_;
    Wait most_;
    Wait limit_;
    bool is_fresh_ = true;
};

}  // namespace deskbell::slack
