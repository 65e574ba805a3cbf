// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/accuracy/confusion_matrices.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

#include "ui/models/class_table.h"
#include "ui/models/format.h"
#include "ui/models/task_figures.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/card_mark.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/scroll_body.h"

namespace pwb::ui {

namespace {

QString changedText(const result::RunResult& document, const result::EngineResult& engine) {
    const auto* comparison = document.comparison(engine.id);
    if (!comparison || !comparison->accuracy) return {};
    const std::int64_t changed = comparison->accuracy->changedSamples;
    return changed == 1 ? ConfusionMatrices::tr(", 1 answer differs")
                        : ConfusionMatrices::tr(", %1 answers differ").arg(formatCount(changed));
}

/// What stands beside an engine's name; empty before evaluation.
QString headText(const result::RunResult& document, const result::EngineResult& engine) {
    QString text;
    if (const auto* found = engine.detection.get())
        text = ConfusionMatrices::tr("%1 found").arg(formatCount(found->found));
    else if (engine.accuracy && engine.accuracy->samples > 0)
        text = ConfusionMatrices::tr("%1 of %2 right")
                   .arg(formatCount(engine.accuracy->correct), formatCount(engine.accuracy->samples));
    if (text.isEmpty()) return text;
    if (engine.accuracyPartial) return text + ConfusionMatrices::tr(", so far");
    return document.isDetection() ? text : text + changedText(document, engine);
}

}  // namespace

ConfusionMatrices::ConfusionMatrices(ConfusionLink* link, QWidget* parent)
    : QStackedWidget(parent), m_link(link), m_row(new QHBoxLayout) {
    m_row->setSpacing(2 * kGrid);
    QWidget* matrices = scrollBody(m_row);
    matrices->setMinimumHeight(ui::scaled(220));
    setKinds(result::shownKinds(nullptr));
    addWidget(matrices);
    addWidget(buildPairs());
}

Card* ConfusionMatrices::buildPairs() {
    auto* card = new Card(tr("Confused pairs"));
    card->setHint(tr("the counts of all matrices, without the right answers"));
    m_pairs = new DataTable(QStringLiteral("confusedPairsTable"));
    m_pairs->setAccessibleName(tr("Confused pairs of classes"));
    m_pairs->setSortable(kPairsInt8Column, Qt::DescendingOrder);
    card->addTool(m_pairs->copyButton());
    card->body()->setContentsMargins(1, 4, 1, 1);
    card->body()->addWidget(m_pairs, 1);
    return card;
}

QWidget* ConfusionMatrices::row() const {
    return m_row->parentWidget();
}

void ConfusionMatrices::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    setKinds(result::shownKinds(document.get()));
    showHeads();
    renewCounts();
    showPairs();
}

void ConfusionMatrices::setKinds(const std::vector<result::EngineKind>& kinds) {
    if (std::ranges::equal(kinds, m_engines, {}, {}, &EngineCard::kind)) return;
    for (const EngineCard& shown : m_engines) delete shown.card;
    m_engines.clear();
    const bool detection = m_document && m_document->isDetection();
    for (const result::EngineKind& kind : kinds) {
        m_engines.push_back(engineCard(kind));
        // More than three stand side by side in a row that scrolls; matrices of few classes may be smaller.
        if (kinds.size() > base::kAllPrecisions.size())
            m_engines.back().card->setMinimumWidth(ui::scaled(detection ? 244 : 312));
        m_row->addWidget(m_engines.back().card, 1);
    }
}

ConfusionMatrices::EngineCard ConfusionMatrices::engineCard(const result::EngineKind& kind) {
    EngineCard made{kind, new Card(engineName(kind)), new ConfusionView(kind.engine, m_link),
                    label({}, TextRole::Table), nullptr};
    made.mark = addCardMark(*made.card);
    made.figure->setContentsMargins(0, 0, 8, 0);
    made.card->addTool(made.figure);
    made.card->body()->setContentsMargins(8, 4, 8, 8);
    made.card->body()->addWidget(made.view, 1);
    connect(made.view, &ConfusionView::cellChosen, this, &ConfusionMatrices::cellChosen);
    connect(made.view, &ConfusionView::openRequested, this, &ConfusionMatrices::openRequested);
    return made;
}

void ConfusionMatrices::showHeads() {
    for (const EngineCard& shown : m_engines) {
        const auto* engine = m_document ? m_document->engine(shown.kind.engine) : nullptr;
        shown.mark->setPixmap(markPixmap(shown.kind, 10, devicePixelRatioF()));
        const QString text = engine ? headText(*m_document, *engine) : QString();
        const auto quality = engine && !text.isEmpty() ? engine->quality() : std::nullopt;
        shown.card->setHint(text);
        shown.figure->setText(quality ? formatPercent(*quality) : QString());
        shown.figure->setToolTip(quality ? qualityName(m_document.get()) : QString());
        QFont font = ui::font(TextRole::Table);
        font.setItalic(quality && engine->accuracyPartial);
        shown.figure->setFont(font);
    }
}

void ConfusionMatrices::renewCounts() {
    const auto engineOf = [this](const base::EngineId& id) {
        return m_document ? m_document->engine(id) : nullptr;
    };
    m_largest = 0;
    const ConfusionCounts base = confusionOf(engineOf(base::Precision::Fp32));
    for (const EngineCard& shown : m_engines)
        m_largest = std::max(m_largest, confusionLargest(confusionOf(engineOf(shown.kind.engine)).counts,
                                                         base.counts, m_link->mode()));
    for (const EngineCard& shown : m_engines) shown.view->setDocument(m_document, m_largest);
}

// Only while it is shown: with many classes the table is long.
void ConfusionMatrices::showPairs() {
    if (currentIndex() == 1) m_pairs->setTable(m_document ? confusionPairsTable(*m_document) : CellTable{});
}

void ConfusionMatrices::showTable(bool table) {
    setCurrentIndex(table ? 1 : 0);
    showPairs();
}

}  // namespace pwb::ui
