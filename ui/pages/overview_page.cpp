// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_page.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>

#include "core/result/detection_figures.h"
#include "ui/charts/changed_answers_bars.h"
#include "ui/charts/object_fate_bars.h"
#include "ui/charts/trade_off_chart.h"
#include "ui/models/comparison_model.h"
#include "ui/models/format.h"
#include "ui/models/task_figures.h"
#include "ui/pages/verdict_facts.h"
#include "ui/widgets/card.h"
#include "ui/widgets/comparison_table.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/verdict_card.h"

namespace pwb::ui {
namespace {

QPushButton* tool(const QString& text, const QString& iconName, const QString& name) {
    auto* button = new QPushButton(icon(iconName), text);
    button->setProperty("kind", QStringLiteral("flat"));
    button->setObjectName(name);
    return button;
}

/// Asks for the room of what is shown, not of the largest of all.
class ShownStack : public QStackedWidget {
public:
    [[nodiscard]] QSize sizeHint() const override {
        return currentWidget() ? currentWidget()->sizeHint() : QStackedWidget::sizeHint();
    }
    [[nodiscard]] QSize minimumSizeHint() const override {
        return currentWidget() ? currentWidget()->minimumSizeHint() : QStackedWidget::minimumSizeHint();
    }
};

}  // namespace

OverviewPage::OverviewPage(QWidget* parent)
    : Page(QStringLiteral("overview"), tr("Overview"), parent),
      m_verdict(new VerdictCard),
      m_model(new ComparisonModel(this)),
      m_table(new ComparisonTable(m_model)),
      m_note(label({}, TextRole::Caption, Tone::Secondary)),
      m_tradeOff(new TradeOffChart),
      m_changed(new ChangedAnswersBars),
      m_objects(new ObjectFateBars),
      m_copy(tool(tr("Copy table"), QStringLiteral("copy"), QStringLiteral("copyTable"))),
      m_save(tool(tr("Save chart"), QStringLiteral("save"), QStringLiteral("saveChart"))),
      m_asTable(tool(tr("Charts as tables"), QStringLiteral("table"), QStringLiteral("chartsAsTables"))) {
    m_verdict->setFixedHeight(std::max(120, scaled(120)));
    body()->addWidget(m_verdict);
    auto* row = new QHBoxLayout;
    row->setSpacing(2 * kGrid);
    row->addWidget(makeTableCard(), 58);
    row->addWidget(makeCharts(), 42);
    // More engines need a wider table.
    connect(m_model, &QAbstractItemModel::modelReset, this, [this, row] {
        const int table = std::min(70, 58 + 5 * std::max(0, m_model->engines() - 3));
        row->setStretch(0, table);
        row->setStretch(1, 100 - table);
    });
    body()->addLayout(row, 1);

    addTool(m_copy);
    addTool(m_save);
    addTool(m_asTable);
    m_asTable->setCheckable(true);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        m_table->copy();
        emit notice(tr("The table is on the clipboard."));
    });
    connect(m_save, &QPushButton::clicked, this,
            [this] { askAndSaveChart(*m_tradeOff, QStringLiteral("accuracy-against-latency")); });
    connect(m_asTable, &QPushButton::toggled, this, &OverviewPage::showCharts);
}

QWidget* OverviewPage::makeTableCard() {
    auto* card = new Card(QString());
    card->layout()->setContentsMargins(1, 1, 1, 1);
    // The table is the whole card: no head, no inner margins.
    card->body()->setContentsMargins(0, 0, 0, 0);
    card->body()->setSpacing(0);
    card->hideHead();
    card->body()->addWidget(m_table, 1);
    m_note->setContentsMargins(16, 8, 16, 10);
    m_note->setWordWrap(true);
    card->body()->addWidget(m_note);
    return card;
}

QWidget* OverviewPage::makeCharts() {
    auto* side = new QWidget;
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    const auto add = [column](const QString& title, const QString& hint, QWidget* chart,
                              const QString& tableName, DataTable*& table, QStackedWidget*& stack,
                              int stretch) {
        auto* card = new Card(title);
        card->setHint(hint);
        table = new DataTable(tableName);
        stack = new ShownStack;
        stack->addWidget(chart);
        stack->addWidget(table);
        card->body()->addWidget(stack, 1);
        column->addWidget(card, stretch);
        return card;
    };
    add(tr("Accuracy against latency"), tr("bars: 95 % interval and spread of rounds"), m_tradeOff,
        QStringLiteral("tradeOffTable"), m_tradeOffTable, m_tradeOffStack, 1);
    m_changedCard = add({}, {}, m_changed, QStringLiteral("changedTable"), m_changedTable, m_changedStack, 0);
    m_changedStack->addWidget(m_objects);
    return side;
}

