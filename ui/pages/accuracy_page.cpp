// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/accuracy_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <algorithm>

#include "ui/models/class_table.h"
#include "ui/models/detection_tables.h"
#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/models/task_figures.h"
#include "ui/pages/accuracy/size_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/ramp_legend.h"
#include "ui/widgets/sample_grid.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

namespace {

constexpr int kFewClasses = 24;  ///< all are seen at once

QString changedText(const result::RunResult& document, const result::EngineResult& engine) {
    const auto* comparison = document.comparison(engine.id);
    if (!comparison || !comparison->accuracy) return {};
    const std::int64_t changed = comparison->accuracy->changedSamples;
    return changed == 1 ? AccuracyPage::tr(", 1 answer differs")
                        : AccuracyPage::tr(", %1 answers differ").arg(formatCount(changed));
}

/// What stands beside an engine's name; empty before evaluation.
QString headText(const result::RunResult& document, const result::EngineResult& engine) {
    QString text;
    if (const auto* found = engine.detection.get())
        text = AccuracyPage::tr("%1 found").arg(formatCount(found->found));
    else if (engine.accuracy && engine.accuracy->samples > 0)
        text = AccuracyPage::tr("%1 of %2 right")
                   .arg(formatCount(engine.accuracy->correct), formatCount(engine.accuracy->samples));
    if (text.isEmpty()) return text;
    if (engine.accuracyPartial) return text + AccuracyPage::tr(", so far");
    return document.isDetection() ? text : text + changedText(document, engine);
}

}  // namespace

QString AccuracyPage::nameOf(const QString& engineId) const {
    const auto* engine = document() ? document()->engine(engineIdOf(engineId)) : nullptr;
    return engine ? engineName(*document(), *engine) : engineId.toUpper();
}

AccuracyPage::AccuracyPage(QWidget* parent)
    : Page(QStringLiteral("accuracy"), tr("Accuracy"), parent), m_link(new ConfusionLink(this)) {
    buildViews();
    buildTools();
    buildMatrices();
    buildBelow();
    addShortcuts();
    connect(m_link, &ConfusionLink::viewChanged, this, &AccuracyPage::renewZoomText);
    connect(m_link, &ConfusionLink::selectedChanged, this, [this] {
        showCellSamples(m_shownEngine);
        showMarked();
    });
}

// Only while it is shown: with many classes the table is long.
void AccuracyPage::refreshPairs() {
    if (m_stack->currentIndex() == 1)
        m_pairs->setTable(document() ? confusionPairsTable(*document()) : CellTable{});
}

bool AccuracyPage::isDetection() const {
    return document() && document()->isDetection();
}

void AccuracyPage::refresh() {
    m_link->setClasses(confusionNames(document().get()));
    setKinds(result::shownKinds(document().get()));
    refreshHeads();
    refreshMatrices();
    refreshPairs();
    refreshClasses();
    showCellSamples(m_shownEngine);
    refreshClassFilter();
    showTask();
}

void AccuracyPage::refreshClassFilter() {
    QStringList names = {tr("All classes")}, before;
    if (isDetection())
        for (int c = 0; c < classCount(*document()); ++c) names << className(*document(), c);
    for (int i = 0; i < m_classFilter->count(); ++i) before << m_classFilter->itemText(i);
    if (names == before) return;
    m_classFilter->clear();
    m_classFilter->addItems(names);
}

void AccuracyPage::refreshClasses() {
    const int classes = document() ? classCount(*document()) : 0;
    const bool detection = isDetection();
    const int sortedBy = detection ? kDetectionDeltaColumn : perClassDeltaColumn(document().get());
    CellTable table = detection    ? detectionClassTable(*document())
                      : document() ? perClassTable(*document())
                                   : CellTable{};
    const bool otherColumns = table.columns.size() != m_classTable->table().columns.size();
    m_classTable->setTable(std::move(table));
    if (otherColumns && document()) m_classTable->setSortable(sortedBy, Qt::AscendingOrder);
    m_classCard->setHint(classes == 0 ? QString()
                         : detection
                             ? tr("%1 classes, worst loss first; click a heading to sort").arg(classes)
                             : tr("%1 classes, worst change first; click a heading to sort").arg(classes));
    m_classCard->setEmptyText(classes == 0
                                  ? tr("Recall and F1 of every class appear here once samples are evaluated.")
                                  : QString());
}

// A detector is looked at by object size first, and there the tools of the matrices have no use.
void AccuracyPage::showTask() {
    const bool detection = isDetection(), sizes = detection && m_viewChoice->current() != 1;
    m_viewChoice->setVisible(detection);
    m_classFilter->setVisible(sizes);
    // A detector's page has the choice of view beside them: few classes need no search, many no legend.
    const bool few = m_link->count() <= kFewClasses;
    for (QWidget* tool : m_matrixTools) tool->setVisible(!sizes);
    if (detection) m_find->setVisible(!sizes && !few);
    if (detection) m_legend->setVisible(!sizes && few);
    m_sizes->setVisible(sizes);
    m_stack->setVisible(!sizes);
    m_classCard->setVisible(!sizes);
    m_samplesCard->setVisible(!detection);
    body()->setStretchFactor(m_below, sizes ? 0 : kBelowStretch);  // an empty layout keeps its share
    setHint(sizes       ? tr("average precision and recall of objects by their size, √area")
            : detection ? tr("rows are the true class, columns the answer, at confidence %1")
                              .arg(formatNumber(document()->data.threshold, 2))
                        : tr("rows are the true class, columns the answer"));
    showSizes();
}

