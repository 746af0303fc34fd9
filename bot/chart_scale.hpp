#pragma once
#include "handlers/domain/chart.hpp"

#include <cstddef>
#include <vector>

namespace deskbell::bot {

/// The y axis: from zero, because a bar that begins elsewhere lies, to a round number.
struct Scale {
    double top = 1;
    double step = 1;

    std::vector<double> ticks() const;
    /// 0 at the foot .. 1 at the top.
    double share(double value) const { return value / top; }
};

/// Ticks that an axis aims at; rounding makes it between half and all of them.
inline constexpr int kTicksAim = 5;

/// Percentages go to 100, so that charts of several weeks can be compared; counts have whole ticks.
Scale scale_of(const Chart& chart);

/// A place on the picture that something takes up.
struct Box {
    double x = 0, y = 0, width = 0, height = 0;
    bool overlaps(const Box& other) const;
};

/// Places that are taken, so that texts never lie on top of each other.
class Boxes {
public:
    /// False, and nothing is taken, when something is there already.
    bool take(const Box& box);
    /// Takes it whatever is there: what is drawn at its true place does not give way.
    void put(const Box& box) { taken_.push_back(box); }
    bool is_free(const Box& box) const;

private:
    std::vector<Box> taken_;
};

/// Every how many labels one is written, so that labels of this width stay apart. At least 1.
std::size_t stride_of(double widest, double apart, double slot);

}  // namespace deskbell::bot
