// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/confidence_page.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

#include "ui/charts/confidence_density.h"
#include "ui/charts/confidence_histogram.h"
#include "ui/charts/reliability_chart.h"
#include "ui/models/format.h"
#include "ui/models/performance_tables.h"
#include "ui/theme/theme.h"
#include "ui/widgets/candidate_choice.h"
#include "ui/widgets/card.h"
#include "ui/widgets/card_mark.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"

namespace pwb::ui {

namespace {

const report::EngineResult* engineOf(const Document& document, const report::EngineKind& kind) {
    return document ? document->engine(kind.id()) : nullptr;
}

}  // namespace

ConfidencePage::ConfidencePage(QWidget* parent)
    : Page(QStringLiteral("confidence"), tr("Confidence"), parent) {
    setHint(tr("the share that each engine gives its first answer, from 0 to 1"));
    m_grid = new QGridLayout;
    m_grid->setSpacing(2 * kGrid);
    auto* below = new QHBoxLayout;
    below->setSpacing(2 * kGrid);
    buildBelow(below);
    setKinds(report::shownKinds(nullptr));
    auto* column = new QVBoxLayout;
    column->setSpacing(2 * kGrid);
    column->addLayout(m_grid, 5);
    column->addLayout(below, 7);
    column->addWidget(m_tableCard);
    QWidget* content = scrollBody(column);
    body()->addWidget(content, 1);
    addTool(saveChartButton(content, QStringLiteral("confidence")));
    auto* tables = flatButton(tr("Charts as tables"), QStringLiteral("table"));
    tables->setCheckable(true);
    connect(tables, &QPushButton::toggled, this, &ConfidencePage::showTables);
    addTool(tables);
}

void ConfidencePage::showTables(bool tables) {
    m_tables = tables;
    for (const EngineCard& shown : m_engines) shown.view->showTable(tables);
    m_reliabilityView->showTable(tables);
    m_densityView->showTable(tables);
}

void ConfidencePage::setKinds(const std::vector<report::EngineKind>& kinds) {
    const bool same = std::equal(kinds.begin(), kinds.end(), m_engines.begin(), m_engines.end(),
                                 [](const auto& kind, const auto& shown) { return kind == shown.kind; });
    if (same) return;
    for (const EngineCard& shown : m_engines) delete shown.card;
    m_engines.clear();
    // Up to three stand in one row, more in two.
    const int count = static_cast<int>(kinds.size());
    const bool many = count > static_cast<int>(base::kAllPrecisions.size());
    const int columns = many ? (count + 1) / 2 : count;
    for (int i = 0; i < count; ++i) {
        m_engines.push_back(engineCard(kinds[static_cast<std::size_t>(i)]));
        if (many) m_engines.back().card->setMinimumHeight(ui::scaled(220));
        m_grid->addWidget(m_engines.back().card, i / columns, i % columns);
    }
    for (int column = 0; column < m_grid->columnCount(); ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

ConfidencePage::EngineCard ConfidencePage::engineCard(const report::EngineKind& kind) {
    EngineCard made{kind, new Card(engineName(kind)), nullptr, new ConfidenceHistogram(kind), nullptr};
    made.mark = addCardMark(*made.card);
    made.histogram->setEmptyText(
        tr("The confidence of %1 appears here while it is evaluated.").arg(engineName(kind)));
    made.view = new ChartOrTable(made.histogram);
    made.view->showTable(m_tables);
    made.card->addTool(saveChartButton(
        made.histogram, QStringLiteral("confidence-") + QString::fromStdString(kind.id()), SaveButton::Icon));
    made.card->body()->addWidget(made.view, 1);
    made.card->body()->setContentsMargins(12, 4, 12, 8);
    return made;
}

void ConfidencePage::buildBelow(QBoxLayout* row) {
    m_reliabilityCard = new Card(tr("Reliability"));
    m_reliabilityCard->setHint(tr("15 bins; on the dotted line an engine is as sure as it is right"));
    m_reliability = new ReliabilityChart;
    m_reliabilityView = new ChartOrTable(m_reliability);
    m_reliabilityCard->addTool(
        saveChartButton(m_reliability, QStringLiteral("reliability"), SaveButton::Icon));
    m_reliabilityCard->body()->addWidget(m_reliabilityView, 1);
    m_reliabilityCard->body()->setContentsMargins(12, 4, 12, 8);
    m_reliabilityCard->setMinimumHeight(ui::scaled(280));
    row->addWidget(m_reliabilityCard, 1);

    m_densityCard = new Card(tr("Confidence against FP32"));
    m_candidate = new CandidateChoice;
    connect(m_candidate, &CandidateChoice::chosen, this, &ConfidencePage::refreshDensity);
    m_density = new ConfidenceDensity;
    m_densityView = new ChartOrTable(m_density);
    m_densityCard->addTool(
        saveChartButton(m_density, QStringLiteral("confidence-against-fp32"), SaveButton::Icon));
    m_densityCard->addTool(m_candidate);
    m_densityCard->body()->addWidget(m_densityView, 1);
    m_densityCard->body()->setContentsMargins(12, 4, 12, 8);
    row->addWidget(m_densityCard, 1);

    m_tableCard = new Card(tr("Calibration of the confidences"));
    m_tableCard->setHint(tr("ECE: mean gap between confidence and accuracy over 15 bins; smaller is better"));
    m_table = new DataTable(QStringLiteral("calibrationTable"));
    m_table->setAccessibleName(tr("Expected calibration error"));
    m_table->setFitsRows(true);
    m_tableCard->addTool(m_table->copyButton());
    m_tableCard->body()->setContentsMargins(1, 4, 1, 1);
    m_tableCard->body()->addWidget(m_table);
}

CellTable ConfidencePage::calibrationTable() const {
    CellTable table;
    table.columns = {{tr("Engine")},
                     {tr("ECE"), {}, true},
                     {tr("Top-1 accuracy"), {}, true, {}, tr("%")},
                     {tr("Samples"), {}, true},
                     {tr("Mean KL to FP32"), {}, true, {}, tr("nats")},
                     {tr("Outputs against FP32, SQNR"), {}, true, {}, tr("dB")}};
    for (const auto& engine : document()->engines) {
        QVector<Cell> row = {ui::engineCell(*document(), engine)};
        if (engine.accuracy) {
            row << Cell{formatNumber(engine.accuracy->ece, 4), engine.accuracy->ece}
                << Cell{formatNumber(engine.accuracy->top1 * 100, 2), engine.accuracy->top1}
                << Cell{formatCount(engine.accuracy->samples),
                        QVariant::fromValue<qlonglong>(engine.accuracy->samples)};
            for (int c = 1; c < row.size(); ++c) row[c].italic = engine.accuracyPartial;
        } else {
            for (int c = 0; c < 3; ++c) row << missingCell(engine);
        }
        const auto* comparison = document()->comparison(engine.id());
        const bool baseline = engine.id() == "fp32";
        const auto distance = [&](const std::optional<double>& value, int decimals) {
            if (baseline) return Cell{tr("baseline"), 0.0, Cell::Tone::Secondary};
            return value ? Cell{formatNumber(*value, decimals), *value} : missingCell(engine);
        };
        row << distance(comparison ? comparison->meanKl : std::nullopt, 5)
            << distance(comparison ? comparison->sqnrDb : std::nullopt, 1);
        table.rows << row;
    }
    return table;
}

void ConfidencePage::refresh() {
    const bool any = document() && !document()->engines.empty();
    const auto kinds = report::shownKinds(document().get());
    setKinds(kinds);
    m_candidate->setKinds(kinds);
    refreshHistograms();
    m_reliability->setDocument(document());
    m_reliabilityView->setTable(m_reliability->table());
    refreshDensity();
    m_tableCard->setEmptyText(
        any ? QString() : tr("The calibration error of each engine appears here after evaluation."));
    if (any) m_table->setTable(calibrationTable());
}

void ConfidencePage::refreshHistograms() {
    std::int64_t right = 0, wrong = 0;
    for (const EngineCard& shown : m_engines)
        if (const auto* engine = engineOf(document(), shown.kind); engine && engine->accuracy) {
            for (const auto count : engine->accuracy->histogram.correct) right = std::max(right, count);
            for (const auto count : engine->accuracy->histogram.wrong) wrong = std::max(wrong, count);
        }
    for (const EngineCard& shown : m_engines) {
        const auto* engine = engineOf(document(), shown.kind);
        shown.mark->setPixmap(markPixmap(shown.kind, 10, devicePixelRatioF()));
        const bool known = engine && engine->accuracy && engine->accuracy->samples > 0;
        if (known)
            shown.histogram->setHistogram(engine->accuracy->histogram, right, wrong);
        else
            shown.histogram->clear();
        shown.view->setTable(shown.histogram->table());
        shown.card->setHint(
            !known ? QString()
            : engine->accuracyPartial
                ? tr("%1 predictions so far").arg(formatCount(engine->accuracy->samples))
                : tr("%1 predictions, ECE %2")
                      .arg(formatCount(engine->accuracy->samples), formatNumber(engine->accuracy->ece, 3)));
    }
}

void ConfidencePage::refreshDensity() {
    const report::EngineKind& kind = m_candidate->current();
    m_density->setEngines(engineOf(document(), base::Precision::Fp32), engineOf(document(), kind), kind);
    m_densityView->setTable(m_density->table());
}

}  // namespace pwb::ui
