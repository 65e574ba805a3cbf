// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/performance_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include "ui/charts/bar_rows.h"
#include "ui/charts/latency_boxes.h"
#include "ui/charts/line_chart.h"
#include "ui/models/format.h"
#include "ui/models/performance_tables.h"
#include "ui/models/task_figures.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/note_list.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

PerformancePage::PerformancePage(QWidget* parent)
    : Page(QStringLiteral("performance"), tr("Performance"), parent) {
    setHint(tr("measured one engine at a time, each in its own process"));
    buildLatency();
    buildEndToEnd();
    buildThroughput();
    buildCameras();
    auto* left = new QVBoxLayout;
    left->setSpacing(2 * kGrid);
    left->addWidget(m_latencyCard, 1);
    left->addWidget(m_endToEndCard);
    left->addWidget(m_throughputTableCard);
    auto* right = new QVBoxLayout;
    right->setSpacing(2 * kGrid);
    right->addWidget(m_percentilesCard);
    right->addWidget(m_throughputCard, 1);
    right->addWidget(m_camerasCard);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(2 * kGrid);
    columns->addLayout(left, 10);
    columns->addLayout(right, 8);
    QWidget* content = scrollBody(columns);
    body()->addWidget(content, 1);

    addTool(saveChartButton(content, QStringLiteral("performance")));
    m_asTables = flatButton(tr("Charts as tables"), QStringLiteral("table"));
    m_asTables->setCheckable(true);
    connect(m_asTables, &QPushButton::toggled, this, &PerformancePage::showTables);
    addTool(m_asTables);
}

bool PerformancePage::hasMeasurements() const {
    if (!document()) return false;
    for (const auto& engine : document()->engines)
        if (engine.measurement) return true;
    return false;
}

QString PerformancePage::waitingText() const {
    if (hasMeasurements()) return {};
    if (document() && document()->finished)
        return tr("This run was not timed. Run it again without --no-measure to see speed here.");
    return tr("Speed appears here once the engines have been timed, one at a time, after evaluation.");
}

int PerformancePage::batch() const {
    return m_batchSizes.value(std::max(0, m_batches->current()), 1);
}

void PerformancePage::refresh() {
    m_batchSizes = document() ? measuredBatches(*document()) : QVector<int>{};
    m_streamCounts = document() ? measuredStreams(*document()) : QVector<int>{};
    QStringList names;
    for (const int size : m_batchSizes) names << QString::number(size);
    m_batches->setChoices(names);
    m_batches->setVisible(m_batchSizes.size() > 1);
    const int chosen = std::max(0, m_streams->currentIndex());
    m_streams->clear();
    m_streams->addItem(tr("what is best"), 0);
    for (const int count : m_streamCounts)
        m_streams->addItem(count == 1 ? tr("1 session") : tr("%1 sessions").arg(count), count);
    m_streams->setCurrentIndex(std::min(chosen, m_streams->count() - 1));
    if (document() && !m_edited) {
        const QSignalBlocker blockWanted(m_wanted), blockFps(m_fps);
        m_wanted->setValue(document()->requirements.streams.value_or(1));
        m_fps->setValue(qRound(document()->requirements.fps.value_or(30)));
    }
    const QString waiting = waitingText();
    for (Card* card :
         {m_latencyCard, m_percentilesCard, m_throughputCard, m_throughputTableCard, m_camerasCard})
        card->setEmptyText(waiting);
    refreshLatency();
    refreshEndToEnd();
    refreshThroughput();
    refreshCameras();
}

void PerformancePage::refreshLatency() {
    m_boxes->setDocument(document(), batch());
    m_boxesView->setTable(m_boxes->table());
    if (!hasMeasurements()) return;
    const int threads = document()->environment.threads;
    m_latencyCard->setHint(threads == 1 ? tr("batch %1, one stream, 1 thread").arg(batch())
                                        : tr("batch %1, one stream, %2 threads").arg(batch()).arg(threads));
    int runs = 0;
    for (const auto& engine : document()->engines)
        if (const auto* stats = latencyOf(engine, batch())) runs = std::max(runs, stats->n);
    m_percentilesCard->setHint(tr("batch %1, %2 runs each").arg(batch()).arg(formatCount(runs)));
    m_percentiles->setTable(percentilesTable(*document(), batch()));
    m_notes->setNotes(performanceNotes(*document(), batch()));
}

