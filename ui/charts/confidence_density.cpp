// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/confidence_density.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/models/confusion_levels.h"
#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr int kCells = 50, kMostMarks = 2000, kTableCells = 10;

int cellOf(double confidence, int cells) {
    return std::clamp(static_cast<int>(confidence * cells), 0, cells - 1);
}

}  // namespace

ConfidenceDensity::ConfidenceDensity(QWidget* parent)
    : Chart(tr("Confidence of FP32 against the candidate"), parent) {
    setObjectName(QStringLiteral("confidenceDensity"));
    setEmptyText(
        tr("Both confidences of every sample appear here once FP32 and the candidate are evaluated."));
}

void ConfidenceDensity::setEngines(const result::EngineResult* baseline,
                                   const result::EngineResult* candidate, const result::EngineKind& kind) {
    m_same.clear();
    m_changed.clear();
    m_samples = m_changedSamples = 0;
    m_kind = kind;
    if (baseline && candidate && baseline->predictions && candidate->predictions) {
        m_same.fill(0, kCells * kCells);
        const int count =
            static_cast<int>(std::min(baseline->predictions->size(), candidate->predictions->size()));
        for (int i = 0; i < count; ++i) {
            const auto *a = predictionOf(baseline, i), *b = predictionOf(candidate, i);
            if (!a || !b) continue;
            ++m_samples;
            const double x = static_cast<double>(a->confidences[0]),
                         y = static_cast<double>(b->confidences[0]);
            if (a->classes[0] == b->classes[0]) {
                ++m_same[cellOf(y, kCells) * kCells + cellOf(x, kCells)];
            } else {
                ++m_changedSamples;
                if (m_changed.size() < kMostMarks) m_changed << QPointF(x, y);
            }
        }
        if (m_samples == 0) m_same.clear();
    }
    dataChanged();
}

CellTable ConfidenceDensity::table() const {
    CellTable table;
    table.columns = {{tr("FP32 from"), {}, true},
                     {tr("%1 from").arg(engineName(m_kind)), {}, true},
                     {tr("same answer"), {}, true}};
    const int block = kCells / kTableCells;
    for (int x = 0; x < kTableCells && !m_same.isEmpty(); ++x)
        for (int y = 0; y < kTableCells; ++y) {
            int sum = 0;
            for (int v = 0; v < block * block; ++v)
                sum += m_same[(y * block + v / block) * kCells + x * block + v % block];
            if (sum > 0)
                table.rows << QVector<Cell>{
                    {formatNumber(x * 0.1, 1), x}, {formatNumber(y * 0.1, 1), y}, {formatCount(sum), sum}};
        }
    return table;
}

void ConfidenceDensity::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    Plot plot;
    plot.area = area.adjusted(ui::scaled(40), ui::scaled(20), -ui::scaled(8), -ui::scaled(38));
    const double side = std::min(plot.area.width(), plot.area.height());
    plot.area.setWidth(std::max(side, std::min(plot.area.width(), side * 1.6)));
    plot.horizontal = plot.vertical = {0, 1, 0.2, 1};
    const auto colors = confusionColors(ConfusionMode::Counts);
    const double full = std::log1p(*std::max_element(m_same.begin(), m_same.end()));
    QImage image(kCells, kCells, QImage::Format_RGB32);
    for (int y = 0; y < kCells; ++y)
        for (int x = 0; x < kCells; ++x)
            image.setPixel(
                x, kCells - 1 - y,
                colors[full > 0 ? static_cast<int>(255 * std::log1p(m_same[y * kCells + x]) / full) : 0]);
    painter.drawImage(plot.area, image);
    painter.setPen(QPen(theme.neutral, 1, Qt::DotLine));
    painter.drawLine(plot.area.bottomLeft(), plot.area.topRight());
    plot.drawVertical(painter, false);
    plot.drawHorizontal(painter);
    painter.setOpacity(m_changed.size() > 300 ? 0.5 : 0.85);
    for (const QPointF& point : m_changed)
        drawMark(painter, m_kind, {plot.x(point.x()), plot.y(point.y())}, 6);
    painter.setOpacity(1);
    painter.setPen(theme.textSecondary);
    painter.setFont(ui::font(TextRole::Caption));
    painter.drawText(QRectF(area.left(), area.top(), 200, ui::scaled(16)), Qt::AlignLeft | Qt::AlignVCenter,
                     engineName(m_kind));
    painter.drawText(
        QRectF(plot.area.left(), plot.area.bottom() + ui::scaled(20), plot.area.width(), ui::scaled(16)),
        Qt::AlignRight | Qt::AlignVCenter, tr("FP32"));
    // What is not on the grid is said in words beside it.
    const double left = plot.area.right() + 16;
    if (area.right() - left < 90) return;
    painter.drawText(QRectF(left, plot.area.top(), area.right() - left, plot.area.height()),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                     tr("Grey: the same answer, darker for more samples.\n\nMarks: the %1 of %2 samples that "
                        "change their answer.")
                         .arg(formatCount(m_changedSamples), formatCount(m_samples)));
}

}  // namespace pwb::ui
