// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/widgets/label.h"

namespace pwb::ui {

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent),
      m_title(label(title, TextRole::BodyStrong)),
      m_hint(label({}, TextRole::Table, Tone::Secondary)),
      m_empty(label({}, TextRole::Body, Tone::Secondary)),
      m_headBox(new QWidget),
      m_head(new QHBoxLayout(m_headBox)),
      m_content(new QWidget),
      m_body(new QVBoxLayout(m_content)) {
    setAccessibleName(title);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);

    m_head->setContentsMargins(16, 8, 8, 0);
    m_head->setSpacing(kGrid);
    m_head->addWidget(m_title);
    m_head->addWidget(m_hint, 1);
    m_hint->setMinimumWidth(0);
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_title->setMinimumHeight(scaled(24));
    column->addWidget(m_headBox);

    m_body->setContentsMargins(16, 8, 16, 16);
    m_body->setSpacing(kGrid);
    column->addWidget(m_content, 1);

    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setContentsMargins(32, 16, 32, 24);
    m_empty->hide();
    column->addWidget(m_empty, 1);
    setTitle(title);
}

void Card::setTitle(const QString& title) {
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

void Card::setHint(const QString& hint) {
    m_hint->setText(hint);
    m_hint->setToolTip(hint);
}

void Card::addTool(QWidget* tool) {
    m_head->addWidget(tool);
}

void Card::hideHead() {
    m_headBox->hide();
}

QVBoxLayout* Card::body() {
    return m_body;
}

void Card::setEmptyText(const QString& text) {
    m_empty->setText(text);
    m_empty->setVisible(!text.isEmpty());
    m_content->setVisible(text.isEmpty());
}

}  // namespace pwb::ui
