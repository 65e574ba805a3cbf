// SPDX-License-Identifier: GPL-3.0-or-later
// How an AccuracyPage is put together; what it shows is in accuracy_page.cpp.
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <algorithm>

#include "ui/models/class_table.h"
#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/pages/accuracy/size_view.h"
#include "ui/pages/accuracy_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/card_mark.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/ramp_legend.h"
#include "ui/widgets/sample_grid.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

void AccuracyPage::buildViews() {
    m_viewChoice = new Segmented({tr("Sizes"), tr("Classes")});
    m_viewChoice->setObjectName(QStringLiteral("accuracyView"));
    connect(m_viewChoice, &Segmented::chosen, this, &AccuracyPage::showTask);
    m_classFilter = new QComboBox;
    m_classFilter->setObjectName(QStringLiteral("classFilter"));
    m_classFilter->setAccessibleName(tr("Class"));
    m_classFilter->setMinimumWidth(ui::scaled(140));
    connect(m_classFilter, qOverload<int>(&QComboBox::activated), this, &AccuracyPage::showSizes);
    addTool(m_classFilter);
    addTool(m_viewChoice);
    m_classFilter->hide();
    m_viewChoice->hide();
    m_sizes = new SizeView;
    m_sizes->hide();
    body()->addWidget(m_sizes, 1);
}

void AccuracyPage::addMatrixTool(QWidget* tool) {
    m_matrixTools << tool;
    addTool(tool);
}

