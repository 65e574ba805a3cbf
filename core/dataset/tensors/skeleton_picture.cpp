// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tensors/skeleton_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace pwb::dataset {
namespace {

constexpr int kJoints = 17;
/// COCO's skeleton, joints counted from 0: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles,
/// each left before right.
constexpr std::array<std::array<int, 2>, 19> kBones = {{{15, 13},
                                                        {13, 11},
                                                        {16, 14},
                                                        {14, 12},
                                                        {11, 12},
                                                        {5, 11},
                                                        {6, 12},
                                                        {5, 6},
                                                        {5, 7},
                                                        {6, 8},
                                                        {7, 9},
                                                        {8, 10},
                                                        {1, 2},
                                                        {0, 1},
                                                        {0, 2},
                                                        {1, 3},
                                                        {2, 4},
                                                        {3, 5},
                                                        {4, 6}}};
constexpr int kShoulder = 5, kHip = 11;

const cv::Scalar kLeft(178, 114, 0), kRight(0, 94, 213), kMiddle(96, 96, 96);

struct Joint {
    double x = 0, y = 0;
    bool sure = false;
};

class Sequence {
public:
    Sequence(std::span<const float> values, int frames)
        : m_values(values), m_frames(static_cast<std::size_t>(frames)) {
        double above = 0;
        for (int frame = 0; frame < frames; ++frame)
            for (int j = 0; j < kJoints; ++j)
                if (const auto joint = at(frame, j))
                    above += j <= kShoulder + 1 ? joint->y : j >= kHip ? -joint->y : 0;
        m_upward = above > 0;
    }
    [[nodiscard]] std::optional<Joint> at(int frame, int joint) const {
        const auto value = [&](int channel) {
            const auto row = static_cast<std::size_t>(channel) * m_frames + static_cast<std::size_t>(frame);
            return m_values[row * kJoints + static_cast<std::size_t>(joint)];
        };
        const float confidence = value(2);
        if (!(confidence > 0) || !std::isfinite(value(0)) || !std::isfinite(value(1))) return std::nullopt;
        return Joint{value(0), m_upward ? -value(1) : value(1), confidence >= 0.5F};
    }

private:
    std::span<const float> m_values;
    std::size_t m_frames;
    bool m_upward = false;
};

struct Bounds {
    double left = std::numeric_limits<double>::infinity(), right = -left, upper = left, lower = -left;
    [[nodiscard]] bool empty() const { return right < left; }
};

Bounds boundsOf(const Sequence& sequence, const std::vector<int>& frames, bool sureOnly) {
    Bounds bounds;
    for (const int frame : frames)
        for (int j = 0; j < kJoints; ++j) {
            const auto joint = sequence.at(frame, j);
            if (!joint || (sureOnly && !joint->sure)) continue;
            bounds.left = std::min(bounds.left, joint->x);
            bounds.right = std::max(bounds.right, joint->x);
            bounds.upper = std::min(bounds.upper, joint->y);
            bounds.lower = std::max(bounds.lower, joint->y);
        }
    return bounds;
}

/// A third of it, on white.
cv::Scalar faint(const cv::Scalar& colour) {
    return (colour + cv::Scalar(510, 510, 510)) / 3;
}

cv::Scalar colourOf(int joint) {
    return joint == 0 ? kMiddle : joint % 2 == 1 ? kLeft : kRight;
}

void drawFrame(const Sequence& sequence, int frame, const cv::Point2d& origin, double scale, int thickness,
               cv::Mat sheet) {
    constexpr int kShift = 4;  // parts of a pixel
    const auto point = [&](const Joint& joint) {
        return cv::Point(cvRound((origin.x + joint.x * scale) * (1 << kShift)),
                         cvRound((origin.y + joint.y * scale) * (1 << kShift)));
    };
    for (const bool sure : {false, true})  // what is sure lies above
        for (const auto& [from, to] : kBones) {
            const auto a = sequence.at(frame, from), b = sequence.at(frame, to);
            if (!a || !b || (a->sure && b->sure) != sure) continue;
            const cv::Scalar colour = from % 2 == to % 2 ? colourOf(from) : kMiddle;
            cv::line(sheet, point(*a), point(*b), sure ? colour : faint(colour), thickness, cv::LINE_AA,
                     kShift);
        }
    for (int j = 0; j < kJoints; ++j)
        if (const auto joint = sequence.at(frame, j))
            cv::circle(sheet, point(*joint), (thickness + 1) << kShift,
                       joint->sure ? colourOf(j) : faint(colourOf(j)), cv::FILLED, cv::LINE_AA, kShift);
}

}  // namespace

bool isSkeleton(const std::vector<std::int64_t>& shape) {
    return shape.size() == 3 && shape[0] == 3 && shape[1] > 0 && shape[2] == kJoints;
}

cv::Mat drawSkeletons(std::span<const float> values, int frames, int edge) {
    constexpr int kMostCells = 6, kNarrowest = 40;
    const Sequence sequence(values, frames);
    const int cells = std::clamp(std::min(edge / kNarrowest, frames), 1, kMostCells);
    std::vector<int> chosen(static_cast<std::size_t>(cells), frames / 2);
    for (int i = 0; i < cells && cells > 1; ++i)
        chosen[static_cast<std::size_t>(i)] = i * (frames - 1) / (cells - 1);
    // What is unsure is often far off; where nothing is sure, it is all that there is.
    Bounds bounds = boundsOf(sequence, chosen, true);
    if (bounds.empty()) bounds = boundsOf(sequence, chosen, false);
    const int cell = std::max(1, edge / cells);
    const int margin = std::max(2, cell / 12), thickness = std::max(1, cell / 60);
    const double width = std::max(bounds.right - bounds.left, 1e-6);
    const double height = std::max(bounds.lower - bounds.upper, 1e-6);
    const double room = std::max(1, cell - 2 * margin), tall = std::max(1, edge - 2 * margin);
    const double scale = std::min(room / width, tall / height);
    const int rows =
        std::clamp(cvRound(height * scale) + 2 * margin, std::min(edge, cell), std::max(1, edge));
    cv::Mat sheet(rows, cell * cells, CV_8UC3, cv::Scalar(255, 255, 255));
    if (bounds.empty()) return sheet;
    const cv::Point2d origin(cell / 2.0 - (bounds.left + bounds.right) / 2 * scale,
                             rows / 2.0 - (bounds.upper + bounds.lower) / 2 * scale);
    for (int i = 0; i < cells; ++i)
        drawFrame(sequence, chosen[static_cast<std::size_t>(i)], origin, scale, thickness,
                  sheet(cv::Rect(i * cell, 0, cell, rows)));
    return sheet;
}

}  // namespace pwb::dataset
