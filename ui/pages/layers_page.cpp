// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/layers_page.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <algorithm>

#include "ui/jobs/layers_job.h"
#include "ui/models/format.h"
#include "ui/pages/layers/costliest_layers_card.h"
#include "ui/pages/layers/job_strip.h"
#include "ui/pages/layers/layer_detail_card.h"
#include "ui/pages/layers/layer_pin_editor.h"
#include "ui/pages/layers/layer_summary_card.h"
#include "ui/pages/layers/layer_table_card.h"
#include "ui/pages/layers/sensitivity_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

namespace {

constexpr int kTopHeight = 214;

}  // namespace

LayersPage::LayersPage(LayersJob* job, QWidget* parent)
    : Page(QStringLiteral("layers"), tr("Layers"), parent), m_job(job), m_pins(new LayerPinEditor(this)) {
    setHint(tr("what each layer really runs in, takes and costs"));
    addTools();
    m_banner = new Banner;
    body()->addWidget(m_banner);
    body()->addWidget(new JobStrip(m_job));
    QWidget* layers = buildLayers();
    m_empty = new Card(tr("Layer by layer"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(layers);
    body()->addWidget(m_stack, 1);
    addShortcuts();
    connectJob();
}

void LayersPage::addTools() {
    m_measure = flatButton(tr("Measure layers"), QStringLiteral("performance"));
    m_measure->setObjectName(QStringLiteral("measureLayers"));
    m_measure->setToolTip(tr("Finds out what each layer really runs in and how long it takes"));
    connect(m_measure, &QPushButton::clicked, this, [this] { m_job->measure(document()->runFolder, false); });
    addTool(m_measure);
    m_sensitivity = flatButton(tr("Measure sensitivity"), QStringLiteral("accuracy"));
    m_sensitivity->setObjectName(QStringLiteral("measureSensitivity"));
    m_sensitivity->setToolTip(
        tr("Tries every group of layers alone in INT8 and alone in float; takes a while"));
    connect(m_sensitivity, &QPushButton::clicked, this,
            [this] { m_job->measure(document()->runFolder, true); });
    addTool(m_sensitivity);
    m_asTables = flatButton(tr("Charts as tables"), QStringLiteral("table"));
    m_asTables->setCheckable(true);
    connect(m_asTables, &QPushButton::toggled, this, &LayersPage::showTables);
    addTool(m_asTables);
}

QWidget* LayersPage::buildLayers() {
    m_table = new LayerTableCard(m_pins);
    m_detail = new LayerDetailCard(m_pins);
    auto* below = new QHBoxLayout;
    below->setSpacing(2 * kGrid);
    below->addWidget(m_table, 1);
    below->addWidget(m_detail);
    auto* layers = new QWidget;
    auto* column = new QVBoxLayout(layers);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(buildTop());
    column->addLayout(below, 1);
    connect(m_costliest, &CostliestLayersCard::layerChosen, m_table, &LayerTableCard::choose);
    connect(m_trade, &SensitivityCard::layerChosen, m_table, &LayerTableCard::choose);
    connect(m_table, &LayerTableCard::layerChosen, this, [this](int layer) {
        m_trade->setChosen(layer);
        if (hasLayers()) m_detail->showLayer(document(), layer);
    });
    connect(m_table, &LayerTableCard::notice, this, &LayersPage::notice);
    connect(m_table, &LayerTableCard::rebuildRequested, this, [this] {
        if (hasLayers()) m_job->rebuild(document()->runFolder, m_pins->pinnedLayers());
    });
    return layers;
}

QWidget* LayersPage::buildTop() {
    m_summary = new LayerSummaryCard;
    m_costliest = new CostliestLayersCard;
    m_trade = new SensitivityCard;
    auto* top = new QWidget;
    top->setFixedHeight(std::max(kTopHeight, ui::scaled(kTopHeight)));
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    row->addWidget(m_summary);
    row->addWidget(m_costliest, 1);
    row->addWidget(m_trade, 1);
    return top;
}

void LayersPage::addShortcuts() {
    const auto add = [this](const QKeySequence& keys, auto* receiver, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, receiver, action);
    };
    add(QKeySequence::Undo, m_pins, &LayerPinEditor::undo);
    add(QKeySequence::Redo, m_pins, &LayerPinEditor::redo);
    add(Qt::Key_Slash, m_table, &LayerTableCard::focusSearch);
    add(Qt::Key_Escape, m_table, &LayerTableCard::clearFilter);
}

void LayersPage::connectJob() {
    connect(m_job, &LayersJob::progressChanged, this, &LayersPage::showJob);
    connect(m_job, &LayersJob::failed, this,
            [this](const base::Error& error) { m_banner->show(Banner::Kind::Error, coreText(error)); });
    connect(m_job, &LayersJob::cancelled, this,
            [this] { emit notice(tr("Stopped. The run is as it was.")); });
}

bool LayersPage::hasLayers() const {
    return document() && document()->layers && !document()->layers->layers.empty();
}

void LayersPage::setRunning(bool running) {
    m_runInProgress = running;
    showJob();
}

void LayersPage::applyFilter(const QString& filter) {
    m_table->showOnly(filter);
}

void LayersPage::refresh() {
    m_pins->setReport(document() ? document()->layers : nullptr);
    m_stack->setCurrentIndex(hasLayers() ? 1 : 0);
    m_asTables->setEnabled(hasLayers());
    const bool finished = document() && document()->finished;
    m_empty->setEmptyText(
        finished
            ? tr("Here stands what precision each layer really runs in, how long it takes in each engine, "
                 "the range of its values, and what INT8 costs it. “Measure layers” finds out; "
                 "“Measure sensitivity” also tries which layers are better left in float.")
            : tr("Here stands what precision each layer really runs in, how long it takes in each engine, "
                 "the range of its values, and what INT8 costs it, once a run is finished."));
    if (hasLayers()) {
        m_summary->setReport(*document()->layers);
        m_costliest->setDocument(document());
        m_trade->setDocument(document());
        m_table->setDocument(document());
    }
    showJob();
}

void LayersPage::showJob() {
    const bool running = m_job->running(), free = !running && !m_runInProgress,
               finished = document() && document()->finished && !document()->runFolder.empty();
    m_measure->setEnabled(free && finished);
    m_sensitivity->setEnabled(free && finished);
    m_measure->setText(hasLayers() ? tr("Measure again") : tr("Measure layers"));
    if (running) m_banner->hide();
    m_pins->setLocked(!free);
}

void LayersPage::showTables(bool tables) {
    m_costliest->showTable(tables);
    m_trade->showTables(tables);
}

}  // namespace pwb::ui
