// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/note_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

namespace pwb::ui {

NoteList::NoteList(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
}

void NoteList::setNotes(const QVector<PerformanceNote>& notes) {
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        // Not at once: a change of theme refreshes pages while Qt walks over all widgets.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const Theme& theme = Theme::current();
    for (const PerformanceNote& note : notes) {
        auto* line = new QWidget;
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(kGrid);
        auto* sign = new QLabel;
        sign->setPixmap(iconPixmap(note.good ? QStringLiteral("check") : QStringLiteral("info"),
                                   note.good ? theme.good : theme.textSecondary, ui::scaled(14),
                                   devicePixelRatioF()));
        row->addWidget(sign, 0, Qt::AlignTop);
        QLabel* text = ui::label(note.text, TextRole::Table, Tone::Secondary);
        text->setWordWrap(true);
        row->addWidget(text, 1);
        m_layout->addWidget(line);
    }
    setVisible(!notes.isEmpty());
}

}  // namespace pwb::ui
