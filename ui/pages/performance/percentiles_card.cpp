// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/performance/percentiles_card.h"

#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/performance_tables.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/note_list.h"

namespace pwb::ui {

PercentilesCard::PercentilesCard(QWidget* parent)
    : Card(tr("Percentiles"), parent),
      m_table(new DataTable(QStringLiteral("percentilesTable"))),
      m_notes(new NoteList) {
    m_table->setFitsRows(true);
    m_table->setAccessibleName(tr("Latency percentiles"));
    m_notes->setContentsMargins(16, 8, 16, 12);
    addTool(m_table->copyButton());
    body()->setContentsMargins(1, 4, 1, 1);
    body()->addWidget(m_table);
    body()->addWidget(m_notes);
}

void PercentilesCard::showRun(const result::RunResult& document, int batch) {
    int runs = 0;
    for (const auto& engine : document.engines)
        if (const auto* stats = latencyOf(engine, batch)) runs = std::max(runs, stats->n);
    setHint(tr("batch %1, %2 runs each").arg(batch).arg(formatCount(runs)));
    m_table->setTable(percentilesTable(document, batch));
    m_notes->setNotes(performanceNotes(document, batch));
}

}  // namespace pwb::ui
