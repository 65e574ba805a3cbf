// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/confidence_page.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>
#include <numeric>

#include "ui/charts/confidence_density.h"
#include "ui/charts/confidence_histogram.h"
#include "ui/charts/reliability_chart.h"
#include "ui/models/detection_tables.h"
#include "ui/models/format.h"
#include "ui/models/performance_tables.h"
#include "ui/models/task_figures.h"
#include "ui/theme/theme.h"
#include "ui/widgets/candidate_choice.h"
#include "ui/widgets/card.h"
#include "ui/widgets/card_mark.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"
#include "ui/widgets/wrap_label.h"

namespace pwb::ui {

namespace {

const result::EngineResult* engineOf(const Document& document, const result::EngineKind& kind) {
    return document ? document->engine(kind.engine) : nullptr;
}

/// Answers with a label, or detections of annotated images.
std::int64_t answerCount(const result::EngineResult& engine) {
    const auto* histogram = histogramOf(&engine);
    if (!histogram) return 0;
    return std::accumulate(histogram->correct.begin(), histogram->correct.end(), std::int64_t{0}) +
           std::accumulate(histogram->wrong.begin(), histogram->wrong.end(), std::int64_t{0});
}

}  // namespace

ConfidencePage::ConfidencePage(QWidget* parent)
    : Page(QStringLiteral("confidence"), tr("Confidence"), parent) {
    m_grid = new QGridLayout;
    m_grid->setSpacing(2 * kGrid);
    m_below = new QHBoxLayout;
    m_below->setSpacing(2 * kGrid);
    buildBelow(m_below);
    buildFates();
    setKinds(result::shownKinds(nullptr));
    m_column = new QVBoxLayout;
    m_column->setSpacing(2 * kGrid);
    m_column->addLayout(m_grid, 5);
    m_column->addLayout(m_below, 7);
    m_column->addWidget(m_fatesCard);
    m_column->addWidget(m_tableCard);
    QWidget* content = scrollBody(m_column);
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

void ConfidencePage::setKinds(const std::vector<result::EngineKind>& kinds) {
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

ConfidencePage::EngineCard ConfidencePage::engineCard(const result::EngineKind& kind) {
    EngineCard made{kind, new Card(engineName(kind)), nullptr, new ConfidenceHistogram(kind), nullptr};
    made.mark = addCardMark(*made.card);
    made.histogram->setEmptyText(
        tr("The confidence of %1 appears here while it is evaluated.").arg(engineName(kind)));
    made.view = new ChartOrTable(made.histogram);
    made.view->showTable(m_tables);
    made.card->addTool(saveChartButton(made.histogram,
                                       QStringLiteral("confidence-") + QString::fromStdString(kind.key()),
                                       SaveButton::Icon));
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
    m_table = new DataTable(QStringLiteral("calibrationTable"));
    m_table->setAccessibleName(tr("Expected calibration error"));
    m_table->setFitsRows(true);
    m_tableCard->addTool(m_table->copyButton());
    m_tableCard->body()->setContentsMargins(1, 4, 1, 1);
    m_tableCard->body()->addWidget(m_table);
    m_tableCard->body()->addStretch(1);
}

void ConfidencePage::buildFates() {
    m_fatesCard = new Card(tr("FP32’s objects under each candidate"));
    m_fates = new DataTable(QStringLiteral("fatesTable"));
    m_fates->setAccessibleName(tr("FP32’s objects under each candidate"));
    m_fates->setFitsRows(true);
    m_fatesCard->addTool(m_fates->copyButton());
    m_fatesCard->body()->setContentsMargins(1, 4, 1, 10);
    m_fatesCard->body()->addWidget(m_fates);
    auto* note = new QHBoxLayout;
    note->setContentsMargins(16, 0, 16, 0);
    note->addWidget(new WrapLabel(tr(
        "Instead of a scatter: a detector’s answers are paired object by object, and what is not found again "
        "has no second confidence. Confidence: the mean change over the objects that both find. The Changes "
        "page shows every lost and new object in its image.")));
    m_fatesCard->body()->addLayout(note);
}

CellTable ConfidencePage::calibrationTable() const {
    CellTable table;
    const bool detection = document()->isDetection();
    table.columns = {{tr("Engine")},
                     {tr("ECE"), {}, true},
                     {qualityName(document().get()), {}, true, {}, tr("%")},
                     {detection ? tr("Detections") : tr("Samples"), {}, true}};
    if (!detection)
        table.columns << CellColumn{tr("Mean KL to FP32"), {}, true, {}, tr("nats")}
                      << CellColumn{tr("Outputs against FP32, SQNR"), {}, true, {}, tr("dB")};
    for (const auto& engine : document()->engines) {
        QVector<Cell> row = {ui::engineCell(*document(), engine)};
        const auto ece = eceOf(&engine), quality = engine.quality();
        if (ece && quality) {
            const qlonglong answers = answerCount(engine);
            row << Cell{formatNumber(*ece, 4), *ece} << Cell{formatNumber(*quality * 100, 2), *quality}
                << Cell{formatCount(answers), QVariant::fromValue(answers)};
            for (int c = 1; c < row.size(); ++c) row[c].italic = engine.accuracyPartial;
        } else {
            for (int c = 0; c < 3; ++c) row << missingCell(engine);
        }
        const auto* comparison = document()->comparison(engine.id);
        const bool baseline = engine.id.isBaseline();
        const auto distance = [&](const std::optional<double>& value, int decimals) {
            if (baseline) return Cell{tr("baseline"), 0.0, Cell::Tone::Secondary};
            return value ? Cell{formatNumber(*value, decimals), *value} : missingCell(engine);
        };
        if (!detection)
            row << distance(comparison ? comparison->meanKl : std::nullopt, 5)
                << distance(comparison ? comparison->sqnrDb : std::nullopt, 1);
        table.rows << row;
    }
    return table;
}

void ConfidencePage::refresh() {
    const bool any = document() && !document()->engines.empty();
    const bool detection = document() && document()->isDetection();
    setHint(detection ? tr("the confidence of each detection, from 0 to 1")
                      : tr("the share that each engine gives its first answer, from 0 to 1"));
    const auto kinds = result::shownKinds(document().get());
    setKinds(kinds);
    m_candidate->setKinds(kinds);
    refreshHistograms();
    m_reliability->setDocument(document());
    m_reliabilityView->setTable(m_reliability->table());
    m_densityCard->setVisible(!detection);
    m_fatesCard->setVisible(detection);
    if (detection)
        m_below->addWidget(m_tableCard, 1);
    else
        m_column->addWidget(m_tableCard);
    if (detection)
        refreshFates();
    else
        refreshDensity();
    m_tableCard->setHint(
        detection ? tr("ECE: mean gap to the share of right ones")
                  : tr("ECE: mean gap between confidence and accuracy over 15 bins; smaller is better"));
    m_tableCard->setEmptyText(
        any ? QString() : tr("The calibration error of each engine appears here after evaluation."));
    if (any) m_table->setTable(calibrationTable());
}

void ConfidencePage::refreshFates() {
    const auto& all = document()->comparisons;
    const bool known =
        std::any_of(all.begin(), all.end(), [](const auto& one) { return one.objects != nullptr; });
    m_fatesCard->setHint(known ? tr("at confidence %1").arg(formatNumber(document()->data.threshold, 2))
                               : QString());
    m_fatesCard->setEmptyText(
        known ? QString()
              : tr("What became of the objects that FP32 finds appears here once a candidate is evaluated."));
    if (known) m_fates->setTable(fatesTable(*document()));
}

QString ConfidencePage::histogramHint(const result::EngineResult& engine) const {
    const QString count = formatCount(answerCount(engine)), ece = formatNumber(eceOf(&engine).value_or(0), 3);
    if (document()->isDetection())
        return engine.accuracyPartial ? tr("%1 detections so far").arg(count)
                                      : tr("%1 detections, ECE %2").arg(count, ece);
    return engine.accuracyPartial ? tr("%1 predictions so far").arg(count)
                                  : tr("%1 predictions, ECE %2").arg(count, ece);
}

void ConfidencePage::refreshHistograms() {
    std::int64_t right = 0, wrong = 0;
    for (const EngineCard& shown : m_engines)
        if (const auto* histogram = histogramOf(engineOf(document(), shown.kind)))
            for (std::size_t i = 0; i < histogram->correct.size(); ++i) {
                right = std::max(right, histogram->correct[i]);
                wrong = std::max(wrong, histogram->wrong[i]);
            }
    // A detector keeps thousands of unsure answers, which would leave nothing to see of the others.
    if (document() && document()->isDetection() && right > 0) wrong = std::min(wrong, right);
    for (const EngineCard& shown : m_engines) {
        const auto* engine = engineOf(document(), shown.kind);
        shown.mark->setPixmap(markPixmap(shown.kind, 10, devicePixelRatioF()));
        const auto* histogram = histogramOf(engine);
        const bool known = histogram && answerCount(*engine) > 0;
        if (known)
            shown.histogram->setHistogram(*histogram, right, wrong);
        else
            shown.histogram->clear();
        shown.view->setTable(shown.histogram->table());
        shown.card->setHint(known ? histogramHint(*engine) : QString());
    }
}

void ConfidencePage::refreshDensity() {
    const result::EngineKind& kind = m_candidate->current();
    m_density->setEngines(engineOf(document(), base::Precision::Fp32), engineOf(document(), kind), kind);
    m_densityView->setTable(m_density->table());
}

}  // namespace pwb::ui
