// SPDX-License-Identifier: GPL-3.0-or-later
// How a PerformancePage is put together; what it shows is in performance_page.cpp.
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include "ui/charts/bar_rows.h"
#include "ui/charts/latency_boxes.h"
#include "ui/charts/line_chart.h"
#include "ui/models/performance_tables.h"
#include "ui/pages/performance_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/note_list.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

void PerformancePage::buildLatency() {
    m_latencyCard = new Card(tr("Latency"));
    m_batches = new Segmented({});
    m_batches->setObjectName(QStringLiteral("batchChoice"));
    connect(m_batches, &Segmented::chosen, this, &PerformancePage::refreshLatency);
    m_boxes = new LatencyBoxes;
    m_boxesView = new ChartOrTable(m_boxes);
    m_latencyCard->addTool(saveChartButton(m_boxes, QStringLiteral("latency"), SaveButton::Icon));
    m_latencyCard->addTool(m_batches);
    m_latencyCard->body()->addWidget(m_boxesView, 1);

    m_percentilesCard = new Card(tr("Percentiles"));
    m_percentiles = new DataTable(QStringLiteral("percentilesTable"));
    m_percentiles->setFitsRows(true);
    m_percentiles->setAccessibleName(tr("Latency percentiles"));
    m_notes = new NoteList;
    m_notes->setContentsMargins(16, 8, 16, 12);
    m_percentilesCard->addTool(m_percentiles->copyButton());
    m_percentilesCard->body()->setContentsMargins(1, 4, 1, 1);
    m_percentilesCard->body()->addWidget(m_percentiles);
    m_percentilesCard->body()->addWidget(m_notes);
}

void PerformancePage::buildEndToEnd() {
    m_endToEndCard = new Card(tr("One sample end to end"));
    m_endToEndCard->setHint(tr("p50 of each step"));
    m_endToEnd = new BarRows(QStringLiteral("endToEndBars"), tr("One sample end to end"));
    m_endToEndView = new ChartOrTable(m_endToEnd);
    m_endToEndCard->addTool(saveChartButton(m_endToEnd, QStringLiteral("end-to-end"), SaveButton::Icon));
    m_endToEndCard->body()->addWidget(m_endToEndView);
    m_endToEndCard->body()->setContentsMargins(16, 4, 16, 8);
}

void PerformancePage::buildThroughput() {
    m_throughputCard = new Card(tr("Throughput"));
    m_throughputCard->setHint(tr("median of the rounds"));
    m_over = new Segmented({tr("over batch"), tr("over streams")});
    m_over->setObjectName(QStringLiteral("throughputChoice"));
    connect(m_over, &Segmented::chosen, this, &PerformancePage::refreshThroughput);
    m_throughput = new LineChart(QStringLiteral("throughputChart"), tr("Throughput"));
    m_throughputView = new ChartOrTable(m_throughput);
    m_throughputCard->addTool(saveChartButton(m_throughput, QStringLiteral("throughput"), SaveButton::Icon));
    m_throughputCard->addTool(m_over);
    m_throughputCard->body()->addWidget(m_throughputView, 1);
    m_throughputCard->body()->setContentsMargins(16, 4, 16, 8);

    m_throughputTableCard = new Card(tr("Throughput table"));
    m_throughputTableCard->setHint(tr("FPS, median of the rounds"));
    m_throughputTable = new DataTable(QStringLiteral("throughputTable"));
    m_throughputTable->setFitsRows(true);
    m_throughputTableCard->addTool(m_throughputTable->copyButton());
    m_throughputTableCard->body()->setContentsMargins(1, 4, 1, 1);
    m_throughputTableCard->body()->addWidget(m_throughputTable);
    m_power = label({}, TextRole::Caption, Tone::Secondary);
    m_power->setWordWrap(true);
    m_power->setContentsMargins(16, 2, 16, 8);
    m_throughputTableCard->body()->addWidget(m_power);
}

void PerformancePage::buildCameras() {
    m_camerasCard = new Card(tr("How many cameras"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(16, 0, 16, 0);
    const auto spin = [&](const QString& name, int value) {
        auto* box = new QSpinBox;
        box->setObjectName(name);
        box->setRange(1, 9999);
        box->setValue(value);
        connect(box, qOverload<int>(&QSpinBox::valueChanged), this, [this] {
            m_edited = true;
            refreshCameras();
        });
        row->addWidget(box);
        return box;
    };
    m_wanted = spin(QStringLiteral("camerasWanted"), 1);
    m_wanted->setAccessibleName(tr("Cameras"));
    row->addWidget(label(tr("cameras at")));
    m_fps = spin(QStringLiteral("camerasFps"), 30);
    m_fps->setAccessibleName(tr("Frames per second of each camera"));
    row->addWidget(label(tr("fps, with")));
    m_streams = new QComboBox;
    m_streams->setAccessibleName(tr("Parallel sessions"));
    connect(m_streams, qOverload<int>(&QComboBox::activated), this, &PerformancePage::refreshCameras);
    row->addWidget(m_streams);
    row->addStretch(1);
    m_needs = label({}, TextRole::TableStrong);
    row->addWidget(m_needs);
    m_cameraBars = new BarRows(QStringLiteral("cameraBars"), tr("How many cameras"));
    m_camerasTable = new DataTable(QStringLiteral("camerasTable"));
    m_camerasTable->setFitsRows(true);
    m_cameraBars->setContentsMargins(0, 0, 0, 0);
    auto* bars = new QHBoxLayout;
    bars->setContentsMargins(16, 0, 16, 0);
    bars->addWidget(m_cameraBars);
    m_camerasCard->addTool(m_camerasTable->copyButton());
    m_camerasCard->body()->setContentsMargins(1, 4, 1, 1);
    m_camerasCard->body()->addLayout(row);
    m_camerasCard->body()->addLayout(bars);
    m_camerasCard->body()->addWidget(m_camerasTable);
}

}  // namespace pwb::ui
