// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/report/figures.h"

#include <QCoreApplication>
#include <QImage>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/models/task_figures.h"
#include "ui/theme/theme.h"

namespace pwb::ui::paper {
namespace {

using result::EngineResult;

struct Figures {
    Q_DECLARE_TR_FUNCTIONS(ReportFigures)
};

/// An engine that was evaluated.
struct Shown {
    EngineResult engine;
    EngineKind kind;
};
constexpr double kGap = 16;
constexpr int kFewClasses = 12;  ///< have room for counts

std::vector<Shown> withAccuracy(const result::RunResult& document) {
    std::vector<Shown> shown;
    for (const EngineResult& engine : document.engines)
        if (engine.accuracy || engine.detection) shown.push_back({engine, result::kindOf(document, engine)});
    return shown;
}

/// Engines side by side: three in a row, of four all.
struct Rows {
    explicit Rows(std::size_t count)
        : columns(count == 4 ? 4 : 3),
          side((kColumn - static_cast<double>(columns - 1) * kGap) / static_cast<double>(columns)),
          rows(static_cast<double>(std::max<std::size_t>(1, (count + columns - 1) / columns))) {}
    std::size_t columns;
    double side, rows;

    /// Where the i-th engine stands, of rows of `height`.
    [[nodiscard]] QRectF place(std::size_t i, const QRectF& box, double height) const {
        return {box.left() + static_cast<double>(i % columns) * (side + kGap),
                box.top() + static_cast<double>(i / columns) * height, side, height};
    }
};

void paintTitle(QPainter& painter, const QRectF& box, const EngineKind& kind, const QString& aside) {
    const Theme& theme = Theme::light();
    drawMark(painter, kind, QPointF(box.left() + 4, box.top() + 7), 7, theme.of(kind));
    painter.setFont(face(9, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(QRectF(box.left() + 12, box.top(), box.width(), 14), Qt::AlignVCenter | Qt::AlignLeft,
                     engineName(kind));
    painter.setFont(face(8));
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(box.left(), box.top(), box.width(), 14), Qt::AlignVCenter | Qt::AlignRight,
                     aside);
}

/// One pixel per cell on the neutral ramp, logarithmic.
QImage matrixImage(const ConfusionCounts& matrix, double largest) {
    QImage image(matrix.size, matrix.size, QImage::Format_RGB32);
    const QColor low(0xFF, 0xFF, 0xFF), high(0x1B, 0x2A, 0x41);
    for (int row = 0; row < matrix.size; ++row)
        for (int column = 0; column < matrix.size; ++column) {
            const auto count = matrix.at(row, column);
            const double t = largest > 0 ? std::log1p(static_cast<double>(count)) / std::log1p(largest) : 0;
            const auto mix = [t](int a, int b) { return qRound(a + (b - a) * t); };
            image.setPixelColor(column, row,
                                QColor(mix(low.red(), high.red()), mix(low.green(), high.green()),
                                       mix(low.blue(), high.blue())));
        }
    return image;
}

void paintCounts(QPainter& painter, const QRectF& box, const ConfusionCounts& matrix, std::int64_t largest) {
    const double cell = box.width() / matrix.size;
    painter.setFont(face(7));
    for (int row = 0; row < matrix.size; ++row)
        for (int column = 0; column < matrix.size; ++column) {
            const std::int64_t count = matrix.at(row, column);
            if (count == 0) continue;
            const bool dark =
                std::log1p(static_cast<double>(count)) > 0.5 * std::log1p(static_cast<double>(largest));
            painter.setPen(dark ? QColor(Qt::white) : Theme::light().text);
            painter.drawText(QRectF(box.left() + column * cell, box.top() + row * cell, cell, cell),
                             Qt::AlignCenter, formatCount(count));
        }
}

}  // namespace

Block confusionMatrices(const result::RunResult& document) {
    const auto shown = withAccuracy(document);
    const Rows rows(shown.size());
    const double height = rows.side + 24;
    const bool detection = document.isDetection();
    const QStringList names = confusionNames(&document);
    const bool few = !names.isEmpty() && names.size() <= kFewClasses;
    return {
        rows.rows * height + (few ? 20 : 8),
        [=](QPainter& painter, const QRectF& box) {
            std::int64_t largest = 0;
            for (const Shown& one : shown)
                for (const auto count : confusionOf(&one.engine).counts) largest = std::max(largest, count);
            for (std::size_t i = 0; i < shown.size(); ++i) {
                const QRectF place = rows.place(i, box, height);
                paintTitle(painter, place, shown[i].kind,
                           formatPercent(shown[i].engine.quality().value_or(0)));
                const QRectF matrix(place.left(), place.top() + 16, rows.side, rows.side);
                painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
                painter.drawImage(matrix,
                                  matrixImage(confusionOf(&shown[i].engine), static_cast<double>(largest)));
                painter.setPen(QPen(Theme::light().hairline, 0.7));
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(matrix);
                if (few) paintCounts(painter, matrix, confusionOf(&shown[i].engine), largest);
            }
            if (few) {
                painter.setFont(face(8));
                painter.setPen(Theme::light().textSecondary);
                painter.drawText(QRectF(box.left(), box.bottom() - 29, box.width(), 14),
                                 Qt::AlignLeft | Qt::AlignVCenter,
                                 Figures::tr("classes in order: %1").arg(names.join(QStringLiteral(", "))));
            }
            painter.setFont(face(8));
            painter.setPen(Theme::light().textSecondary);
            painter.drawText(
                QRectF(box.left(), box.bottom() - 15, box.width(), 14), Qt::AlignLeft | Qt::AlignVCenter,
                detection ? Figures::tr("rows: true class, columns: answer, the last of each: background; "
                                        "darker: more objects, logarithmic, one ramp for all")
                          : Figures::tr("rows: true class, columns: answer; darker: more samples, "
                                        "logarithmic, one ramp for all"));
        },
        false};
}

Block confidenceHistograms(const result::RunResult& document) {
    const auto shown = withAccuracy(document);
    const Rows rows(shown.size());
    const double height = 96, row = height + 30;
    const bool detection = document.isDetection();
    return {
        rows.rows * row + 10,
        [=](QPainter& painter, const QRectF& box) {
            const Theme& theme = Theme::light();
            std::int64_t largest = 1;
            for (const Shown& one : shown) {
                const auto& bins = *histogramOf(&one.engine);
                // A detector keeps thousands of unsure answers, which would leave nothing to see of the
                // others.
                for (std::size_t i = 0; i < bins.correct.size(); ++i)
                    largest = std::max(largest, bins.correct[i] + (detection ? 0 : bins.wrong[i]));
            }
            for (std::size_t i = 0; i < shown.size(); ++i) {
                const auto& histogram = *histogramOf(&shown[i].engine);
                const QRectF place = rows.place(i, box, row);
                paintTitle(painter, place, shown[i].kind,
                           Figures::tr("ECE %1").arg(formatNumber(eceOf(&shown[i].engine).value_or(0), 3)));
                const double floor = place.top() + 16 + height,
                             bins = static_cast<double>(histogram.correct.size());
                const double width = bins > 0 ? rows.side / bins : rows.side;
                for (std::size_t bin = 0; bin < histogram.correct.size(); ++bin) {
                    const double x = place.left() + static_cast<double>(bin) * width;
                    const double unit = height / static_cast<double>(largest),
                                 right = std::min(height, unit * static_cast<double>(histogram.correct[bin])),
                                 wrong = std::min(height - right,
                                                  unit * static_cast<double>(histogram.wrong[bin]));
                    painter.fillRect(QRectF(x + 0.4, floor - right, width - 0.8, right),
                                     theme.of(shown[i].kind));
                    painter.fillRect(QRectF(x + 0.4, floor - right - wrong, width - 0.8, wrong), theme.text);
                }
                painter.fillRect(QRectF(place.left(), floor, rows.side, 0.7), theme.chartAxis);
                painter.setFont(face(7));
                painter.setPen(theme.textSecondary);
                for (const double tick : {0.0, 0.5, 1.0})
                    painter.drawText(QRectF(place.left() + tick * rows.side - 15, floor + 1, 30, 10),
                                     Qt::AlignCenter, formatNumber(tick, 1));
            }
            painter.setFont(face(8));
            painter.drawText(
                QRectF(box.left(), box.bottom() - 14, box.width(), 14), Qt::AlignLeft | Qt::AlignVCenter,
                detection ? Figures::tr("detections by confidence; coloured: right, dark on top: wrong; bars "
                                        "may go on beyond the top")
                          : Figures::tr(
                                "samples by confidence of the answer; coloured: right, dark on top: wrong"));
        },
        false};
}

Block latencyBars(const result::RunResult& document) {
    struct Bar {
        EngineKind kind;
        double p50, p99;
    };
    std::vector<Bar> bars;
    double top = 0;
    for (const EngineResult& engine : document.engines) {
        if (!engine.measurement) continue;
        for (const auto& latency : engine.measurement->latency)
            if (latency.batch == 1)
                bars.push_back({result::kindOf(document, engine), latency.p50, latency.p99});
    }
    for (const Bar& bar : bars) top = std::max(top, bar.p99);
    const double row = 20;
    return {row * static_cast<double>(bars.size()) + 18,
            [=](QPainter& painter, const QRectF& box) {
                const Theme& theme = Theme::light();
                double names = 48;
                const QFontMetricsF metrics(face(9, QFont::DemiBold));
                for (const Bar& bar : bars)
                    names = std::max(names, 20 + metrics.horizontalAdvance(engineName(bar.kind)));
                const double left = box.left() + names, room = box.width() - names - 150;
                for (std::size_t i = 0; i < bars.size(); ++i) {
                    const QRectF line(box.left(), box.top() + row * static_cast<double>(i), box.width(), row);
                    drawMark(painter, bars[i].kind, QPointF(line.left() + 4, line.center().y()), 7,
                             theme.of(bars[i].kind));
                    painter.setFont(face(9, QFont::DemiBold));
                    painter.setPen(theme.text);
                    painter.drawText(line.adjusted(12, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                                     engineName(bars[i].kind));
                    const double p50 = room * bars[i].p50 / top, p99 = room * bars[i].p99 / top,
                                 y = line.center().y();
                    painter.fillRect(QRectF(left, y - 5, p50, 10), theme.of(bars[i].kind));
                    painter.fillRect(QRectF(left + p50, y - 0.5, p99 - p50, 1), theme.text);
                    painter.fillRect(QRectF(left + p99 - 0.5, y - 4, 1, 8), theme.text);
                    painter.setFont(face(8));
                    painter.drawText(
                        QRectF(left + p99 + 8, line.top(), 150, row), Qt::AlignVCenter | Qt::AlignLeft,
                        Figures::tr("p50 %1, p99 %2").arg(formatMs(bars[i].p50), formatMs(bars[i].p99)));
                }
                painter.setFont(face(8));
                painter.setPen(theme.textSecondary);
                painter.drawText(
                    QRectF(box.left(), box.bottom() - 16, box.width(), 14), Qt::AlignLeft | Qt::AlignVCenter,
                    Figures::tr("latency per call at batch 1; bar: median, whisker: 99 of 100 calls"));
            },
            false};
}

}  // namespace pwb::ui::paper
