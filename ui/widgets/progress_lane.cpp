// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/progress_lane.h"

#include <algorithm>

#include "ui/theme/theme.h"

namespace pwb::ui {
namespace {

QString nameOf(base::Precision precision) {
    const auto name = base::precisionName(precision);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

}  // namespace

ProgressLane::ProgressLane(base::Precision precision, QWidget* parent)
    : QWidget(parent), m_precision(precision) {
    const auto id = base::precisionId(precision);
    setObjectName(QStringLiteral("lane-") +
                  QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size())));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setState(State::Idle, tr("not started"), 0);
}

void ProgressLane::setState(State state, const QString& text, double fraction) {
    if (state == m_state && text == m_text && fraction == m_fraction) return;
    m_state = state;
    m_text = text;
    m_fraction = std::clamp(fraction, 0.0, 1.0);
    setAccessibleName(nameOf(m_precision) + QStringLiteral(": ") + text);
    setToolTip(accessibleName());
    update();
}

QSize ProgressLane::sizeHint() const {
    return {scaled(168), scaled(32)};
}
QSize ProgressLane::minimumSizeHint() const {
    return {scaled(132), scaled(32)};
}

void ProgressLane::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = m_state == State::Failed      ? theme.bad
                         : m_state == State::Cancelled ? theme.neutral
                                                       : theme.of(m_precision);
    const int bar = 4, gap = 6;
    const QRect words(0, 0, width(), height() - bar - gap);
    const int mark = scaled(11);
    drawMark(painter, m_precision, QPointF(mark / 2.0 + 1, words.center().y() + 0.5), mark);

    painter.setFont(ui::font(TextRole::TableStrong));
    painter.setPen(theme.text);
    const int nameLeft = mark + scaled(7);
    painter.drawText(words.adjusted(nameLeft, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     nameOf(m_precision));
    const int nameRight = nameLeft + painter.fontMetrics().horizontalAdvance(nameOf(m_precision)) + 8;

    painter.setFont(ui::font(TextRole::Table));
    painter.setPen(m_state == State::Failed ? theme.bad : theme.textSecondary);
    const QRect textRect = words.adjusted(nameRight, 0, 0, 0);
    painter.drawText(textRect, Qt::AlignVCenter | Qt::AlignRight,
                     painter.fontMetrics().elidedText(m_text, Qt::ElideRight, textRect.width()));

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
