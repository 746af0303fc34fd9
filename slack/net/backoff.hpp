#pragma once
#include <algorithm>
#include <chrono>

namespace deskbell::slack {

/// Growing waits between attempts, spread by chance so that many clients do not come back at the same moment.
/// The first wait is anywhere below `first`; later ones anywhere between `first` and a limit that doubles up to
/// `most`. The floor keeps even the luckiest series below eight attempts or so in the first minute.
class Backoff {
public:
    using Wait = std::chrono::milliseconds;

    constexpr Backoff(Wait first, Wait most) : first_(first), most_(most), limit_(first) {}

    /// The next wait; `chance` is from [0, 1].
    constexpr Wait next(double chance)
    {
        const Wait floor = limit_ == first_ ? Wait{0} : std::min(first_, limit_);
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
