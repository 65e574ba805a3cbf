// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/progress_lane.h"

#include <algorithm>

#include "ui/models/format.h"

namespace pwb::ui {
ProgressLane::ProgressLane(const EngineKind& kind, Room room, QWidget* parent)
    : QWidget(parent), m_kind(kind), m_room(room) {
    setObjectName(QStringLiteral("lane-") + QString::fromStdString(kind.key()));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setState(State::Idle, tr("not started"), 0);
}

void ProgressLane::setState(State state, const QString& text, double fraction) {
    if (state == m_state && text == m_text && fraction == m_fraction) return;
    m_state = state;
    m_text = text;
    m_fraction = std::clamp(fraction, 0.0, 1.0);
    setAccessibleName(engineName(m_kind) + QStringLiteral(": ") + text);
    setToolTip(accessibleName());
    update();
}

QString ProgressLane::shownName() const {
    return m_room == Room::Little ? QString::fromStdString(m_kind.shortName()) : engineName(m_kind);
}

// Where there is little room, how far it is; the tool tip has the rest.
QString ProgressLane::shownText() const {
    if (m_room == Room::Plenty) return m_text;
    return m_state == State::Working ? tr("%1 %").arg(qRound(m_fraction * 100)) : m_text;
}

QSize ProgressLane::sizeHint() const {
    return {m_room == Room::Little ? minimumSizeHint().width() + scaled(24) : scaled(168), scaled(32)};
}
QSize ProgressLane::minimumSizeHint() const {
    if (m_room == Room::Plenty) return {scaled(132), scaled(32)};
    const int name = QFontMetrics(ui::font(TextRole::TableStrong)).horizontalAdvance(shownName());
    return {name + scaled(18) + 8 + scaled(36), scaled(32)};
}

void ProgressLane::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = m_state == State::Failed      ? theme.bad
                         : m_state == State::Cancelled ? theme.neutral
                                                       : theme.of(m_kind);
    const int bar = 4, gap = 6;
    const QRect words(0, 0, width(), height() - bar - gap);
    const int mark = scaled(11);
    drawMark(painter, m_kind, QPointF(mark / 2.0 + 1, words.center().y() + 0.5), mark);

    painter.setFont(ui::font(TextRole::TableStrong));
    painter.setPen(theme.text);
    const int nameLeft = mark + scaled(7);
    painter.drawText(words.adjusted(nameLeft, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, shownName());
    const int nameRight = nameLeft + painter.fontMetrics().horizontalAdvance(shownName()) + 8;

    painter.setFont(ui::font(TextRole::Table));
    painter.setPen(m_state == State::Failed ? theme.bad : theme.textSecondary);
    const QRect textRect = words.adjusted(nameRight, 0, 0, 0);
    painter.drawText(textRect, Qt::AlignVCenter | Qt::AlignRight,
                     painter.fontMetrics().elidedText(shownText(), Qt::ElideRight, textRect.width()));

    const QRectF track(0, height() - bar - 1, width(), bar);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.hairlineInner);
    painter.drawRoundedRect(track, 2, 2);
    if (m_fraction <= 0 && m_state != State::Failed) return;
    const double shown = m_state == State::Failed ? std::max(m_fraction, 0.04) : m_fraction;
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(track.left(), track.top(), std::max(4.0, track.width() * shown), bar), 2,
                            2);
}

}  // namespace pwb::ui
