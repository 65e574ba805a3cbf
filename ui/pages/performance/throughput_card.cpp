// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/performance/throughput_card.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/charts/line_chart.h"
#include "ui/models/format.h"
#include "ui/models/performance_tables.h"
#include "ui/models/task_figures.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

ThroughputCard::ThroughputCard(QWidget* parent)
    : Card(tr("Throughput"), parent),
      m_over(new Segmented({tr("over batch"), tr("over streams")})),
      m_lines(new LineChart(QStringLiteral("throughputChart"), tr("Throughput"))),
      m_view(new ChartOrTable(m_lines)) {
    setHint(tr("median of the rounds"));
    m_over->setObjectName(QStringLiteral("throughputChoice"));
    connect(m_over, &Segmented::chosen, this, &ThroughputCard::showLines);
    addTool(saveChartButton(m_lines, QStringLiteral("throughput"), SaveButton::Icon));
    addTool(m_over);
    body()->addWidget(m_view, 1);
    body()->setContentsMargins(16, 4, 16, 8);
}

void ThroughputCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    showLines();
}

void ThroughputCard::showLines() {
    LineChart::Data shown;
    shown.yTitle = tr("FPS");
    if (m_document) {
        const bool overBatch = m_over->current() == 0;
        const QVector<int> places = overBatch ? measuredBatches(*m_document) : measuredStreams(*m_document);
        shown.xTitle = overBatch ? tr("batch") : tr("streams");
        for (const int place : places) shown.places << QString::number(place);
        for (const auto* engine : timedEngines(*m_document)) {
            LineChart::Series series{result::kindOf(*m_document, *engine), {}, {}};
            for (int i = 0; i < places.size(); ++i)
                if (const auto fps =
                        overBatch ? throughputOf(*engine, places[i], 1) : throughputOf(*engine, 1, places[i]))
                    series.points << QPointF(i, *fps);
            if (!series.points.isEmpty()) series.endText = formatNumber(series.points.last().y(), 0);
            shown.series << series;
        }
        const auto& needs = m_document->requirements;
        if (needs.fps) {
            shown.target = *needs.fps * needs.streams.value_or(1);
            shown.targetText = tr("needed: %1").arg(formatNumber(*shown.target, 0));
        }
    }
    m_lines->setData(shown);
    m_view->setTable(m_lines->table());
}

void ThroughputCard::showTable(bool table) {
    m_view->showTable(table);
}

}  // namespace pwb::ui
