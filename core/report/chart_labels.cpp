// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/chart_labels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace pwb::report {
namespace {

constexpr double kBeside = 12;         ///< from the mark to a label at its side
constexpr double kMark = 8, kCap = 7;  ///< half extents with a little air
constexpr double kFarther = 14;        ///< a label this far from its place has a leader
/// An overlapped pixel² weighs as much as so many pixels of distance.
constexpr double kOverlapCost = 4;

double overlap(const Box& a, const Box& b) {
    const double width = std::min(a.right, b.right) - std::max(a.left, b.left);
    const double height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    return width > 0 && height > 0 ? width * height : 0;
}

// What a label must not cover.
void addObstacles(std::vector<Box>& taken, const LabelledPoint& point) {
    taken.push_back({point.x - kMark, point.y - kMark, point.x + kMark, point.y + kMark});
    taken.push_back({point.x - 3, point.yRange[0], point.x + 3, point.yRange[1]});
    for (const double cap : point.yRange) taken.push_back({point.x - kCap, cap - 3, point.x + kCap, cap + 3});
    taken.push_back({point.xRange[0], point.y - 3, point.xRange[1], point.y + 3});
}

double outside(const Box& box, const Box& room) {
    return std::max(0.0, room.left - box.left) + std::max(0.0, box.right - room.right) +
           std::max(0.0, room.top - box.top) + std::max(0.0, box.bottom - room.bottom);
}

// How far a label's nearest point is from the mark.
double distance(const Box& box, const LabelledPoint& point) {
    return std::hypot(std::max({box.left - point.x, 0.0, point.x - box.right}),
                      std::max({box.top - point.y, 0.0, point.y - box.bottom}));
}

// From the mark's rim to the nearest corner or side of the label.
Box leaderOf(const Box& box, const LabelledPoint& point) {
    const double x = std::clamp(point.x, box.left, box.right), y = std::clamp(point.y, box.top, box.bottom);
    const double length = std::max(std::hypot(x - point.x, y - point.y), 1.0);
    return {point.x + (x - point.x) * kMark / length, point.y + (y - point.y) * kMark / length,
            x - (x - point.x) * 2 / length, y - (y - point.y) * 2 / length};
}

PlacedLabel best(const LabelledPoint& point, const std::vector<Box>& taken, const Box& room) {
    PlacedLabel chosen;
    double lowest = std::numeric_limits<double>::infinity();
    for (const bool toLeft : {false, true})
        for (double aside = kBeside; aside <= 180; aside += 12)
            for (double shift = -150; shift <= 150; shift += 6) {
                const double near = toLeft ? point.x - aside : point.x + aside;
                const double top = std::clamp(point.y - kLabelHeight / 2 + shift, room.top,
                                              std::max(room.top, room.bottom - kLabelHeight));
                const Box box = toLeft ? Box{near - point.width, top, near, top + kLabelHeight}
                                       : Box{near, top, near + point.width, top + kLabelHeight};
                double cost =
                    50 * outside(box, room) + (aside - kBeside) + 0.8 * std::abs(shift) + (toLeft ? 2 : 0);
                for (const Box& other : taken) cost += kOverlapCost * overlap(box, other);
                if (cost >= lowest) continue;
                lowest = cost;
                chosen = {box, toLeft, std::nullopt};
            }
    if (distance(chosen.box, point) > kFarther) chosen.leader = leaderOf(chosen.box, point);
    return chosen;
}

}  // namespace

std::vector<PlacedLabel> placeLabels(const std::vector<LabelledPoint>& points, const Box& room,
                                     std::vector<Box> taken) {
    for (const LabelledPoint& point : points) addObstacles(taken, point);
    std::vector<std::size_t> order(points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // From the top down: what is crowded then moves away from what is placed.
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return points[a].y < points[b].y; });
    std::vector<PlacedLabel> labels(points.size());
    for (const std::size_t i : order) {
        labels[i] = best(points[i], taken, room);
        const Box& box = labels[i].box;
        taken.push_back({box.left - 4, box.top - 1, box.right + 4, box.bottom + 1});
    }
    return labels;
}

}  // namespace pwb::report
