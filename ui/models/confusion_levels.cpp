// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/confusion_levels.h"

#include <QVector>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr int kNone = 128;

uchar rampLevel(double part) {
    return static_cast<uchar>(std::clamp(std::lround(255 * part), 0L, 255L));
}

uchar differenceLevel(std::int64_t delta, std::int64_t largest) {
    if (delta == 0) return kNone;
    // Even the smallest difference must be seen.
    const double part =
        0.25 + 0.75 * std::min(1.0, static_cast<double>(std::abs(delta)) / static_cast<double>(largest));
    return static_cast<uchar>(kNone + std::lround((delta > 0 ? 127 : -128) * part));
}

QColor mixed(const QColor& from, const QColor& to, double part) {
    const auto mix = [part](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * part)); };
    return QColor(mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue()));
}

int strength(uchar level, ConfusionMode mode) {
    return mode == ConfusionMode::Difference ? std::abs(level - kNone) : level;
}

}  // namespace

QImage confusionLevels(std::span<const std::int64_t> counts, std::span<const std::int64_t> baseline,
                       int classes, ConfusionMode mode, std::int64_t largest) {
    QImage image(classes, classes, QImage::Format_Indexed8);
    if (image.isNull() ||
        counts.size() < static_cast<std::size_t>(classes) * static_cast<std::size_t>(classes))
        return {};
    largest = std::max<std::int64_t>(1, largest);
    const double full = std::log1p(static_cast<double>(largest));
    QVector<uchar> small(1024);  // most counts are small: no logarithm per cell
    for (int i = 0; i < small.size(); ++i) small[i] = rampLevel(std::log1p(i) / full);
    for (int y = 0; y < classes; ++y) {
        const auto row = counts.subspan(static_cast<std::size_t>(y) * static_cast<std::size_t>(classes),
                                        static_cast<std::size_t>(classes));
        const auto total =
            mode == ConfusionMode::Share ? std::accumulate(row.begin(), row.end(), std::int64_t{0}) : 0;
        uchar* line = image.scanLine(y);
        for (int x = 0; x < classes; ++x) {
            const std::int64_t count = row[static_cast<std::size_t>(x)];
            if (mode == ConfusionMode::Difference) {
                const auto before = baseline[static_cast<std::size_t>(y) * static_cast<std::size_t>(classes) +
                                             static_cast<std::size_t>(x)];
                line[x] = differenceLevel(x == y ? count - before : before - count, largest);
            } else if (mode == ConfusionMode::Share) {
                const double share = total > 0 ? static_cast<double>(count) / static_cast<double>(total) : 0;
                line[x] = rampLevel(std::log1p(99 * share) / std::log(100.0));
            } else {
                line[x] = count < small.size() ? small[static_cast<int>(count)]
                                               : rampLevel(std::log1p(static_cast<double>(count)) / full);
            }
        }
    }
    return image;
}

std::int64_t confusionLargest(std::span<const std::int64_t> counts, std::span<const std::int64_t> baseline,
                              ConfusionMode mode) {
    std::int64_t largest = 0;
    if (mode != ConfusionMode::Difference)
        return counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
    for (std::size_t i = 0; i < std::min(counts.size(), baseline.size()); ++i)
        largest = std::max(largest, std::abs(counts[i] - baseline[i]));
    return largest;
}

QVector<QRgb> confusionColors(ConfusionMode mode) {
    const Theme& theme = Theme::current();
    // The neutral end of the ramp: the text colour with a touch of FP32's blue, as in the design (#1B2A41).
    const QColor end = mixed(theme.text, theme.fp32, theme.dark ? 0.15 : 0.14);
    QVector<QRgb> colors(256);
    for (int i = 0; i < 256; ++i) {
        if (mode == ConfusionMode::Difference)
            colors[i] =
                mixed(theme.card, i < kNone ? theme.bad : theme.good, std::abs(i - kNone) / 128.0).rgb();
        else
            colors[i] = mixed(theme.card, end, i / 255.0).rgb();
    }
    return colors;
}

QImage pooled(const QImage& levels, const QRectF& visible, QSize size, ConfusionMode mode) {
    QImage out(size, QImage::Format_Indexed8);
    const auto edge = [](double from, double length, int part, int parts, int limit) {
        return std::clamp(static_cast<int>(from + length * part / parts), 0, limit);
    };
    for (int py = 0; py < size.height(); ++py) {
        const int y0 = edge(visible.top(), visible.height(), py, size.height(), levels.height() - 1);
        const int y1 =
            std::max(y0 + 1, edge(visible.top(), visible.height(), py + 1, size.height(), levels.height()));
        for (int px = 0; px < size.width(); ++px) {
            const int x0 = edge(visible.left(), visible.width(), px, size.width(), levels.width() - 1);
            const int x1 =
                std::max(x0 + 1, edge(visible.left(), visible.width(), px + 1, size.width(), levels.width()));
            uchar best = levels.constScanLine(y0)[x0];
            for (int y = y0; y < y1; ++y) {
                const uchar* line = levels.constScanLine(y);
                for (int x = x0; x < x1; ++x)
                    if (strength(line[x], mode) > strength(best, mode)) best = line[x];
            }
            out.scanLine(py)[px] = best;
        }
    }
    return out;
}

}  // namespace pwb::ui
