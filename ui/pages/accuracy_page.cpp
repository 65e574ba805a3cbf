// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/accuracy_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QShortcut>

#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/models/task_figures.h"
#include "ui/pages/accuracy/cell_images_card.h"
#include "ui/pages/accuracy/class_card.h"
#include "ui/pages/accuracy/confusion_matrices.h"
#include "ui/pages/accuracy/matrix_tools.h"
#include "ui/pages/accuracy/size_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_link.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

AccuracyPage::AccuracyPage(QWidget* parent)
    : Page(QStringLiteral("accuracy"), tr("Accuracy"), parent),
      m_link(new ConfusionLink(this)),
      m_classFilter(new QComboBox),
      m_viewChoice(new Segmented({tr("Sizes"), tr("Classes")})),
      m_sizes(new SizeView),
      m_matrices(new ConfusionMatrices(m_link)),
      m_tools(new MatrixTools(m_link, m_matrices->row())),
      m_classes(new ClassCard(m_link)),
      m_images(new CellImagesCard(m_link)),
      m_below(new QHBoxLayout) {
    addViewChoice();
    addTool(m_tools);
    m_sizes->hide();
    body()->addWidget(m_sizes, 1);
    body()->addWidget(m_matrices, 11);
    m_below->setSpacing(2 * kGrid);
    m_below->addWidget(m_classes, 21);
    m_below->addWidget(m_images, 8);
    body()->addLayout(m_below, kBelowStretch);
    addShortcuts();
    connect(m_tools, &MatrixTools::modeChanged, this, [this] {
        m_matrices->renewCounts();
        m_tools->setLargest(m_matrices->largest());
    });
    connect(m_tools, &MatrixTools::tableWanted, m_matrices, &ConfusionMatrices::showTable);
    connect(m_tools, &MatrixTools::classUnknown, this,
            [this](const QString& text) { emit notice(tr("No class is called “%1”.").arg(text)); });
    connect(m_matrices, &ConfusionMatrices::cellChosen, m_images, &CellImagesCard::setEngine);
    connect(m_matrices, &ConfusionMatrices::openRequested, this, &AccuracyPage::openInChanges);
    connect(m_images, &CellImagesCard::openRequested, this, &AccuracyPage::openInChanges);
}

void AccuracyPage::addViewChoice() {
    m_viewChoice->setObjectName(QStringLiteral("accuracyView"));
    connect(m_viewChoice, &Segmented::chosen, this, &AccuracyPage::showTask);
    m_classFilter->setObjectName(QStringLiteral("classFilter"));
    m_classFilter->setAccessibleName(tr("Class"));
    m_classFilter->setMinimumWidth(ui::scaled(140));
    connect(m_classFilter, qOverload<int>(&QComboBox::activated), this, &AccuracyPage::showSizes);
    addTool(m_classFilter);
    addTool(m_viewChoice);
    m_classFilter->hide();
    m_viewChoice->hide();
}

void AccuracyPage::addShortcuts() {
    const auto add = [this](const QKeySequence& keys, auto* receiver, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, receiver, action);
    };
    add(Qt::Key_Escape, this, [this] {
        m_tools->clearSearch();
        m_link->select(ConfusionLink::kNone);
    });
    add(Qt::Key_Slash, m_tools, &MatrixTools::focusSearch);
    add(Qt::Key_Plus, m_tools, &MatrixTools::zoomIn);
    add(Qt::Key_Equal, m_tools, &MatrixTools::zoomIn);
    add(Qt::Key_Minus, m_tools, &MatrixTools::zoomOut);
}

void AccuracyPage::refresh() {
    m_link->setClasses(confusionNames(document().get()));
    m_matrices->setDocument(document());
    m_tools->setLargest(m_matrices->largest());
    m_classes->setDocument(document());
    m_images->setDocument(document());
    fillClassFilter();
    showTask();
}

void AccuracyPage::fillClassFilter() {
    QStringList names = {tr("All classes")}, before;
    if (isDetection())
        for (int c = 0; c < classCount(*document()); ++c) names << className(*document(), c);
    for (int i = 0; i < m_classFilter->count(); ++i) before << m_classFilter->itemText(i);
    if (names == before) return;
    m_classFilter->clear();
    m_classFilter->addItems(names);
}

bool AccuracyPage::showsSizes() const {
    return isDetection() && m_viewChoice->current() != 1;
}

// A detector is looked at by object size first, and there the tools of the matrices have no use.
void AccuracyPage::showTask() {
    const bool detection = isDetection(), sizes = showsSizes();
    m_viewChoice->setVisible(detection);
    m_classFilter->setVisible(sizes);
    m_tools->setVisible(!sizes);
    m_tools->setCramped(detection);
    m_sizes->setVisible(sizes);
    m_matrices->setVisible(!sizes);
    m_classes->setVisible(!sizes);
    m_images->setVisible(!detection);
    body()->setStretchFactor(m_below, sizes ? 0 : kBelowStretch);  // an empty layout keeps its share
    setHint(sizes       ? tr("average precision and recall of objects by their size, √area")
            : detection ? tr("rows are the true class, columns the answer, at confidence %1")
                              .arg(formatNumber(document()->data.threshold, 2))
                        : tr("rows are the true class, columns the answer"));
    showSizes();
}

void AccuracyPage::showSizes() {
    if (showsSizes()) m_sizes->setDocument(document(), m_classFilter->currentIndex() - 1);
}

void AccuracyPage::openInChanges() {
    const QPoint cell = m_link->selected();
    if (cell == ConfusionLink::kNone) return;
    const base::EngineId shown = m_images->engine();
    QStringList filter;
    const int classes = document() ? classCount(*document()) : 0;  // behind them a detector's background
    if (cell.y() >= 0 && cell.y() < classes) filter << QStringLiteral("true=%1").arg(cell.y());
    if (cell.x() >= 0 && cell.x() < classes) filter << QStringLiteral("answer=%1").arg(cell.x());
    filter << QStringLiteral("engine=") + engineKey(shown.isBaseline() ? base::Precision::Int8 : shown);
    emit pageRequested(QStringLiteral("changes"), filter.join(u' '));
}

}  // namespace pwb::ui