void AccuracyPage::buildTools() {
    m_find = new QLineEdit;
    m_find->setObjectName(QStringLiteral("findClass"));
    m_find->setPlaceholderText(tr("Find class"));
    m_find->setAccessibleName(tr("Find class"));
    m_find->setClearButtonEnabled(true);
    m_find->setFixedWidth(ui::scaled(136));
    m_find->addAction(ui::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(m_find, &QLineEdit::textChanged, this, &AccuracyPage::findClass);
    addMatrixTool(m_find);

    m_modes = new Segmented({tr("Counts"), tr("Share of row"), tr("Difference to FP32")});
    m_modes->setObjectName(QStringLiteral("confusionMode"));
    connect(m_modes, &Segmented::chosen, this, [this](int mode) {
        m_link->setMode(static_cast<ConfusionMode>(mode));
        refreshMatrices();
    });
    addMatrixTool(m_modes);
    m_legend = new RampLegend;
    addMatrixTool(m_legend);

    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    const auto button = [&](const QString& text, const QString& name, auto action) {
        auto* made = flatButton(text, {});
        made->setAccessibleName(name);
        made->setToolTip(name);
        connect(made, &QPushButton::clicked, this, action);
        layout->addWidget(made);
        return made;
    };
    button(QChar(0x2212), tr("Zoom out"), [this] { zoomBy(1 / 1.5); });
    m_zoomText = button(QStringLiteral("100 %"), tr("Show all classes"), [this] { m_link->setZoom(1); });
    button(QStringLiteral("+"), tr("Zoom in"), [this] { zoomBy(1.5); });
    addMatrixTool(row);
}

void AccuracyPage::buildMatrices() {
    m_row = new QHBoxLayout;
    m_row->setSpacing(2 * kGrid);
    QWidget* matrices = scrollBody(m_row);
    matrices->setMinimumHeight(ui::scaled(220));
    setKinds(result::shownKinds(nullptr));
    addMatrixTool(
        saveChartButton(m_row->parentWidget(), QStringLiteral("confusion-matrices"), SaveButton::Icon));
    m_stack = new QStackedWidget;
    m_stack->addWidget(matrices);
    buildPairs();
    body()->addWidget(m_stack, 11);
}

void AccuracyPage::setKinds(const std::vector<result::EngineKind>& kinds) {
    const bool same = std::equal(kinds.begin(), kinds.end(), m_engines.begin(), m_engines.end(),
                                 [](const auto& kind, const auto& shown) { return kind == shown.kind; });
    if (same) return;
    for (const EngineCard& shown : m_engines) delete shown.card;
    m_engines.clear();
    for (const result::EngineKind& kind : kinds) {
        m_engines.push_back(engineCard(kind));
        // More than three stand side by side in a row that scrolls; matrices of few classes may be smaller.
        if (kinds.size() > base::kAllPrecisions.size())
            m_engines.back().card->setMinimumWidth(ui::scaled(isDetection() ? 244 : 312));
        m_row->addWidget(m_engines.back().card, 1);
    }
}

AccuracyPage::EngineCard AccuracyPage::engineCard(const result::EngineKind& kind) {
    EngineCard made{kind, new Card(engineName(kind)),
                    new ConfusionView(QString::fromStdString(kind.key()), m_link), label({}, TextRole::Table),
                    nullptr};
    made.mark = addCardMark(*made.card);
    made.figure->setContentsMargins(0, 0, 8, 0);
    made.card->addTool(made.figure);
    made.card->body()->setContentsMargins(8, 4, 8, 8);
    made.card->body()->addWidget(made.view, 1);
    connect(made.view, &ConfusionView::cellChosen, this, &AccuracyPage::showCellSamples);
    connect(made.view, &ConfusionView::openRequested, this, &AccuracyPage::openInChanges);
    return made;
}

void AccuracyPage::buildPairs() {
    auto* card = new Card(tr("Confused pairs"));
    card->setHint(tr("the counts of all matrices, without the right answers"));
    m_pairs = new DataTable(QStringLiteral("confusedPairsTable"));
    m_pairs->setAccessibleName(tr("Confused pairs of classes"));
    m_pairs->setSortable(kPairsInt8Column, Qt::DescendingOrder);
    card->addTool(m_pairs->copyButton());
    card->body()->setContentsMargins(1, 4, 1, 1);
    card->body()->addWidget(m_pairs, 1);
    m_stack->addWidget(card);
    auto* button = flatButton({}, QStringLiteral("table"));
    button->setObjectName(QStringLiteral("matricesAsTable"));
    button->setCheckable(true);
    button->setToolTip(tr("Show the matrices as a table"));
    button->setAccessibleName(tr("Matrices as table"));
    connect(button, &QPushButton::toggled, this, [this](bool on) {
        m_stack->setCurrentIndex(on ? 1 : 0);
        refreshPairs();
    });
    addMatrixTool(button);
}

void AccuracyPage::buildBelow() {
    m_classCard = new Card(tr("Per class"));
    m_classTable = new DataTable(QStringLiteral("perClassTable"));
    m_classTable->setAccessibleName(tr("Recall and F1 per class"));
    m_classTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_classTable->setSortable(perClassDeltaColumn(nullptr), Qt::AscendingOrder);
    m_classCard->addTool(m_classTable->copyButton());
    m_classCard->body()->setContentsMargins(1, 4, 1, 1);
    m_classCard->body()->addWidget(m_classTable, 1);
    connect(m_classTable, &DataTable::rowHovered, this,
            [this](int row) { m_link->hover(row < 0 ? ConfusionLink::kNone : QPoint(-1, row)); });
    connect(m_classTable, &DataTable::rowSelected, this, [this](int row) {
        m_link->select({-1, row});
        m_link->showCell({-1, row});
    });

    m_samplesCard = new Card(tr("Images"));
    m_samples = new SampleGrid;
    m_samplesCard->body()->setContentsMargins(14, 8, 4, 12);
    connect(m_samples, &SampleGrid::sampleActivated, this, &AccuracyPage::openInChanges);
    m_samplesCard->body()->addWidget(m_samples, 1);
    auto* foot = new QHBoxLayout;
    foot->addWidget(label(tr("Esc clears the selection"), TextRole::Table, Tone::Secondary), 1);
    auto* open = new QPushButton(tr("Open in Changes"));
    open->setObjectName(QStringLiteral("openInChanges"));
    open->setProperty("kind", "link");
    connect(open, &QPushButton::clicked, this, &AccuracyPage::openInChanges);
    foot->addWidget(open);
    m_samplesCard->body()->addLayout(foot);

    m_below = new QHBoxLayout;
    m_below->setSpacing(2 * kGrid);
    m_below->addWidget(m_classCard, 21);
    m_below->addWidget(m_samplesCard, 8);
    body()->addLayout(m_below, kBelowStretch);
}

void AccuracyPage::addShortcuts() {
    const auto add = [this](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    add(Qt::Key_Escape, [this] {
        m_find->clear();
        m_link->select(ConfusionLink::kNone);
    });
    add(Qt::Key_Slash, [this] { m_find->setFocus(); });
    add(Qt::Key_Plus, [this] { zoomBy(1.5); });
    add(Qt::Key_Equal, [this] { zoomBy(1.5); });
    add(Qt::Key_Minus, [this] { zoomBy(1 / 1.5); });
}

}  // namespace pwb::ui
