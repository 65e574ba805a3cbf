// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/performance/latency_card.h"

#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/charts/latency_boxes.h"
#include "ui/models/performance_tables.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

LatencyCard::LatencyCard(QWidget* parent)
    : Card(tr("Latency"), parent),
      m_batches(new Segmented({})),
      m_boxes(new LatencyBoxes),
      m_view(new ChartOrTable(m_boxes)) {
    m_batches->setObjectName(QStringLiteral("batchChoice"));
    connect(m_batches, &Segmented::chosen, this, [this] {
        showBatch();
        emit batchChosen(batch());
    });
    addTool(saveChartButton(m_boxes, QStringLiteral("latency"), SaveButton::Icon));
    addTool(m_batches);
    body()->addWidget(m_view, 1);
}

int LatencyCard::batch() const {
    return m_batchSizes.value(std::max(0, m_batches->current()), 1);
}

void LatencyCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    m_batchSizes = document ? measuredBatches(*document) : QVector<int>{};
    QStringList names;
    for (const int size : m_batchSizes) names << QString::number(size);
    m_batches->setChoices(names);
    m_batches->setVisible(m_batchSizes.size() > 1);
    showBatch();
}

void LatencyCard::showBatch() {
    m_boxes->setDocument(m_document, batch());
    m_view->setTable(m_boxes->table());
    if (!m_document || !isMeasured(*m_document)) return;
    const int threads = m_document->environment.threads;
    setHint(threads == 1 ? tr("batch %1, one stream, 1 thread").arg(batch())
                         : tr("batch %1, one stream, %2 threads").arg(batch()).arg(threads));
}

void LatencyCard::showTable(bool table) {
    m_view->showTable(table);
}

}  // namespace pwb::ui
