// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "core/result/run_result.h"
#include "ui/models/cell_table.h"

namespace pwb::ui {

/// A painted chart. While it has nothing to show it says so; the numbers behind it are always reachable as a
/// table, for copying, for “Charts as tables” and for screen readers.
class Chart : public QWidget {
    Q_OBJECT

public:
    explicit Chart(const QString& accessibleName, QWidget* parent = nullptr);

    /// The same numbers as drawn.
    [[nodiscard]] virtual CellTable table() const = 0;
    /// What is drawn at a position of the widget, for the tool tip; empty: nothing to tell. Not asked while
    /// isEmpty().
    [[nodiscard]] virtual QString textAt(QPointF position) const;
    void setEmptyText(const QString& text);

    [[nodiscard]] QSize sizeHint() const override { return {360, 150}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 110}; }

protected:
    /// Draws into `area` with antialiasing on; not called while isEmpty().
    virtual void draw(QPainter& painter, const QRectF& area) = 0;
    [[nodiscard]] virtual bool isEmpty() const = 0;
    /// To be called after every change of the data: repaints and renews the accessible text.
    void dataChanged();
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QString m_emptyText;
};

/// Round values between lo and hi for an axis, about `count` of them; lo and hi are widened to them.
struct Axis {
    double lo = 0, hi = 1, step = 1;
    int decimals = 0;

    [[nodiscard]] static Axis around(double lo, double hi, int count);
    /// From zero, for bars.
    [[nodiscard]] static Axis fromZero(double hi, int count);
    [[nodiscard]] QVector<double> values() const;
};

/// Maps data to pixels inside a plot and draws what all charts share.
struct Plot {
    QRectF area;
    Axis horizontal, vertical;

    [[nodiscard]] double x(double value) const;
    [[nodiscard]] double y(double value) const;
    /// Horizontal grid lines with their values left of the plot, and the axis line.
    void drawVertical(QPainter& painter, bool grid = true) const;
    /// Values below the plot.
    void drawHorizontal(QPainter& painter, bool grid = false) const;
};

}  // namespace pwb::ui
