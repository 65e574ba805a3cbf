// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/accuracy_page.h"

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <algorithm>

#include "ui/models/class_table.h"
#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/ramp_legend.h"
#include "ui/widgets/sample_grid.h"

namespace pwb::ui {

namespace {

QString headText(const report::ReportDocument& document, const report::EngineResult& engine) {
    const auto& accuracy = *engine.accuracy;
    QString text =
        AccuracyPage::tr("%1 of %2 right").arg(formatCount(accuracy.correct), formatCount(accuracy.samples));
    if (engine.accuracyPartial) return text + AccuracyPage::tr(", so far");
    const auto* comparison = document.comparison(engine.id());
    if (comparison && comparison->accuracy)
        text += comparison->accuracy->changedSamples == 1
                    ? AccuracyPage::tr(", 1 answer differs")
                    : AccuracyPage::tr(", %1 answers differ")
                          .arg(formatCount(comparison->accuracy->changedSamples));
    return text;
}

}  // namespace

QString AccuracyPage::nameOf(const QString& engineId) const {
    const auto* engine = document() ? document()->engine(engineId.toStdString()) : nullptr;
    return engine ? engineName(*document(), *engine) : engineId.toUpper();
}

AccuracyPage::AccuracyPage(QWidget* parent)
    : Page(QStringLiteral("accuracy"), tr("Accuracy"), parent), m_link(new ConfusionLink(this)) {
    setHint(tr("rows are the true class, columns the answer"));
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

void AccuracyPage::refresh() {
    QStringList names;
    if (document())
        for (int c = 0; c < classCount(*document()); ++c) names << className(*document(), c);
    m_link->setClasses(names);
    const auto kinds = report::shownKinds(document().get());
    const bool otherColumns = kinds.size() != m_engines.size();
    setKinds(kinds);
    refreshHeads();
    refreshMatrices();
    refreshPairs();
    m_classTable->setTable(document() ? perClassTable(*document()) : CellTable{});
    if (otherColumns) m_classTable->setSortable(perClassDeltaColumn(document().get()), Qt::AscendingOrder);
    m_classCard->setHint(
        names.isEmpty() ? QString()
                        : tr("%1 classes, worst change first; click a heading to sort").arg(names.size()));
    m_classCard->setEmptyText(names.isEmpty()
                                  ? tr("Recall and F1 of every class appear here once samples are evaluated.")
                                  : QString());
    showCellSamples(m_shownEngine);
}

void AccuracyPage::refreshHeads() {
    for (const EngineCard& shown : m_engines) {
        const auto* engine = document() ? document()->engine(shown.kind.id()) : nullptr;
        const bool known = engine && engine->accuracy && engine->accuracy->samples > 0;
        shown.mark->setPixmap(markPixmap(shown.kind, 10, devicePixelRatioF()));
        shown.card->setHint(known ? headText(*document(), *engine) : QString());
        shown.figure->setText(known ? formatPercent(engine->accuracy->top1) : QString());
        QFont font = ui::font(TextRole::Table);
        font.setItalic(known && engine->accuracyPartial);
        shown.figure->setFont(font);
    }
}

void AccuracyPage::refreshMatrices() {
    std::int64_t largest = 0;
    const auto* fp32 = document() ? document()->engine("fp32") : nullptr;
    for (const EngineCard& shown : m_engines) {
        const auto* engine = document() ? document()->engine(shown.kind.id()) : nullptr;
        if (!engine || !engine->accuracy) continue;
        std::span<const std::int64_t> base;
        if (fp32 && fp32->accuracy) base = fp32->accuracy->confusion;
        largest = std::max(largest, confusionLargest(engine->accuracy->confusion, base, m_link->mode()));
    }
    m_legend->setRange(m_link->mode(), largest);
    for (const EngineCard& shown : m_engines) shown.view->setDocument(document(), largest);
}

void AccuracyPage::showCellSamples(const QString& engineId) {
    m_shownEngine = engineId.isEmpty() ? QStringLiteral("int8") : engineId;
    const QPoint cell = m_link->selected();
    const auto* shown = document() ? document()->engine(m_shownEngine.toStdString()) : nullptr;
    const QString otherId =
        m_shownEngine == QLatin1String("fp32") ? QStringLiteral("int8") : QStringLiteral("fp32");
    if (cell.x() < 0 || cell.y() < 0 || !shown || !shown->predictions) {
        m_samples->setSamples(nullptr, {}, {}, {});
        m_samplesCard->setTitle(tr("Images"));
        m_samplesCard->setHint({});
        m_samplesCard->setEmptyText(
            tr("Click a cell of a matrix to see its images here, those that are new first."));
        return;
    }
    const auto* other = document()->engine(otherId.toStdString());
    const auto samples = samplesInCell(*document(), *shown, other, cell.y(), cell.x());
    const auto only =
        std::count_if(samples.begin(), samples.end(), [](const CellSample& s) { return s.onlyHere; });
    const QString truth = m_link->classes().value(cell.y()), answer = m_link->classes().value(cell.x());
    m_samplesCard->setTitle(cell.x() == cell.y() ? tr("%1 read rightly").arg(truth)
                                                 : tr("%1 read as %2").arg(truth, answer));
    const QString hint = m_shownEngine == QLatin1String("fp32") ? tr("%1, %2 images, %3 of them not in %4")
                                                                : tr("%1, %2 images, %3 of them new");
    m_samplesCard->setHint(
        m_shownEngine == QLatin1String("fp32")
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
    const QString engine = m_shownEngine == QLatin1String("fp32") ? QStringLiteral("int8") : m_shownEngine;
    QStringList filter;
    if (cell.y() >= 0) filter << QStringLiteral("true=%1").arg(cell.y());
    if (cell.x() >= 0) filter << QStringLiteral("answer=%1").arg(cell.x());
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
