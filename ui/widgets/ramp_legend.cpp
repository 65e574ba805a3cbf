// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ramp_legend.h"

#include <QPainter>

#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr int kSteps = 7, kStep = 16, kHeight = 12;

}  // namespace

RampLegend::RampLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setRange(ConfusionMode::Counts, 0);
}

void RampLegend::setRange(ConfusionMode mode, std::int64_t largest) {
    m_mode = mode;
    const auto value = static_cast<double>(largest);
    switch (mode) {
        case ConfusionMode::Counts:
            m_low = QStringLiteral("0");
            m_high = formatCount(largest);
            break;
        case ConfusionMode::Share:
            m_low = QStringLiteral("0");
            m_high = QStringLiteral("100 %");
            break;
        case ConfusionMode::Difference:
            m_low = tr("%1 worse").arg(formatNumber(value, 0));
            m_high = tr("%1 better").arg(formatNumber(value, 0));
            break;
    }
    setAccessibleName(tr("Colours from %1 to %2").arg(m_low, m_high));
    updateGeometry();
    update();
}

QSize RampLegend::sizeHint() const {
    const QFontMetrics metrics(ui::font(TextRole::Table));
    return {metrics.horizontalAdvance(m_low) + metrics.horizontalAdvance(m_high) + kSteps * kStep + 16,
            metrics.height() + 4};
}

void RampLegend::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setFont(ui::font(TextRole::Table));
    painter.setPen(theme.textSecondary);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, m_low);
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, m_high);
    const QVector<QRgb> colors = confusionColors(m_mode);
    const int left = painter.fontMetrics().horizontalAdvance(m_low) + 8, top = (height() - kHeight) / 2;
    for (int i = 0; i < kSteps; ++i) {
        const QRect box(left + i * kStep, top, kStep - 1, kHeight);
        painter.fillRect(box, QColor(colors[i * 255 / (kSteps - 1)]));
        painter.setPen(QPen(theme.hairline, 1));
        painter.drawRect(box.adjusted(0, 0, -1, -1));
    }
}

}  // namespace pwb::ui
