// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/accuracy/size_view.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <algorithm>

#include "core/result/detection_figures.h"
#include "ui/charts/precision_recall_chart.h"
#include "ui/charts/size_bars.h"
#include "ui/models/detection_tables.h"
#include "ui/models/format.h"
#include "ui/models/plain_loss.h"
#include "ui/models/samples.h"
#include "ui/models/task_figures.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/wrap_label.h"

namespace pwb::ui {
namespace {

/// Text of several lines under the table of a card whose body has no margins.
WrapLabel* wrapped(Card& card, const QString& text, TextRole role, Tone tone) {
    auto* made = new WrapLabel(text);
    made->setFont(ui::font(role));
    setTone(made, tone);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(16, 0, 16, 0);
    row->addWidget(made);
    card.body()->addLayout(row);
    return made;
}

QPushButton* tableButton(ChartOrTable* view) {
    auto* button = flatButton({}, QStringLiteral("table"));
    button->setCheckable(true);
    button->setToolTip(SizeView::tr("Show the chart as a table"));
    button->setAccessibleName(SizeView::tr("Chart as table"));
    QObject::connect(button, &QPushButton::toggled, view, [view](bool on) { view->showTable(on); });
    return button;
}

}  // namespace

SizeView::SizeView(QWidget* parent) : QWidget(parent) {
    auto* above = new QHBoxLayout;
    above->setSpacing(2 * kGrid);
    above->addWidget(buildSizes(), 11);
    above->addWidget(buildCurves(), 9);
    auto* below = new QHBoxLayout;
    below->setSpacing(2 * kGrid);
    below->addWidget(buildPlain(), 11);
    below->addWidget(buildFound(), 9);
    auto* column = new QVBoxLayout;
    column->setSpacing(2 * kGrid);
    column->addLayout(above, 1);
    column->addLayout(below);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scrollBody(column));
}

Card* SizeView::buildSizes() {
    m_sizesCard = new Card(tr("By object size"));
    m_measure = new Segmented({QStringLiteral("AP50"), QStringLiteral("AP50-95"), tr("Recall")});
    m_measure->setObjectName(QStringLiteral("sizeMeasure"));
    connect(m_measure, &Segmented::chosen, this, &SizeView::showSizes);
    m_sizes = new SizeBars;
    m_sizesView = new ChartOrTable(m_sizes);
    m_sizesCard->addTool(m_measure);
    m_sizesCard->addTool(saveChartButton(m_sizes, QStringLiteral("accuracy-by-size"), SaveButton::Icon));
    m_sizesCard->addTool(tableButton(m_sizesView));
    m_sizesCard->body()->setContentsMargins(16, 4, 16, 8);
    m_sizesCard->body()->addWidget(m_sizesView, 1);
    m_sizesCard->setMinimumHeight(ui::scaled(270));
    return m_sizesCard;
}

Card* SizeView::buildCurves() {
    m_curvesCard = new Card(tr("Precision over recall"));
    m_curves = new PrecisionRecallChart;
    m_curvesView = new ChartOrTable(m_curves);
    m_curvesCard->addTool(saveChartButton(m_curves, QStringLiteral("precision-recall"), SaveButton::Icon));
    m_curvesCard->addTool(tableButton(m_curvesView));
    m_curvesCard->body()->setContentsMargins(16, 4, 16, 8);
    m_curvesCard->body()->addWidget(m_curvesView, 1);
    return m_curvesCard;
}

Card* SizeView::buildPlain() {
    m_plainCard = new Card(tr("What plain INT8 would lose"));
    m_plainTable = new DataTable(QStringLiteral("plainLossTable"));
    m_plainTable->setAccessibleName(tr("AP50 and recall of small objects"));
    m_plainTable->setFitsRows(true);
    m_plainCard->addTool(m_plainTable->copyButton());
    m_plainCard->body()->setContentsMargins(1, 4, 1, 10);
    m_plainWords = wrapped(*m_plainCard, {}, TextRole::Body, Tone::Normal);
    m_plainWords->setObjectName(QStringLiteral("plainLossWords"));
    m_plainWords->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_plainCard->body()->addWidget(m_plainTable);
    wrapped(*m_plainCard, plainInt8Note(), TextRole::Caption, Tone::Secondary);
    m_plainCard->body()->addStretch(1);
    return m_plainCard;
}

Card* SizeView::buildFound() {
    m_foundCard = new Card(tr("Found, missed and false"));
    m_foundTable = new DataTable(QStringLiteral("foundTable"));
    m_foundTable->setAccessibleName(tr("Found, missed and false"));
    m_foundTable->setFitsRows(true);
    m_foundCard->addTool(m_foundTable->copyButton());
    m_foundCard->body()->setContentsMargins(1, 4, 1, 10);
    m_foundCard->body()->addWidget(m_foundTable);
    wrapped(*m_foundCard,
            tr("Of all classes. Found: an object of the same class overlaps at IoU 0.5. The confidence is "
               "the one at which FP32’s F1 is highest, unless the run was given another."),
            TextRole::Caption, Tone::Secondary);
    m_foundCard->body()->addStretch(1);
    return m_foundCard;
}

void SizeView::setDocument(const Document& document, int classIndex) {
    m_document = document;
    m_class = classIndex;
    showSizes();
    showCurves();
    showPlain();
    showFound();
}

void SizeView::showSizes() {
    m_sizes->setDocument(m_document, static_cast<SizeBars::Measure>(std::max(0, m_measure->current())),
                         m_class);
    m_sizesView->setTable(m_sizes->table());
    m_sizesCard->setHint(m_class >= 0 && m_document ? className(*m_document, m_class)
                                                    : tr("mean of all classes"));
}

void SizeView::showCurves() {
    m_curves->setDocument(m_document, m_class);
    m_curvesView->setTable(m_curves->table());
    m_curvesCard->setHint(m_curves->leftOut() > 0
                              ? tr("the %1 classes that lose most").arg(PrecisionRecallChart::kMostPanels)
                              : tr("at IoU 0.5"));
}

void SizeView::showPlain() {
    const auto loss = m_document ? plainLoss(*m_document, m_class) : std::nullopt;
    const bool part = m_document && referenceEngine(*m_document);
    const bool unlabelled = m_document && m_document->finished && !result::isAnnotated(*m_document);
    m_plainCard->setEmptyText(loss         ? QString()
                              : unlabelled ? tr("The images of this run are not annotated.")
                              : part || !m_document || !m_document->finished
                                  ? tr("What INT8 with every layer quantised would lose on small "
                                       "objects appears here once FP32, INT8 and plain INT8 are "
                                       "evaluated.")
                                  : tr("This run has no INT8 with every layer quantised to "
                                       "compare with."));
    m_plainCard->setHint(loss ? tr("small objects, %1").arg(className(*m_document, loss->classIndex))
                              : QString());
    if (!loss) return;
    m_plainWords->setText(loss->sentences.join('\n'));
    m_plainTable->setTable(loss->table);
}

void SizeView::showFound() {
    const bool known = m_document && result::isAnnotated(*m_document) && !m_document->engines.empty();
    const bool unlabelled = !known && m_document && m_document->finished;
    m_foundCard->setEmptyText(
        known ? QString()
        : unlabelled
            ? tr("The images of this run are not annotated.")
            : tr("What each engine finds and misses appears here once annotated images are evaluated."));
    if (!known) return;
    m_foundCard->setHint(tr("at confidence %1").arg(formatNumber(m_document->data.threshold, 2)));
    m_foundTable->setTable(foundTable(*m_document));
}

}  // namespace pwb::ui
