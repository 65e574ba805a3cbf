// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/performance_page.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <initializer_list>

#include "ui/models/performance_tables.h"
#include "ui/pages/performance/cameras_card.h"
#include "ui/pages/performance/end_to_end_card.h"
#include "ui/pages/performance/latency_card.h"
#include "ui/pages/performance/percentiles_card.h"
#include "ui/pages/performance/throughput_card.h"
#include "ui/pages/performance/throughput_table_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"

namespace pwb::ui {

PerformancePage::PerformancePage(QWidget* parent)
    : Page(QStringLiteral("performance"), tr("Performance"), parent),
      m_latency(new LatencyCard),
      m_percentiles(new PercentilesCard),
      m_endToEnd(new EndToEndCard),
      m_throughput(new ThroughputCard),
      m_throughputTable(new ThroughputTableCard),
      m_cameras(new CamerasCard) {
    setHint(tr("measured one engine at a time, each in its own process"));
    auto* left = new QVBoxLayout;
    left->setSpacing(2 * kGrid);
    left->addWidget(m_latency, 1);
    left->addWidget(m_endToEnd);
    left->addWidget(m_throughputTable);
    auto* right = new QVBoxLayout;
    right->setSpacing(2 * kGrid);
    right->addWidget(m_percentiles);
    right->addWidget(m_throughput, 1);
    right->addWidget(m_cameras);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(2 * kGrid);
    columns->addLayout(left, 10);
    columns->addLayout(right, 8);
    QWidget* content = scrollBody(columns);
    body()->addWidget(content, 1);

    addTool(saveChartButton(content, QStringLiteral("performance")));
    QPushButton* asTables = flatButton(tr("Charts as tables"), QStringLiteral("table"));
    asTables->setCheckable(true);
    connect(asTables, &QPushButton::toggled, this, &PerformancePage::showTables);
    addTool(asTables);
    connect(m_latency, &LatencyCard::batchChosen, this, &PerformancePage::showPercentiles);
}

bool PerformancePage::hasMeasurements() const {
    return document() && isMeasured(*document());
}

QString PerformancePage::waitingText() const {
    if (hasMeasurements()) return {};
    if (document() && document()->finished)
        return tr("This run was not timed. Run it again without --no-measure to see speed here.");
    return tr("Speed appears here once the engines have been timed, one at a time, after evaluation.");
}

void PerformancePage::refresh() {
    const QString waiting = waitingText();
    for (Card* card :
         std::initializer_list<Card*>{m_latency, m_percentiles, m_throughput, m_throughputTable, m_cameras})
        card->setEmptyText(waiting);
    m_latency->setDocument(document());
    showPercentiles();
    m_endToEnd->setDocument(document().get());
    m_throughput->setDocument(document());
    if (document()) m_throughputTable->showRun(*document());
    m_cameras->setDocument(document());
}

void PerformancePage::showPercentiles() {
    if (hasMeasurements()) m_percentiles->showRun(*document(), m_latency->batch());
}

void PerformancePage::showTables(bool tables) {
    m_latency->showTable(tables);
    m_endToEnd->showTable(tables);
    m_throughput->showTable(tables);
}

}  // namespace pwb::ui
