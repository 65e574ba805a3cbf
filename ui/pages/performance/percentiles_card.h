// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

namespace pwb::ui {

class DataTable;
class NoteList;

/// The percentiles of latency at one batch size, and what they mean.
class PercentilesCard : public Card {
    Q_OBJECT

public:
    explicit PercentilesCard(QWidget* parent = nullptr);
    void showRun(const result::RunResult& document, int batch);

private:
    DataTable* m_table;
    NoteList* m_notes;
};

}  // namespace pwb::ui
