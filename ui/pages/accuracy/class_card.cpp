// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/accuracy/class_card.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/class_table.h"
#include "ui/models/detection_tables.h"
#include "ui/models/samples.h"
#include "ui/widgets/confusion_link.h"
#include "ui/widgets/data_table.h"

namespace pwb::ui {

ClassCard::ClassCard(ConfusionLink* link, QWidget* parent)
    : Card(tr("Per class"), parent), m_link(link), m_table(new DataTable(QStringLiteral("perClassTable"))) {
    m_table->setAccessibleName(tr("Recall and F1 per class"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortable(perClassDeltaColumn(nullptr), Qt::AscendingOrder);
    addTool(m_table->copyButton());
    body()->setContentsMargins(1, 4, 1, 1);
    body()->addWidget(m_table, 1);
    connect(m_table, &DataTable::rowHovered, this,
            [this](int row) { m_link->hover(row < 0 ? ConfusionLink::kNone : QPoint(-1, row)); });
    connect(m_table, &DataTable::rowSelected, this, [this](int row) {
        m_link->select({-1, row});
        m_link->showCell({-1, row});
    });
    connect(m_link, &ConfusionLink::selectedChanged, this,
            [this] { m_table->selectRow(m_link->selected().y()); });
}

void ClassCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    const int classes = document ? classCount(*document) : 0;
    const bool detection = document && document->isDetection();
    const int sortedBy = detection ? kDetectionDeltaColumn : perClassDeltaColumn(document.get());
    CellTable table = detection  ? detectionClassTable(*document)
                      : document ? perClassTable(*document)
                                 : CellTable{};
    const bool otherColumns = table.columns.size() != m_table->table().columns.size();
    m_table->setTable(std::move(table));
    if (otherColumns && document) m_table->setSortable(sortedBy, Qt::AscendingOrder);
    setHint(classes == 0 ? QString()
            : detection  ? tr("%1 classes, worst loss first; click a heading to sort").arg(classes)
                         : tr("%1 classes, worst change first; click a heading to sort").arg(classes));
    setEmptyText(classes == 0 ? tr("Recall and F1 of every class appear here once samples are evaluated.")
                              : QString());
}

}  // namespace pwb::ui
