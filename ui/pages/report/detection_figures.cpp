// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/report/detection_figures.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/result/detection_figures.h"
#include "ui/models/detection_tables.h"
#include "ui/models/format.h"
#include "ui/models/plain_loss.h"
#include "ui/models/samples.h"
#include "ui/models/task_figures.h"
#include "ui/theme/theme.h"

namespace pwb::ui::paper {
namespace {

using evaluate::DetectionClass;
using result::EngineResult;

struct DetectionFiguresText {
    Q_DECLARE_TR_FUNCTIONS(ReportFigures)
};

constexpr std::size_t kBuckets = evaluate::kPixelBuckets, kMostClasses = 6;
constexpr double kColumnGap = 20;

/// Engines with measures, as they are shown.
struct ShownDetector {
    EngineKind kind;
    std::shared_ptr<const evaluate::DetectionMetrics> metrics;
};
std::vector<ShownDetector> measured(const result::RunResult& document) {
    std::vector<ShownDetector> shown;
    for (const auto& kind : result::shownKinds(&document))
        if (const auto* engine = document.engine(kind.engine); engine && engine->detection)
            shown.push_back({kind, engine->detection});
    return shown;
}

/// A frame with lines at every fifth from 0 to `top` and its title above.
void paintFrame(QPainter& painter, const QRectF& plot, double top, int decimals, const QString& title) {
    const Theme& theme = Theme::light();
    painter.setFont(face(9, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(QRectF(plot.left() - 22, plot.top() - 18, plot.width() + 22, 14),
                     Qt::AlignVCenter | Qt::AlignLeft, title);
    painter.setFont(face(7));
    for (int i = 0; i <= 5; ++i) {
        const double y = plot.bottom() - plot.height() * i / 5;
        painter.fillRect(QRectF(plot.left(), y, plot.width(), 0.5),
                         i == 0 ? theme.chartAxis : theme.chartGrid);
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(plot.left() - 26, y - 5, 22, 10), Qt::AlignVCenter | Qt::AlignRight,
                         formatNumber(top * i / 5, decimals));
    }
}

/// The engines' names behind their marks, from the left.
void paintLegend(QPainter& painter, const QRectF& box, const std::vector<ShownDetector>& shown) {
    const Theme& theme = Theme::light();
    painter.setFont(face(8));
    double x = box.left();
    for (const ShownDetector& one : shown) {
        drawMark(painter, one.kind, {x + 4, box.center().y()}, 7, theme.of(one.kind));
        painter.setPen(theme.text);
        const QString name = engineName(one.kind);
        painter.drawText(QRectF(x + 12, box.top(), 120, box.height()), Qt::AlignVCenter | Qt::AlignLeft,
                         name);
        x += 30 + QFontMetricsF(painter.font()).horizontalAdvance(name);
    }
}

void paintBars(QPainter& painter, const QRectF& plot, const std::vector<ShownDetector>& shown,
               std::optional<double> evaluate::SizeMetrics::*figure) {
    const Theme& theme = Theme::light();
    const double group = plot.width() / static_cast<double>(kBuckets);
    const double slot = group * 0.8 / static_cast<double>(shown.size());
    for (std::size_t range = 0; range < kBuckets; ++range) {
        const double left = plot.left() + group * (static_cast<double>(range) + 0.1);
        std::int64_t objects = 0;
        for (std::size_t e = 0; e < shown.size(); ++e) {
            if (range >= shown[e].metrics->bySize.size()) continue;
            const evaluate::SizeMetrics& size = shown[e].metrics->bySize[range];
            objects = std::max(objects, size.objects);
            if (!(size.*figure)) continue;
            const double height = plot.height() * *(size.*figure), x = left + slot * static_cast<double>(e);
            painter.fillRect(QRectF(x, plot.bottom() - height, slot - 1, height), theme.of(shown[e].kind));
            painter.setFont(face(6));
            painter.setPen(theme.text);
            painter.drawText(QRectF(x - 6, plot.bottom() - height - 9, slot + 11, 9), Qt::AlignCenter,
                             formatNumber(*(size.*figure) * 100, 0));
        }
        painter.setFont(face(7));
        painter.setPen(theme.text);
        const QRectF name(left - group * 0.1, plot.bottom() + 2, group, 10);
        painter.drawText(name, Qt::AlignCenter, sizeName(evaluate::kSizeRanges[range]));
        painter.setPen(theme.textSecondary);
        painter.drawText(name.translated(0, 9), Qt::AlignCenter,
                         DetectionFiguresText::tr("%1 objects").arg(formatCount(objects)));
    }
}

void paintCurves(QPainter& painter, const QRectF& plot, const std::vector<ShownDetector>& shown,
                 std::size_t index) {
    const Theme& theme = Theme::light();
    for (const ShownDetector& one : shown) {
        if (index >= one.metrics->perClass.size()) continue;
        const auto& curve = one.metrics->perClass[index].curve;
        if (curve.size() < 2) continue;
        QPolygonF way;
        for (std::size_t i = 0; i < curve.size(); ++i)
            way << QPointF(
                plot.left() + plot.width() * static_cast<double>(i) / static_cast<double>(curve.size() - 1),
                plot.bottom() - plot.height() * static_cast<double>(curve[i]));
        QPen pen = enginePen(one.kind, 1.1);
        pen.setColor(theme.of(one.kind));
        painter.setPen(pen);
        painter.drawPolyline(way);
    }
    painter.setFont(face(7));
    painter.setPen(theme.textSecondary);
    for (const double tick : {0.0, 0.5, 1.0})
        painter.drawText(QRectF(plot.left() + tick * plot.width() - 15, plot.bottom() + 2, 30, 10),
                         Qt::AlignCenter, formatNumber(tick, 1));
}

/// A table of the window on paper. Groups of columns, which then have the same titles, stand one below the
/// other.
void appendCells(Blocks& blocks, const CellTable& table, double first) {
    QStringList groups;
    for (const CellColumn& column : table.columns)
        if (!column.group.isEmpty() && !groups.contains(column.group)) groups << column.group;
    std::vector<TableColumn> columns;
    for (const CellColumn& column : table.columns)
        if (groups.isEmpty() || column.group.isEmpty() || column.group == groups.first())
            columns.push_back({column.title, columns.empty() ? first : 1, column.number, {}});
    std::vector<TableRow> rows;
    for (qsizetype g = 0; g < std::max<qsizetype>(1, groups.size()); ++g) {
        if (!groups.isEmpty()) rows.push_back({{{groups[g], true, {}}}, true});
        for (const auto& row : table.rows) {
            TableRow made;
            for (qsizetype c = 0; c < row.size(); ++c) {
                const QString& group = table.columns[c].group;
                if (groups.isEmpty() || group.isEmpty() || group == groups[g])
                    made.cells.push_back({row[c].text, row[c].tone == Cell::Tone::Strong, row[c].mark});
            }
            rows.push_back(std::move(made));
        }
    }
    appendTable(blocks, columns, rows);
}

}  // namespace

Block accuracyBySize(const result::RunResult& document) {
    const auto shown = measured(document);
    return {166,
            [=](QPainter& painter, const QRectF& box) {
                const double width = (box.width() - kColumnGap) / 2;
                const std::pair<QString, std::optional<double> evaluate::SizeMetrics::*> sides[] = {
                    {QStringLiteral("AP50, %"), &evaluate::SizeMetrics::ap50},
                    {DetectionFiguresText::tr("Recall, %"), &evaluate::SizeMetrics::recall}};
                for (int side = 0; side < 2; ++side) {
                    const QRectF plot(box.left() + side * (width + kColumnGap) + 26, box.top() + 24,
                                      width - 26, 94);
                    paintFrame(painter, plot, 100, 0, sides[side].first);
                    paintBars(painter, plot, shown, sides[side].second);
                }
                paintLegend(painter, QRectF(box.left(), box.bottom() - 20, box.width(), 14), shown);
            },
            false};
}

Block precisionRecallCurves(const result::RunResult& document) {
    const auto shown = measured(document);
    auto classes = result::classesByLoss(document);
    classes.resize(std::min(classes.size(), kMostClasses));
    std::vector<QString> names;
    for (const std::size_t c : classes) names.push_back(className(document, static_cast<int>(c)));
    const double row = 142, rows = static_cast<double>((classes.size() + 2) / 3);
    return {rows * row + 20,
            [=](QPainter& painter, const QRectF& box) {
                const double width = (box.width() - 2 * kColumnGap) / 3;
                for (std::size_t i = 0; i < classes.size(); ++i) {
                    const QRectF plot(box.left() + static_cast<double>(i % 3) * (width + kColumnGap) + 26,
                                      box.top() + static_cast<double>(i / 3) * row + 24, width - 26, 100);
                    paintFrame(painter, plot, 1, 1, names[i]);
                    paintCurves(painter, plot, shown, classes[i]);
                }
                paintLegend(painter, QRectF(box.left(), box.bottom() - 18, box.width() * 0.6, 14), shown);
                painter.setPen(Theme::light().textSecondary);
                painter.drawText(QRectF(box.left(), box.bottom() - 18, box.width(), 14),
                                 Qt::AlignVCenter | Qt::AlignRight,
                                 DetectionFiguresText::tr("precision over recall, IoU 0.5"));
            },
            false};
}

void appendPlainLoss(Blocks& blocks, const result::RunResult& document) {
    const auto loss = plainLoss(document, -1);
    if (!loss) return;
    blocks.push_back(heading(DetectionFiguresText::tr("What plain INT8 would lose")));
    for (const QString& sentence : loss->sentences) blocks.push_back(paragraph(sentence));
    appendCells(blocks, loss->table, 1.6);
    blocks.push_back(paragraph(plainInt8Note(), 8, true));
}

void appendFound(Blocks& blocks, const result::RunResult& document) {
    blocks.push_back(heading(DetectionFiguresText::tr("Found and missed at confidence %1")
                                 .arg(formatNumber(document.data.threshold, 2))));
    appendCells(blocks, foundTable(document), 1.4);
}

}  // namespace pwb::ui::paper
