// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/widgets/label.h"

namespace pwb::ui {

Page::Page(const QString& id, const QString& title, QWidget* parent)
    : QWidget(parent),
      m_id(id),
      m_titleText(title),
      m_title(label(title, TextRole::PageTitle)),
      m_hint(label({}, TextRole::Table, Tone::Secondary)),
      m_head(new QHBoxLayout),
      m_body(new QVBoxLayout) {
    setObjectName(id + QStringLiteral("Page"));
    setAccessibleName(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 16, 16);
    column->setSpacing(0);

    auto* head = new QWidget;
    head->setFixedHeight(std::max(scaled(40), 40));
    head->setLayout(m_head);
    m_head->setContentsMargins(0, 0, 0, 0);
    m_head->setSpacing(kGrid);
    m_head->addWidget(m_title);
    m_head->addSpacing(4);
    m_head->addWidget(m_hint, 1);
    m_hint->setObjectName(QStringLiteral("pageHint"));
    m_hint->setContentsMargins(0, 4, 0, 0);
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    column->addWidget(head);

    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(2 * kGrid);
    column->addLayout(m_body, 1);
}

void Page::setDocument(const Document& document) {
    m_document = document;
    m_stale = true;
    if (!isVisible()) return;
    m_stale = false;
    refresh();
}

void Page::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_stale) return;
    m_stale = false;
    refresh();
}

void Page::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::LanguageChange) return;
    m_stale = true;
    if (!isVisible()) return;
    m_stale = false;
    refresh();
}

void Page::setHint(const QString& hint) {
    m_hint->setText(hint);
    m_hint->setToolTip(hint);
}

void Page::addTool(QWidget* tool) {
    m_head->addWidget(tool);
}

QVBoxLayout* Page::body() {
    return m_body;
}

}  // namespace pwb::ui
