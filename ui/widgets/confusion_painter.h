// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPixmap>

#include "ui/models/task_figures.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_link.h"

class QPainter;

namespace pwb::ui {

/// Where the cells and names of a matrix stand, in pixels of its widget.
struct ConfusionPlace {
    QRectF plot;
    QRectF visible;  ///< the part of the matrix in the plot, in cells
    TextRole nameRole = TextRole::Caption;
    double nameWidth = 0;    ///< room of a name
    bool tallNames = false;  ///< the names of columns stand upright

    /// `size` of the widget; `nameWidth` of the longest name.
    ConfusionPlace(QSizeF size, const ConfusionLink& link, TextRole nameRole, double nameWidth);
    [[nodiscard]] double cellSize() const { return plot.width() / visible.width(); }
    [[nodiscard]] QRectF cellRect(QPoint cell) const;
    /// Not limited to the cells that there are.
    [[nodiscard]] QPointF inCells(QPointF position) const;
};

/// The visible part of `levels` (confusionLevels()) at the plot's size, which is given in device pixels.
[[nodiscard]] QPixmap confusionPicture(const QImage& levels, const QRectF& visible, QSize size,
                                       ConfusionMode mode);

/// Draws one matrix: what stands over and beside the picture of its cells.
class ConfusionPainter {
public:
    /// All of which outlive the painter. `levels` as confusionLevels() gives them.
    ConfusionPainter(QPainter& painter, const ConfusionLink& link, const ConfusionPlace& place,
                     ConfusionMode mode, const QImage& levels);

    /// Lines between cells, or between groups of them.
    void drawGuides() const;
    /// Counts, where cells have the room.
    void drawFigures(const ConfusionCounts& own, const ConfusionCounts& baseline) const;
    void drawNames() const;
    /// On the marked row, column or cell; `text` beside the cell, inside `bounds`.
    void drawCrosshair(const QString& text, QSizeF bounds) const;

private:
    void drawRowNames() const;
    void drawColumnNames() const;
    void drawName(const QRectF& box, int alignment, int index, bool marked) const;

    QPainter& m_painter;
    const ConfusionLink& m_link;
    const ConfusionPlace& m_place;
    ConfusionMode m_mode;
    const QImage& m_levels;
    QFont m_plain, m_strong;
    QFontMetricsF m_metrics;
};

}  // namespace pwb::ui