void PerformancePage::refreshEndToEnd() {
    const bool known = hasMeasurements() && document()->endToEnd;
    m_endToEndCard->setEmptyText(
        known ? QString()
              : tr("The way of one sample from file to answer appears here once it has been timed."));
    if (!known) return;
    const auto& steps = *document()->endToEnd;
    BarRows::Data shown;
    shown.parts = {{tr("decode"), 0.6}, {tr("preprocess"), 0.0}, {tr("infer"), {}}, {tr("postprocess"), 1.0}};
    shown.unit = tr("ms");
    shown.decimals = 3;
    shown.labelledPart = 2;
    for (const auto& engine : document()->engines) {
        const auto* stats = latencyOf(engine, 1);
        if (!stats) continue;
        const double whole = steps.decodeMs + steps.preprocessMs + stats->p50 + steps.postprocessMs;
        shown.rows << BarRows::Row{result::kindOf(*document(), engine),
                                   engineName(*document(), engine),
                                   {steps.decodeMs, steps.preprocessMs, stats->p50, steps.postprocessMs},
                                   formatMs(whole)};
    }
    m_endToEnd->setData(shown);
    m_endToEndView->setTable(m_endToEnd->table());
}

void PerformancePage::refreshThroughput() {
    LineChart::Data shown;
    shown.yTitle = tr("FPS");
    if (document()) {
        const bool overBatch = m_over->current() == 0;
        const QVector<int>& places = overBatch ? m_batchSizes : m_streamCounts;
        shown.xTitle = overBatch ? tr("batch") : tr("streams");
        for (const int place : places) shown.places << QString::number(place);
        for (const auto* timed : timedEngines(*document())) {
            const auto& engine = *timed;
            LineChart::Series series{result::kindOf(*document(), engine), {}, {}};
            for (int i = 0; i < places.size(); ++i)
                if (const auto fps =
                        overBatch ? throughputOf(engine, places[i], 1) : throughputOf(engine, 1, places[i]))
                    series.points << QPointF(i, *fps);
            if (!series.points.isEmpty()) series.endText = formatNumber(series.points.last().y(), 0);
            shown.series << series;
        }
        const auto& needs = document()->requirements;
        if (needs.fps) {
            shown.target = *needs.fps * needs.streams.value_or(1);
            shown.targetText = tr("needed: %1").arg(formatNumber(*shown.target, 0));
        }
        m_throughputTable->setTable(throughputTable(*document()));
        m_power->clear();
        for (const auto& engine : document()->engines) {
            if (!engine.measurement) continue;
            if (!engine.measurement->powerAbsent.code.empty())
                m_power->setText(coreText(engine.measurement->powerAbsent));
            if (engine.measurement->powerWatts)
                m_power->setText(m_power->text() +
                                 (m_power->text().isEmpty() ? tr("Power: ") : QStringLiteral(", ")) +
                                 tr("%1 %2 W").arg(engineName(*document(), engine),
                                                   formatNumber(*engine.measurement->powerWatts, 1)));
        }
        m_power->setVisible(!m_power->text().isEmpty());
    }
    m_throughput->setData(shown);
    m_throughputView->setTable(m_throughput->table());
}

void PerformancePage::refreshCameras() {
    if (!hasMeasurements()) return;
    const int wanted = m_wanted->value(), fps = m_fps->value(), streams = m_streams->currentData().toInt();
    m_needs->setText(tr("needs %1").arg(formatFps(static_cast<double>(wanted) * fps)));
    BarRows::Data shown;
    shown.decimals = 0;
    shown.parts = {{tr("cameras"), {}}};
    shown.target = wanted;
    shown.targetText = tr("%1 wanted").arg(wanted);
    for (const auto& engine : document()->engines) {
        const auto best = bestThroughput(engine, streams);
        if (!best) continue;
        const double cameras = std::floor(*best / fps);
        shown.rows << BarRows::Row{
            result::kindOf(*document(), engine),
            engineName(*document(), engine),
            {cameras},
            cameras == 1 ? tr("1 camera") : tr("%1 cameras").arg(formatNumber(cameras, 0)),
            cameras >= wanted};
    }
    m_cameraBars->setData(shown);
    m_camerasTable->setTable(camerasTable(*document(), streams, fps, wanted));
}

void PerformancePage::showTables(bool tables) {
    for (ChartOrTable* view : {m_boxesView, m_endToEndView, m_throughputView}) view->showTable(tables);
}

}  // namespace pwb::ui
