// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>
#include <QPointF>
#include <QStringList>

#include "ui/models/confusion_levels.h"

namespace pwb::ui {

/// What the matrices of a page share: mode, zoom, position, hovered and chosen cell. A cell is
/// (x = answer, y = true class); −1 in one coordinate marks a whole row or column, in both nothing.
class ConfusionLink : public QObject {
    Q_OBJECT

public:
    static constexpr QPoint kNone{-1, -1};

    using QObject::QObject;
    void setClasses(const QStringList& names);
    [[nodiscard]] const QStringList& classes() const { return m_classes; }
    [[nodiscard]] int count() const { return static_cast<int>(m_classes.size()); }

    [[nodiscard]] ConfusionMode mode() const { return m_mode; }
    void setMode(ConfusionMode mode);

    /// 1 shows all classes.
    [[nodiscard]] double zoom() const { return m_zoom; }
    [[nodiscard]] double largestZoom() const;
    /// The visible part, in cells.
    [[nodiscard]] QRectF visible() const;
    /// Zooms and keeps `anchor` (in cells) where it is.
    void setZoom(double zoom, QPointF anchor);
    void setZoom(double zoom) { setZoom(zoom, visible().center()); }
    void moveBy(QPointF cells);
    void showCell(QPoint cell);

    [[nodiscard]] QPoint hovered() const { return m_hovered; }
    [[nodiscard]] QPoint selected() const { return m_selected; }
    /// The cell the crosshair stands on: the hovered one, else the chosen one.
    [[nodiscard]] QPoint marked() const { return m_hovered != kNone ? m_hovered : m_selected; }
    void hover(QPoint cell);
    void select(QPoint cell);
    /// Moves the chosen cell.
    void step(int dx, int dy);

signals:
    void changed();      ///< anything: repaint
    void viewChanged();  ///< mode, zoom or position
    void markedChanged();
    void selectedChanged();

private:
    QStringList m_classes;
    ConfusionMode m_mode = ConfusionMode::Counts;
    double m_zoom = 1;
    QPointF m_origin;
    QPoint m_hovered = kNone, m_selected = kNone;
};

}  // namespace pwb::ui
