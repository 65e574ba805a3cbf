// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

/// 1, 2, 2.5 or 5 times a power of ten, not below `raw`.
double niceStep(double raw) {
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (factor * power >= raw * 0.999) return factor * power;
    return 10 * power;
}

int decimalsOf(double step) {
    for (int decimals = 0; decimals < 6; ++decimals) {
        const double shifted = step * std::pow(10.0, decimals);
        if (std::abs(shifted - std::round(shifted)) < 1e-6 * std::max(1.0, shifted)) return decimals;
    }
    return 6;
}

}  // namespace

Chart::Chart(const QString& accessibleName, QWidget* parent) : QWidget(parent) {
    setAccessibleName(accessibleName);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void Chart::setEmptyText(const QString& text) {
    m_emptyText = text;
    update();
}

void Chart::dataChanged() {
    setAccessibleDescription(isEmpty() ? m_emptyText : toTsv(table()));
    updateGeometry();
    update();
}

QString Chart::textAt(QPointF) const {
    return {};
}

bool Chart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || isEmpty()) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), textAt(help->pos()), this);  // an empty one hides it
    return true;
}

void Chart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isEmpty()) {
        painter.setFont(ui::font(TextRole::Body));
        painter.setPen(Theme::current().textSecondary);
        painter.drawText(rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    draw(painter, QRectF(rect()));
}

Axis Axis::around(double lo, double hi, int count) {
    if (!(hi > lo)) {
        const double half = std::max(std::abs(lo) * 0.05, 1e-6);
        lo -= half;
        hi += half;
    }
    Axis axis;
    axis.step = niceStep((hi - lo) / std::max(1, count));
    axis.lo = std::floor(lo / axis.step + 1e-9) * axis.step;
    axis.hi = std::ceil(hi / axis.step - 1e-9) * axis.step;
    axis.decimals = decimalsOf(axis.step);
    return axis;
}

Axis Axis::fromZero(double hi, int count) {
    return around(0, std::max(hi, 1e-9), count);
}

QVector<double> Axis::values() const {
    QVector<double> result;
    const int steps = static_cast<int>(std::lround((hi - lo) / step));
    for (int i = 0; i <= steps; ++i) result << lo + i * step;
    return result;
}

double Plot::x(double value) const {
    return area.left() + (value - horizontal.lo) / (horizontal.hi - horizontal.lo) * area.width();
}

double Plot::y(double value) const {
    return area.bottom() - (value - vertical.lo) / (vertical.hi - vertical.lo) * area.height();
}

void Plot::drawVertical(QPainter& painter, bool grid) const {
    const Theme& theme = Theme::current();
    painter.setFont(ui::font(TextRole::Caption));
    for (const double value : vertical.values()) {
        const double py = std::round(y(value)) + 0.5;
        if (grid) {
            painter.setPen(QPen(theme.chartGrid, 1));
            painter.drawLine(QPointF(area.left(), py), QPointF(area.right(), py));
        }
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(area.left() - 76, py - 10, 70, 20), Qt::AlignRight | Qt::AlignVCenter,
                         formatNumber(value, vertical.decimals));
    }
    painter.setPen(QPen(theme.chartAxis, 1));
    painter.drawLine(QPointF(area.left(), area.bottom() + 0.5), QPointF(area.right(), area.bottom() + 0.5));
}

void Plot::drawHorizontal(QPainter& painter, bool grid) const {
    const Theme& theme = Theme::current();
    painter.setFont(ui::font(TextRole::Caption));
    for (const double value : horizontal.values()) {
        const double px = std::round(x(value)) + 0.5;
        painter.setPen(QPen(grid ? theme.chartGrid : theme.chartAxis, 1));
        painter.drawLine(QPointF(px, grid ? area.top() : area.bottom()),
                         QPointF(px, area.bottom() + (grid ? 0 : 4)));
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(px - 40, area.bottom() + 5, 80, 18), Qt::AlignHCenter | Qt::AlignTop,
                         formatNumber(value, horizontal.decimals));
    }
}

}  // namespace pwb::ui
