// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>

#include "ui/widgets/label.h"

namespace pwb::ui {

Banner::Banner(QWidget* parent)
    : QFrame(parent),
      m_row(new QHBoxLayout(this)),
      m_text(label({}, TextRole::Table)),
      m_action(new QPushButton) {
    setObjectName(QStringLiteral("banner"));
    m_row->setContentsMargins(16 + scaled(16) + 10, 8, 8, 8);
    m_row->setSpacing(kGrid);
    m_text->setObjectName(QStringLiteral("bannerText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_row->addWidget(m_text, 1);
    m_row->addWidget(m_action);
    m_action->hide();
    auto* dismiss = new QPushButton;
    dismiss->setProperty("kind", QStringLiteral("flat"));
    dismiss->setIcon(icon(QStringLiteral("close")));
    dismiss->setAccessibleName(tr("Dismiss"));
    dismiss->setToolTip(tr("Dismiss"));
    m_row->addWidget(dismiss);
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

void Banner::setTopGap(int pixels) {
    QMargins margins = m_row->contentsMargins();
    margins.setTop(margins.top() - m_topGap + pixels);
    m_topGap = pixels;
    m_row->setContentsMargins(margins);
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
    const QRect box = rect().adjusted(0, m_topGap, 0, 0);
    painter.setPen(theme.hairline);
    painter.setBrush(theme.card);
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.fillRect(QRect(1, box.top() + 6, 3, box.height() - 12), ink);
    const QString sign = m_kind == Kind::Error     ? QStringLiteral("error")
                         : m_kind == Kind::Warning ? QStringLiteral("warning")
                                                   : QStringLiteral("info");
    const int side = scaled(16);
    painter.drawPixmap(QPointF(16, box.top() + (box.height() - side) / 2.0),
                       iconPixmap(sign, ink, side, devicePixelRatioF()));
}

}  // namespace pwb::ui
