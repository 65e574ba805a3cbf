// SPDX-License-Identifier: GPL-3.0-or-later
// How the table of a LayersPage and the bar below it are put together; the rest is in layers_layout.cpp.
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "ui/pages/layers_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

namespace {

QPushButton* toggle(const QString& text, const QString& name) {
    QPushButton* button = flatButton(text, {});
    button->setCheckable(true);
    button->setObjectName(name);
    return button;
}

}  // namespace

QWidget* LayersPage::buildTable() {
    m_tableCard = new Card(tr("Layers"));
    m_find = new QLineEdit;
    m_find->setObjectName(QStringLiteral("findLayer"));
    m_find->setPlaceholderText(tr("Find layer"));
    m_find->setAccessibleName(tr("Find layer"));
    m_find->setClearButtonEnabled(true);
    m_find->setFixedWidth(ui::scaled(128));
    m_find->addAction(ui::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter.text = text;
        showRows();
    });
    m_operators = new QComboBox;
    m_operators->setObjectName(QStringLiteral("layerOperator"));
    m_operators->setAccessibleName(tr("Operator"));
    connect(m_operators, qOverload<int>(&QComboBox::activated), this, [this](int index) {
        m_filter.op = index > 0 ? m_operators->itemText(index) : QString();
        showRows();
    });
    m_floatOnly = toggle(tr("float in INT8"), QStringLiteral("floatOnly"));
    connect(m_floatOnly, &QPushButton::toggled, this, [this](bool on) {
        m_filter.floatInInt8 = on;
        showRows();
    });
    m_sensitiveOnly = toggle(tr("most sensitive"), QStringLiteral("sensitiveOnly"));
    connect(m_sensitiveOnly, &QPushButton::toggled, this, [this](bool on) {
        m_filter.mostSensitive = on;
        showRows();
    });
    m_table = new DataTable(QStringLiteral("layersTable"));
    m_table->setAccessibleName(tr("Layers"));
    m_table->setSortable(0, Qt::AscendingOrder);
    connect(m_table, &DataTable::rowSelected, this, [this](int row) { showLayer(m_rows.value(row, -1)); });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == kLayerPinColumn) togglePins({m_layer});
    });
    m_save = flatButton({}, QStringLiteral("save"));
    m_save->setObjectName(QStringLiteral("saveLayers"));
    m_save->setToolTip(tr("Saves the listed layers with all figures as CSV"));
    m_save->setAccessibleName(tr("Save as CSV"));
    connect(m_save, &QPushButton::clicked, this, &LayersPage::saveCsv);
    for (QWidget* tool : {static_cast<QWidget*>(m_find), static_cast<QWidget*>(m_operators),
                          static_cast<QWidget*>(m_floatOnly), static_cast<QWidget*>(m_sensitiveOnly)})
        m_tableCard->addTool(tool);
    m_copy = m_table->copyButton();
    m_copy->setText({});
    m_copy->setAccessibleName(tr("Copy"));
    m_tableCard->addTool(m_copy);
    m_tableCard->addTool(m_save);
    m_tableCard->body()->setContentsMargins(1, 4, 1, 1);
    m_tableCard->body()->setSpacing(0);
    m_tableCard->body()->addWidget(m_table, 1);
    m_tableCard->body()->addWidget(buildPinBar());
    return m_tableCard;
}

QWidget* LayersPage::buildPinBar() {
    m_pinBar = new QWidget;
    auto* row = new QHBoxLayout(m_pinBar);
    row->setContentsMargins(16, 6, 12, 6);
    row->setSpacing(kGrid);
    m_pinText = label({}, TextRole::Table);
    m_pinText->setObjectName(QStringLiteral("pinText"));
    row->addWidget(m_pinText, 1);
    m_undoButton = flatButton(tr("Undo"), QStringLiteral("reset"));
    m_undoButton->setObjectName(QStringLiteral("undoPins"));
    connect(m_undoButton, &QPushButton::clicked, &m_undo, &QUndoStack::undo);
    m_redoButton = flatButton(tr("Redo"), {});
    m_redoButton->setObjectName(QStringLiteral("redoPins"));
    connect(m_redoButton, &QPushButton::clicked, &m_undo, &QUndoStack::redo);
    m_rebuild = new QPushButton(tr("Rebuild INT8"));
    m_rebuild->setObjectName(QStringLiteral("rebuildInt8"));
    m_rebuild->setToolTip(
        tr("Builds the INT8 engine anew with these layers in float, evaluates and measures it"));
    connect(m_rebuild, &QPushButton::clicked, this, &LayersPage::rebuild);
    for (QPushButton* button : {m_undoButton, m_redoButton, m_rebuild}) row->addWidget(button);
    return m_pinBar;
}

}  // namespace pwb::ui
