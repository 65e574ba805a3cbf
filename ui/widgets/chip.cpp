// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include "ui/theme/theme.h"

namespace pwb::ui {
namespace {

QString signIcon(Chip::Sign sign) {
    switch (sign) {
        case Chip::Sign::None:
            return {};
        case Chip::Sign::Good:
            return QStringLiteral("check");
        case Chip::Sign::Neutral:
            return QStringLiteral("minus");
        case Chip::Sign::Bad:
            return QStringLiteral("close");
        case Chip::Sign::Warning:
            return QStringLiteral("warning");
        case Chip::Sign::Info:
            return QStringLiteral("info");
        case Chip::Sign::Waiting:
            return QStringLiteral("dots");
    }
    return {};
}

QColor signColor(Chip::Sign sign) {
    const Theme& theme = Theme::current();
    if (sign == Chip::Sign::Good) return theme.good;
    if (sign == Chip::Sign::Bad || sign == Chip::Sign::Warning) return theme.bad;
    return theme.neutral;
}

int iconSide() {
    return scaled(13);
}

}  // namespace

Chip::Chip(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

Chip::Chip(Sign sign, const QString& text, QWidget* parent) : Chip(parent) {
    set(sign, text);
}

void Chip::set(Sign sign, const QString& text) {
    if (sign == m_sign && text == m_source) return;
    m_source = text;
    m_sign = sign;
    m_runs.clear();
    m_plain.clear();
    const QStringList parts = text.split('*');
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts[i].isEmpty()) continue;
        m_runs.append({parts[i], i % 2 == 1});
        m_plain += parts[i];
    }
    setAccessibleName(m_plain);
    setToolTip(m_plain);
    updateGeometry();
    update();
}

QPixmap Chip::signPixmap(Sign sign, int size, qreal devicePixelRatio) {
    return sign == Sign::None ? QPixmap()
                              : iconPixmap(signIcon(sign), signColor(sign), size, devicePixelRatio);
}

QSize Chip::sizeHint() const {
    qreal width = 2 * 9 + (m_sign == Sign::None ? 0 : iconSide() + 7);
    for (const Run& run : m_runs)
        width += QFontMetricsF(ui::font(run.strong ? TextRole::TableStrong : TextRole::Table))
                     .horizontalAdvance(run.text);
    return {qCeil(width) + 1, scaled(24)};
}

QSize Chip::minimumSizeHint() const {
    return {std::min(sizeHint().width(), scaled(64)), scaled(24)};
}

void Chip::paintEvent(QPaintEvent*) {
    if (width() < 4) return;
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.hairline);
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    qreal x = 9;
    if (m_sign != Sign::None) {
        const int side = iconSide();
        painter.drawPixmap(QPointF(x, (height() - side) / 2.0),
                           iconPixmap(signIcon(m_sign), signColor(m_sign), side, devicePixelRatioF()));
        x += side + 7;
    }
    painter.setPen(theme.text);
    for (const Run& run : m_runs) {
        painter.setFont(ui::font(run.strong ? TextRole::TableStrong : TextRole::Table));
        const QFontMetricsF metrics(painter.font());
        const qreal room = width() - 9 - x;
        const QString shown = metrics.horizontalAdvance(run.text) > room + 1
                                  ? metrics.elidedText(run.text, Qt::ElideRight, room)
                                  : run.text;
        painter.drawText(QRectF(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, shown);
        x += metrics.horizontalAdvance(shown);
        if (shown != run.text) break;
    }
}

}  // namespace pwb::ui
