// SPDX-License-Identifier: GPL-3.0-or-later
// How a LayersPage is put together (its table: layers_table_layout.cpp); what it shows is in layers_page.cpp.
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>

#include "ui/charts/bar_rows.h"
#include "ui/charts/layer_scatter.h"
#include "ui/charts/layer_times.h"
#include "ui/charts/search_steps.h"
#include "ui/charts/value_histogram.h"
#include "ui/jobs/layers_job.h"
#include "ui/models/format.h"
#include "ui/pages/layers_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

namespace {

constexpr int kTopHeight = 214, kSummaryWidth = 256, kDetailWidth = 304;

QLabel* wrapped(QLabel* made) {
    made->setWordWrap(true);
    made->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return made;
}

}  // namespace

LayersPage::LayersPage(LayersJob* job, QWidget* parent)
    : Page(QStringLiteral("layers"), tr("Layers"), parent), m_job(job) {
    setHint(tr("what each layer really runs in, takes and costs"));
    buildTools();
    m_banner = new Banner;
    body()->addWidget(m_banner);
    body()->addWidget(buildProgress());
    auto* below = new QHBoxLayout;
    below->setSpacing(2 * kGrid);
    below->addWidget(buildTable(), 1);
    below->addWidget(buildDetails());
    auto* layers = new QWidget;
    auto* column = new QVBoxLayout(layers);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(buildTop());
    column->addLayout(below, 1);
    m_emptyCard = new Card(tr("Layer by layer"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_emptyCard);
    m_stack->addWidget(layers);
    body()->addWidget(m_stack, 1);
    addShortcuts();
    connect(m_job, &LayersJob::progressChanged, this, &LayersPage::showJob);
    connect(m_job, &LayersJob::failed, this,
            [this](const base::Error& error) { m_banner->show(Banner::Kind::Error, coreText(error)); });
    connect(m_job, &LayersJob::cancelled, this,
            [this] { emit notice(tr("Stopped. The run is as it was.")); });
    connect(&m_undo, &QUndoStack::indexChanged, this, &LayersPage::showRows);
}

void LayersPage::buildTools() {
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

QWidget* LayersPage::buildProgress() {
    m_progress = new QWidget;
    auto* row = new QHBoxLayout(m_progress);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    m_progressText = label({}, TextRole::Table);
    m_progressText->setObjectName(QStringLiteral("layersProgress"));
    m_progressBar = new QProgressBar;
    m_progressBar->setTextVisible(false);
    m_progressBar->setRange(0, 1000);
    m_progressBar->setAccessibleName(tr("Progress"));
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancelLayers"));
    connect(m_cancel, &QPushButton::clicked, m_job, &LayersJob::cancel);
    row->addWidget(m_progressText);
    row->addWidget(m_progressBar, 1);
    row->addWidget(m_cancel);
    m_progress->hide();
    return m_progress;
}

QWidget* LayersPage::buildTop() {
    m_summaryCard = new Card(tr("In INT8"));
    m_summaryCard->setFixedWidth(ui::scaled(kSummaryWidth));
    m_summary = wrapped(label({}, TextRole::Table));
    m_summary->setObjectName(QStringLiteral("layersSummary"));
    m_summary->setTextFormat(Qt::RichText);
    m_notes = wrapped(label({}, TextRole::Caption, Tone::Secondary));
    auto* facts = new QVBoxLayout;
    facts->addWidget(m_summary);
    facts->addWidget(m_notes);
    facts->addStretch(1);
    m_summaryCard->body()->setContentsMargins(16, 0, 6, 8);
    m_summaryCard->body()->addWidget(scrollBody(facts), 1);
    facts->setContentsMargins(0, 0, 10, 0);

    m_timesCard = new Card(tr("Costliest layers"));
    m_times = new LayerTimes;
    m_timesView = new ChartOrTable(m_times);
    m_timesCard->addTool(saveChartButton(m_times, QStringLiteral("costliest-layers"), SaveButton::Icon));
    m_timesCard->body()->setContentsMargins(12, 4, 12, 6);
    m_timesCard->body()->addWidget(m_timesView, 1);
    connect(m_times, &LayerTimes::layerChosen, this, &LayersPage::showLayer);

    m_tradeCard = new Card(tr("Sensitivity"));
    m_tradeChoice = new Segmented({tr("by layer"), tr("search")});
    m_tradeChoice->setObjectName(QStringLiteral("tradeChoice"));
    m_scatter = new LayerScatter;
    m_search = new SearchSteps;
    m_scatterView = new ChartOrTable(m_scatter);
    m_searchView = new ChartOrTable(m_search);
    m_tradeStack = new QStackedWidget;
    m_tradeStack->addWidget(m_scatterView);
    m_tradeStack->addWidget(m_searchView);
    m_tradeCard->addTool(saveChartButton(m_tradeStack, QStringLiteral("sensitivity"), SaveButton::Icon));
    m_tradeCard->addTool(m_tradeChoice);
    m_tradeCard->body()->setContentsMargins(12, 4, 12, 6);
    m_tradeCard->body()->addWidget(m_tradeStack, 1);
    connect(m_tradeChoice, &Segmented::chosen, m_tradeStack, &QStackedWidget::setCurrentIndex);
    connect(m_scatter, &LayerScatter::layerChosen, this, &LayersPage::showLayer);

    auto* top = new QWidget;
    top->setFixedHeight(std::max(kTopHeight, ui::scaled(kTopHeight)));
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    row->addWidget(m_summaryCard);
    row->addWidget(m_timesCard, 1);
    row->addWidget(m_tradeCard, 1);
    return top;
}

QWidget* LayersPage::buildDetails() {
    m_detailCard = new Card(tr("Layer"));
    m_detailCard->setFixedWidth(ui::scaled(kDetailWidth));
    m_pinChoice = new Segmented({tr("Automatic"), tr("Float")});
    m_pinChoice->setObjectName(QStringLiteral("pinChoice"));
    m_pinChoice->setAccessibleName(tr("Precision of this layer in INT8"));
    connect(m_pinChoice, &Segmented::chosen, this, [this](int choice) { setPinned({m_layer}, choice == 1); });
    m_detailCard->addTool(m_pinChoice);
    m_detailName = wrapped(label({}, TextRole::TableStrong));
    m_detailFacts = wrapped(label({}, TextRole::Table, Tone::Secondary));
    m_detailWords = wrapped(label({}, TextRole::Table));
    m_detailWords->setObjectName(QStringLiteral("layerWords"));
    m_valuesHead = label(tr("Values, and what INT8 keeps of them"), TextRole::TableStrong);
    m_values = new ValueHistogram;
    m_valuesFoot = wrapped(label({}, TextRole::Caption, Tone::Secondary));
    m_timesHead = label(tr("Time of a call"), TextRole::TableStrong);
    m_layerTimes = new BarRows(QStringLiteral("layerBars"), tr("Time of a call"));
    auto* column = new QVBoxLayout;
    column->setSpacing(kGrid / 2);
    column->addWidget(m_detailName);
    column->addWidget(m_detailFacts);
    column->addSpacing(kGrid / 2);
    column->addWidget(m_valuesHead);
    column->addWidget(m_values);
    column->addWidget(m_valuesFoot);
    column->addSpacing(kGrid / 2);
    column->addWidget(m_timesHead);
    column->addWidget(m_layerTimes);
    column->addSpacing(kGrid / 2);
    column->addWidget(m_detailWords);
    column->addStretch(1);
    m_values->setFixedHeight(ui::scaled(108));
    QWidget* scrolled = scrollBody(column);
    column->setContentsMargins(0, 0, 8, 0);
    m_detailCard->body()->setContentsMargins(16, 4, 8, 12);
    m_detailCard->body()->addWidget(scrolled, 1);
    return m_detailCard;
}

void LayersPage::addShortcuts() {
    const auto add = [](QWidget* where, const QKeySequence& keys, Qt::ShortcutContext context, auto action) {
        auto* shortcut = new QShortcut(keys, where);
        shortcut->setContext(context);
        connect(shortcut, &QShortcut::activated, where, action);
    };
    add(this, QKeySequence::Undo, Qt::WidgetWithChildrenShortcut, [this] { m_undo.undo(); });
    add(this, QKeySequence::Redo, Qt::WidgetWithChildrenShortcut, [this] { m_undo.redo(); });
    add(this, Qt::Key_Slash, Qt::WidgetWithChildrenShortcut, [this] { m_find->setFocus(); });
    add(this, Qt::Key_Escape, Qt::WidgetWithChildrenShortcut, [this] { applyFilter({}); });
    add(m_table, Qt::Key_Space, Qt::WidgetShortcut, [this] { togglePins(selectedLayers()); });
}

}  // namespace pwb::ui
