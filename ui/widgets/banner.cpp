// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>

#include "ui/widgets/label.h"

namespace pwb::ui {

Banner::Banner(QWidget* parent)
    : QFrame(parent), m_text(label({}, TextRole::Table)), m_action(new QPushButton) {
    setObjectName(QStringLiteral("banner"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16 + scaled(16) + 10, 8, 8, 8);
    row->setSpacing(kGrid);
    m_text->setObjectName(QStringLiteral("bannerText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    m_action->hide();
    auto* dismiss = new QPushButton;
    dismiss->setProperty("kind", QStringLiteral("flat"));
    dismiss->setIcon(icon(QStringLiteral("close")));
    dismiss->setAccessibleName(tr("Dismiss"));
    dismiss->setToolTip(tr("Dismiss"));
    row->addWidget(dismiss);
    connect(dismiss, &QPushButton::clicked, this, &Banner::close);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    hide();
}

void Banner::show(Kind kind, const QString& text) {
    m_kind = kind;
    m_text->setText(text);
    setAccessibleName(text);
    QFrame::show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    update();
}

void Banner::setAction(const QString& text) {
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

QString Banner::text() const {
    return m_text->text();
}

void Banner::close() {
    hide();
    emit closed();
}

void Banner::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return close();
    QFrame::keyPressEvent(event);
}

void Banner::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = m_kind == Kind::Error     ? theme.bad
                       : m_kind == Kind::Warning ? theme.int8
                                                 : theme.accent;
    painter.setPen(theme.hairline);
    painter.setBrush(theme.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.fillRect(QRect(1, 6, 3, height() - 12), ink);
    const QString sign = m_kind == Kind::Error     ? QStringLiteral("error")
                         : m_kind == Kind::Warning ? QStringLiteral("warning")
                                                   : QStringLiteral("info");
    const int side = scaled(16);
    painter.drawPixmap(QPointF(16, (height() - side) / 2.0),
                       iconPixmap(sign, ink, side, devicePixelRatioF()));
}

}  // namespace pwb::ui
