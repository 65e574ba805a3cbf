// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_tile.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMouseEvent>

#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"

namespace pwb::ui {

FileTile::FileTile(const QString& iconName, const QString& pathObjectName, QWidget* parent)
    : QFrame(parent),
      m_icon(iconName),
      m_picture(new QLabel),
      m_name(new ElidedLabel),
      m_detail(new ElidedLabel),
      m_chip(new Chip) {
    setProperty("role", QStringLiteral("inset"));
    setCursor(Qt::PointingHandCursor);
    setFixedHeight(scaled(46));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 12, 0);
    row->setSpacing(12);
    row->addWidget(m_picture);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch(1);
    m_name->setFont(ui::font(TextRole::BodyStrong));
    m_name->setObjectName(pathObjectName);
    m_detail->setFont(ui::font(TextRole::Table));
    m_detail->setProperty("tone", QStringLiteral("secondary"));
    words->addWidget(m_name);
    words->addWidget(m_detail);
    words->addStretch(1);
    row->addLayout(words, 1);
    row->addWidget(m_chip);
    m_chip->hide();
    m_picture->setPixmap(iconPixmap(m_icon, Theme::current().textSecondary, scaled(20), devicePixelRatioF()));
}

void FileTile::setFile(const QString& name, const QString& detail, const QString& tip) {
    m_name->setFullText(name);
    m_detail->setFullText(detail);
    setToolTip(tip);
    setAccessibleName(name + QStringLiteral(", ") + detail);
}

void FileTile::setState(Chip::Sign sign, const QString& text) {
    m_chip->set(sign, text);
    m_chip->setVisible(!text.isEmpty());
}

void FileTile::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_picture->setPixmap(
            iconPixmap(m_icon, Theme::current().textSecondary, scaled(20), devicePixelRatioF()));
}

void FileTile::mouseReleaseEvent(QMouseEvent* event) {
    QFrame::mouseReleaseEvent(event);
    if (rect().contains(event->position().toPoint())) emit clicked();
}

}  // namespace pwb::ui