void OverviewPage::showCharts() {
    const Document& shown = document();
    const bool detection = shown && shown->isDetection(), tables = m_asTable->isChecked();
    m_tradeOff->setDocument(shown);
    m_tradeOffTable->setTable(m_tradeOff->table());
    m_tradeOffStack->setCurrentIndex(tables ? 1 : 0);
    m_changed->setDocument(detection ? nullptr : shown);
    m_objects->setDocument(detection ? shown : nullptr);
    const Chart* changes = detection ? static_cast<Chart*>(m_objects) : m_changed;
    m_changedTable->setTable(changes->table());
    m_changedStack->setCurrentIndex(tables ? 1 : detection ? 2 : 0);
    m_changedStack->updateGeometry();
    m_changedCard->setTitle(detection ? tr("Objects that differ from FP32")
                                      : tr("Answers that differ from FP32"));
    m_changedCard->setHint(detection && shown->data.threshold > 0
                               ? tr("at confidence %1").arg(formatNumber(shown->data.threshold, 2))
                               : QString());
}

void OverviewPage::setRunState(const RunState& state) {
    m_state = state;
    if (!isVisible()) return;
    showHint();
    showNotes();
    if (state.running) showWaiting();
}

void OverviewPage::refresh() {
    const Document& shown = document();
    showHint();
    showTable();
    if (m_state.running)
        showWaiting();
    else
        showVerdict();
    showCharts();
    const bool some = shown != nullptr;
    m_copy->setEnabled(some);
    m_save->setEnabled(some);
    m_asTable->setEnabled(some);
    m_copy->setIcon(icon(QStringLiteral("copy")));
    m_save->setIcon(icon(QStringLiteral("save")));
    m_asTable->setIcon(icon(QStringLiteral("table")));
}

void OverviewPage::showHint() {
    const Document& shown = document();
    if (m_state.running)
        setHint(tr("run in progress, %1 so far").arg(formatDuration(m_state.secondsSoFar)));
    else if (!shown)
        setHint(tr("verdict, figures, trade-off"));
    else
        setHint(shown->finished
                    ? tr("finished in %1").arg(formatDuration(shown->seconds))
                    : tr("stopped after %1; Resume continues it").arg(formatDuration(shown->seconds)));
}

void OverviewPage::showVerdict() {
    const Document& shown = document();
    if (!shown) {
        m_verdict->setVerdict({}, tr("No run yet"), tr("drop a model and data on the window, then Run"));
        m_verdict->setReason(tr("The verdict appears here with its reason and the facts it rests on."), {});
        return;
    }
    if (!shown->decision) {
        m_verdict->setVerdict({}, shown->finished ? tr("No verdict") : tr("Not finished"), {});
        m_verdict->setReason(unfinishedSentence(*shown), engineFacts(*shown, m_state));
        return;
    }
    const decide::Decision& decision = *shown->decision;
    m_verdict->setVerdict(result::advisedKind(decision), coreText(decision.headline),
                          requirementsMet(decision));
    m_verdict->setReason(coreText(decision.sentence), decisionFacts(decision));
}

void OverviewPage::showWaiting() {
    const double left = m_state.secondsLeft();
    const QString below = m_state.stopping ? tr("stopping; everything done so far is kept")
                          : left >= 0      ? tr("about %1 left").arg(formatDuration(left))
                                           : tr("estimating the time left");
    m_verdict->setVerdict({}, tr("Not yet"), below);
    QList<VerdictCard::Fact> facts;
    if (document()) facts = engineFacts(*document(), m_state);
    facts.append({Chip::Sign::Info, tr("Pages fill as parts finish")});
    m_verdict->setReason(waitingSentence(m_state), facts);
}

void OverviewPage::showNotes() {
    QStringList notes;
    for (const auto& kind : result::shownKinds(document().get())) notes << noteOf(kind);
    m_model->setNotes(notes);
}

void OverviewPage::showTable() {
    m_model->setDocument(document());
    showNotes();
    m_note->setText(tableNote());
}

QString OverviewPage::tableNote() const {
    if (!document()) return tr("The table fills while a run goes on, FP32 first.");
    if (m_model->hasPartial())
        return tr(
            "Figures in italics are from the samples seen so far and still move. "
            "Finished figures do not change any more.");
    if (!document()->isDetection())
        return tr(
            "± is half the 95 % Wilson interval. Bold: best of the row, where "
            "the difference is outside its spread.");
    const QString note =
        tr("± is half the 95 % bootstrap interval, by image. Bold: best of the row, where the "
           "difference is outside its spread.");
    return referenceEngine(*document())
               ? note + ' ' +
                     tr("INT8 (plain) shows what quantising every layer would lose; it is no candidate.")
               : note;
}

QString OverviewPage::noteOf(const result::EngineKind& kind) const {
    const auto* engine = document() ? document()->engine(kind.engine) : nullptr;
    if (m_state.running && m_state.progress.contains(kind.engine)) {
        const run::EngineProgress& progress = m_state.progress[kind.engine];
        const bool over = progress.stage == run::Stage::Done || progress.stage == run::Stage::Failed;
        if (!over) return progressCountText(progress);
        if (kind == base::Precision::Fp32 && progress.stage == run::Stage::Done)
            return tr("finished, baseline");
    }
    if (!engine) return document() ? tr("not asked for") : QString();
    return engineNote(*engine);
}

}  // namespace pwb::ui