void AccuracyPage::showSizes() {
    const bool shown = isDetection() && m_viewChoice->current() != 1;
    if (shown) m_sizes->setDocument(document(), m_classFilter->currentIndex() - 1);
}

void AccuracyPage::refreshHeads() {
    for (const EngineCard& shown : m_engines) {
        const auto* engine = document() ? document()->engine(shown.kind.engine) : nullptr;
        shown.mark->setPixmap(markPixmap(shown.kind, 10, devicePixelRatioF()));
        const QString text = engine ? headText(*document(), *engine) : QString();
        const auto quality = engine && !text.isEmpty() ? engine->quality() : std::nullopt;
        shown.card->setHint(text);
        shown.figure->setText(quality ? formatPercent(*quality) : QString());
        shown.figure->setToolTip(quality ? qualityName(document().get()) : QString());
        QFont font = ui::font(TextRole::Table);
        font.setItalic(quality && engine->accuracyPartial);
        shown.figure->setFont(font);
    }
}

void AccuracyPage::refreshMatrices() {
    std::int64_t largest = 0;
    const ConfusionCounts base = confusionOf(document() ? document()->engine(base::Precision::Fp32) : nullptr);
    for (const EngineCard& shown : m_engines) {
        const auto* engine = document() ? document()->engine(shown.kind.engine) : nullptr;
        largest =
            std::max(largest, confusionLargest(confusionOf(engine).counts, base.counts, m_link->mode()));
    }
    m_legend->setRange(m_link->mode(), largest);
    for (const EngineCard& shown : m_engines) shown.view->setDocument(document(), largest);
}

void AccuracyPage::showCellSamples(const QString& engineId) {
    m_shownEngine = engineId.isEmpty() ? engineKey(base::Precision::Int8) : engineId;
    if (isDetection()) return;
    const QPoint cell = m_link->selected();
    const auto* shown = document() ? document()->engine(engineIdOf(m_shownEngine)) : nullptr;
    const QString otherId =
        engineIdOf(m_shownEngine).isBaseline() ? engineKey(base::Precision::Int8) : engineKey(base::Precision::Fp32);
    if (cell.x() < 0 || cell.y() < 0 || !shown || !shown->predictions) {
        m_samples->setSamples(nullptr, {}, {}, {});
        m_samplesCard->setTitle(tr("Images"));
        m_samplesCard->setHint({});
        m_samplesCard->setEmptyText(
            tr("Click a cell of a matrix to see its images here, those that are new first."));
        return;
    }
    const auto* other = document()->engine(engineIdOf(otherId));
    const auto samples = samplesInCell(*document(), *shown, other, cell.y(), cell.x());
    const auto only =
        std::count_if(samples.begin(), samples.end(), [](const CellSample& s) { return s.onlyHere; });
    const QString truth = m_link->classes().value(cell.y()), answer = m_link->classes().value(cell.x());
    m_samplesCard->setTitle(cell.x() == cell.y() ? tr("%1 read rightly").arg(truth)
                                                 : tr("%1 read as %2").arg(truth, answer));
    const QString hint = engineIdOf(m_shownEngine).isBaseline() ? tr("%1, %2 images, %3 of them not in %4")
                                                                : tr("%1, %2 images, %3 of them new");
    m_samplesCard->setHint(
        engineIdOf(m_shownEngine).isBaseline()
            ? hint.arg(nameOf(m_shownEngine)).arg(samples.size()).arg(only).arg(nameOf(otherId))
            : hint.arg(nameOf(m_shownEngine)).arg(samples.size()).arg(only));
    m_samplesCard->setEmptyText(
        samples.isEmpty() ? tr("%1 reads no image of this class so.").arg(nameOf(m_shownEngine)) : QString());
    m_samples->setSamples(document(), m_shownEngine, otherId, samples);
}

void AccuracyPage::showMarked() {
    m_classTable->selectRow(m_link->selected().y());
}

void AccuracyPage::findClass(const QString& text) {
    const auto& names = m_link->classes();
    int found = static_cast<int>(names.indexOf(text));
    for (int i = 0; found < 0 && i < names.size(); ++i)
        if (names[i].startsWith(text, Qt::CaseInsensitive)) found = i;
    for (int i = 0; found < 0 && i < names.size(); ++i)
        if (names[i].contains(text, Qt::CaseInsensitive)) found = i;
    if (text.isEmpty() || found < 0) {
        if (!text.isEmpty()) emit notice(tr("No class is called “%1”.").arg(text));
        return;
    }
    m_link->select({-1, found});
    m_link->showCell({found, found});
}

void AccuracyPage::openInChanges() {
    const QPoint cell = m_link->selected();
    if (cell == ConfusionLink::kNone) return;
    const QString engine = engineIdOf(m_shownEngine).isBaseline() ? engineKey(base::Precision::Int8) : m_shownEngine;
    QStringList filter;
    const int classes = document() ? classCount(*document()) : 0;  // behind them a detector's background
    if (cell.y() >= 0 && cell.y() < classes) filter << QStringLiteral("true=%1").arg(cell.y());
    if (cell.x() >= 0 && cell.x() < classes) filter << QStringLiteral("answer=%1").arg(cell.x());
    filter << QStringLiteral("engine=") + engine;
    emit pageRequested(QStringLiteral("changes"), filter.join(u' '));
}

void AccuracyPage::zoomBy(double factor) {
    m_link->setZoom(m_link->zoom() * factor);
}

void AccuracyPage::renewZoomText() {
    m_zoomText->setText(QStringLiteral("%1 %").arg(qRound(m_link->zoom() * 100)));
}

}  // namespace pwb::ui
