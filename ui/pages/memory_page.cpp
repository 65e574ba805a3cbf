// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/memory_page.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <algorithm>
#include <cmath>

#include "ui/charts/bar_rows.h"
#include "ui/charts/line_chart.h"
#include "ui/models/format.h"
#include "ui/models/memory_table.h"
#include "ui/models/performance_tables.h"
#include "ui/models/task_figures.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"

namespace pwb::ui {

namespace {

double inUnit(std::uint64_t bytes, ByteUnit unit) {
    return static_cast<double>(bytes) / std::pow(1024.0, static_cast<int>(unit));
}

}  // namespace

MemoryPage::MemoryPage(QWidget* parent) : Page(QStringLiteral("memory"), tr("Memory"), parent) {
    setHint(tr("of each engine’s own process, without the bare runtime"));
    m_peakCard = new Card(tr("Peak memory"));
    m_peakCard->setHint(tr("batch 1, what the peak is made of"));
    m_peak = new BarRows(QStringLiteral("peakBars"), tr("Peak memory"));
    m_peakView = new ChartOrTable(m_peak);
    m_peakCard->addTool(saveChartButton(m_peak, QStringLiteral("peak-memory"), SaveButton::Icon));
    m_peakCard->body()->addWidget(m_peakView);
    m_peakCard->body()->addStretch(1);

    m_fileCard = new Card(tr("File size"));
    m_files = new BarRows(QStringLiteral("fileBars"), tr("File size"));
    m_filesView = new ChartOrTable(m_files);
    m_fileCard->addTool(saveChartButton(m_files, QStringLiteral("file-size"), SaveButton::Icon));
    m_fileCard->body()->addWidget(m_filesView);
    m_fileCard->body()->addStretch(1);

    m_batchCard = new Card(tr("Peak over batch"));
    m_batches = new LineChart(QStringLiteral("peakByBatch"), tr("Peak memory over batch size"));
    m_batchesView = new ChartOrTable(m_batches);
    m_batchCard->addTool(saveChartButton(m_batches, QStringLiteral("peak-over-batch"), SaveButton::Icon));
    m_batchCard->body()->addWidget(m_batchesView, 1);

    m_tableCard = new Card(tr("Memory and size"));
    m_table = new DataTable(QStringLiteral("memoryTable"));
    m_table->setAccessibleName(tr("Memory and size"));
    m_table->setFitsRows(true);
    m_tableCard->addTool(m_table->copyButton());
    m_tableCard->body()->setContentsMargins(1, 4, 1, 1);
    m_tableCard->body()->addWidget(m_table);
    auto* note = label(tr("Weights: as stored in the optimised graph. Running adds: peak minus what loading "
                          "took. Sizes in powers of 1,024."),
                       TextRole::Caption, Tone::Secondary);
    note->setContentsMargins(16, 4, 16, 10);
    m_tableCard->body()->addWidget(note);

    auto* left = new QVBoxLayout;
    left->setSpacing(2 * kGrid);
    left->addWidget(m_peakCard);
    left->addWidget(m_fileCard);
    auto* top = new QHBoxLayout;
    top->setSpacing(2 * kGrid);
    top->addLayout(left, 1);
    top->addWidget(m_batchCard, 1);
    auto* column = new QVBoxLayout;
    column->setSpacing(2 * kGrid);
    column->addLayout(top);
    column->addWidget(m_tableCard);
    column->addStretch(1);
    body()->addWidget(scrollBody(column), 1);

    auto* tables = flatButton(tr("Charts as tables"), QStringLiteral("table"));
    tables->setCheckable(true);
    connect(tables, &QPushButton::toggled, this, [this](bool on) {
        for (ChartOrTable* view : {m_peakView, m_filesView, m_batchesView}) view->showTable(on);
    });
    addTool(tables);
}

bool MemoryPage::measured() const {
    return document() &&
           std::any_of(document()->engines.begin(), document()->engines.end(), [](const auto& engine) {
               return engine.measurement && engine.measurement->memory.peakBytes > 0;
           });
}

void MemoryPage::refresh() {
    const bool built = document() && std::any_of(document()->engines.begin(), document()->engines.end(),
                                                 [](const auto& engine) { return engine.built.has_value(); });
    const QString waiting =
        document() && document()->finished
            ? tr("The memory of this run was not measured. Run it again without --no-measure to see it here.")
            : tr("Memory appears here once the engines have run, each in its own process.");
    m_peakCard->setEmptyText(measured() ? QString() : waiting);
    m_batchCard->setEmptyText(measured() ? QString() : waiting);
    m_fileCard->setEmptyText(built ? QString()
                                   : tr("The size of each engine file appears here once it is built."));
    m_tableCard->setEmptyText(built || measured() ? QString()
                                                  : tr("All figures of memory and size, side by side."));
    if (!document()) return;
    refreshPeak();
    refreshFiles();
    refreshBatches();
    m_table->setTable(memoryTable(*document()));
}

void MemoryPage::refreshPeak() {
    std::uint64_t largest = 0;
    for (const auto& engine : document()->engines)
        if (engine.measurement) largest = std::max(largest, engine.measurement->memory.peakBytes);
    const ByteUnit unit = byteUnit(largest);
    BarRows::Data shown;
    shown.parts = {{tr("after loading"), {}}, {tr("running adds"), 0.3}};
    shown.unit = byteUnitName(unit);
    for (const auto& engine : document()->engines) {
        if (!engine.measurement || engine.measurement->memory.peakBytes == 0) continue;
        const auto& memory = engine.measurement->memory;
        shown.rows << BarRows::Row{
            result::kindOf(*document(), engine),
            engineName(*document(), engine),
            {inUnit(memory.peakBytes - memory.activationsBytes, unit), inUnit(memory.activationsBytes, unit)},
            formatBytes(memory.peakBytes)};
    }
    m_peak->setData(shown);
    m_peakView->setTable(m_peak->table());
}

void MemoryPage::refreshFiles() {
    std::uint64_t largest = 0;
    const auto engines = timedEngines(*document());
    for (const auto* engine : engines)
        if (engine->built) largest = std::max(largest, engine->built->fileBytes);
    const ByteUnit unit = byteUnit(largest);
    BarRows::Data shown;
    shown.parts = {{tr("file"), {}}};
    shown.unit = byteUnitName(unit);
    shown.decimals = unit == ByteUnit::KiB ? 0 : 1;
    for (const auto* engine : engines)
        if (engine->built)
            shown.rows << BarRows::Row{result::kindOf(*document(), *engine),
                                       engineName(*document(), *engine),
                                       {inUnit(engine->built->fileBytes, unit)},
                                       formatBytes(engine->built->fileBytes)};
    m_files->setData(shown);
    m_filesView->setTable(m_files->table());
}

void MemoryPage::refreshBatches() {
    std::uint64_t largest = 0;
    QVector<int> places;
    for (const auto& engine : document()->engines)
        if (engine.measurement)
            for (const auto& [batch, bytes] : engine.measurement->memory.peakByBatch) {
                largest = std::max(largest, bytes);
                if (!places.contains(batch)) places << batch;
            }
    std::sort(places.begin(), places.end());
    const ByteUnit unit = byteUnit(largest);
    LineChart::Data shown;
    shown.yTitle = shown.unit = byteUnitName(unit);
    shown.xTitle = tr("batch");
    shown.decimals = 1;
    for (const int place : places) shown.places << QString::number(place);
    for (const auto& engine : document()->engines) {
        if (!engine.measurement) continue;
        LineChart::Series series{result::kindOf(*document(), engine), {}, {}};
        for (const auto& [batch, bytes] : engine.measurement->memory.peakByBatch) {
            series.points << QPointF(static_cast<double>(places.indexOf(batch)), inUnit(bytes, unit));
            series.endText = formatByteNumber(bytes, unit);
        }
        shown.series << series;
    }
    m_batches->setEmptyText(tr("Only one batch size was measured."));
    m_batches->setData(shown);
    m_batchesView->setTable(m_batches->table());
}

}  // namespace pwb::ui
