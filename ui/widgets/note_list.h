// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>
#include <QWidget>

#include "ui/models/performance_tables.h"

class QVBoxLayout;

namespace pwb::ui {

/// Short remarks under a table, each behind a tick or an “i”.
class NoteList : public QWidget {
    Q_OBJECT

public:
    explicit NoteList(QWidget* parent = nullptr);
    void setNotes(const QVector<PerformanceNote>& notes);

private:
    QVBoxLayout* m_layout;
};

}  // namespace pwb::ui
