// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segmented.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

/// One part of the row; the frame around all is the row's.
class Segment : public QAbstractButton {
public:
    explicit Segment(const QString& text, QWidget* parent) : QAbstractButton(parent) {
        setText(text);
        setCheckable(true);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::TabFocus);
        setAccessibleName(text);
    }
    [[nodiscard]] QSize sizeHint() const override {
        const QFontMetrics metrics(ui::font(TextRole::TableStrong));
        return {metrics.horizontalAdvance(text()) + 20, metrics.height() + 8};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        if (isChecked()) painter.fillRect(rect().adjusted(1, 1, -1, -1), theme.accentTint);
        painter.setFont(ui::font(isChecked() ? TextRole::TableStrong : TextRole::Table));
        painter.setPen(!isEnabled() ? theme.inactive : isChecked() ? theme.accent : theme.text);
        painter.drawText(rect(), Qt::AlignCenter, text());
        if (hasFocus()) {
            painter.setPen(QPen(theme.accent, 2));
            painter.drawRect(rect().adjusted(1, 1, -1, -1));
        }
    }
};

}  // namespace

Segmented::Segmented(const QStringList& choices, QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this)), m_layout(new QHBoxLayout(this)) {
    m_layout->setContentsMargins(1, 1, 1, 1);
    m_layout->setSpacing(1);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idClicked, this, &Segmented::chosen);
    setChoices(choices);
}

void Segmented::setChoices(const QStringList& choices) {
    if (choices == m_choices) return;
    const int before = current();
    for (QAbstractButton* button : m_group->buttons()) {
        m_group->removeButton(button);
        button->hide();
        button->deleteLater();
    }
    m_choices = choices;
    for (int i = 0; i < choices.size(); ++i) {
        auto* segment = new Segment(choices[i], this);
        m_group->addButton(segment, i);
        m_layout->addWidget(segment);
    }
    setCurrent(before >= 0 && before < choices.size() ? before : 0);
}

int Segmented::current() const {
    return m_group->checkedId();
}

void Segmented::setCurrent(int index) {
    if (QAbstractButton* button = m_group->button(index)) button->setChecked(true);
}

void Segmented::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.hairline, 1));
    painter.setBrush(theme.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (QAbstractButton* button : m_group->buttons())
        if (m_group->id(button) > 0) painter.drawLine(button->x() - 1, 1, button->x() - 1, height() - 2);
}

void Segmented::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    QAbstractButton* button = step ? m_group->button(current() + step) : nullptr;
    if (!button) return QWidget::keyPressEvent(event);
    button->setFocus();
    button->click();
}

}  // namespace pwb::ui
