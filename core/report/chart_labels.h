// SPDX-License-Identifier: GPL-3.0-or-later
// Where the names of points in a chart stand, so that they cover neither each other nor what is drawn.
#pragma once

#include <array>
#include <optional>
#include <vector>

namespace pwb::report {

/// Pixels, y downward.
struct Box {
    double left = 0, top = 0, right = 0, bottom = 0;
};

/// A mark with its whiskers and a label of two lines.
struct LabelledPoint {
    double x = 0, y = 0;
    std::array<double, 2> xRange = {0, 0};  ///< ends of the horizontal whisker, left first
    std::array<double, 2> yRange = {0, 0};  ///< of the vertical one, upper first
    double width = 0;                       ///< of the label
};
struct PlacedLabel {
    Box box;
    bool toLeft = false;        ///< the text ends at box.right
    std::optional<Box> leader;  ///< a line from the mark (left, top) to a label that is not beside it
};
inline constexpr double kLabelHeight = 30;

/// One label per point, inside `room` as far as they fit: beside the mark where nothing is, else as near as
/// the whiskers, marks, labels and what is `taken` already leave room.
[[nodiscard]] std::vector<PlacedLabel> placeLabels(const std::vector<LabelledPoint>& points, const Box& room,
                                                   std::vector<Box> taken = {});

}  // namespace pwb::report
