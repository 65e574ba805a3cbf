// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRectF>
#include <cstdint>
#include <span>

namespace pwb::ui {

/// What the cells of a confusion matrix show.
enum class ConfusionMode { Counts, Share, Difference };

/// A confusion matrix as an 8-bit image, one pixel per cell (row = true class). Counts and shares: level
/// 0–255 on a logarithmic ramp. Differences: 128 is none, above is better (more right answers or fewer wrong
/// ones), below is worse. The colours are put in as the image's colour table.
[[nodiscard]] QImage confusionLevels(std::span<const std::int64_t> counts,
                                     std::span<const std::int64_t> baseline, int classes, ConfusionMode mode,
                                     std::int64_t largest);
/// The largest count, or in Difference mode the largest absolute difference.
[[nodiscard]] std::int64_t confusionLargest(std::span<const std::int64_t> counts,
                                            std::span<const std::int64_t> baseline, ConfusionMode mode);
/// 256 colours for the present theme.
[[nodiscard]] QVector<QRgb> confusionColors(ConfusionMode mode);
/// The part `visible` (in cells) of the levels drawn smaller than one pixel per cell: each pixel holds the
/// strongest cell beneath it, so that single confusions do not vanish among 1000 classes.
[[nodiscard]] QImage pooled(const QImage& levels, const QRectF& visible, QSize size, ConfusionMode mode);

}  // namespace pwb::ui
