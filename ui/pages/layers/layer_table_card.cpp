// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/layers/layer_table_card.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/pages/layers/layer_pin_editor.h"
#include "ui/pages/layers/pin_bar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

LayerTableCard::LayerTableCard(LayerPinEditor* pins, QWidget* parent)
    : Card(tr("Layers"), parent), m_pins(pins) {
    addFilter();
    addTable();
    auto* bar = new PinBar(m_pins);
    connect(bar, &PinBar::rebuildRequested, this, &LayerTableCard::rebuildRequested);
    body()->addWidget(bar);
    connect(m_pins, &LayerPinEditor::pinsChanged, this, &LayerTableCard::showRows);
}

void LayerTableCard::addFilter() {
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
    const auto toggle = [this](const QString& text, const QString& name, bool LayerFilter::*field) {
        QPushButton* button = flatButton(text, {});
        button->setCheckable(true);
        button->setObjectName(name);
        connect(button, &QPushButton::toggled, this, [this, field](bool on) {
            m_filter.*field = on;
            showRows();
        });
        return button;
    };
    m_floatOnly = toggle(tr("float in INT8"), QStringLiteral("floatOnly"), &LayerFilter::floatInInt8);
    m_sensitiveOnly =
        toggle(tr("most sensitive"), QStringLiteral("sensitiveOnly"), &LayerFilter::mostSensitive);
    for (QWidget* tool : std::initializer_list<QWidget*>{m_find, m_operators, m_floatOnly, m_sensitiveOnly})
        addTool(tool);
}

void LayerTableCard::addTable() {
    m_table = new DataTable(QStringLiteral("layersTable"));
    m_table->setAccessibleName(tr("Layers"));
    m_table->setSortable(0, Qt::AscendingOrder);
    connect(m_table, &DataTable::rowSelected, this, [this](int row) {
        m_layer = m_rows.value(row, -1);
        emit layerChosen(m_layer);
    });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() == kLayerPinColumn) m_pins->toggle({m_layer});
    });
    auto* pin = new QShortcut(Qt::Key_Space, m_table);
    pin->setContext(Qt::WidgetShortcut);
    connect(pin, &QShortcut::activated, this, [this] { m_pins->toggle(selectedLayers()); });
    m_copy = m_table->copyButton();
    m_copy->setText({});
    m_copy->setAccessibleName(tr("Copy"));
    addTool(m_copy);
    m_save = flatButton({}, QStringLiteral("save"));
    m_save->setObjectName(QStringLiteral("saveLayers"));
    m_save->setToolTip(tr("Saves the listed layers with all figures as CSV"));
    m_save->setAccessibleName(tr("Save as CSV"));
    connect(m_save, &QPushButton::clicked, this, &LayerTableCard::saveCsv);
    addTool(m_save);
    body()->setContentsMargins(1, 4, 1, 1);
    body()->setSpacing(0);
    body()->addWidget(m_table, 1);
}

void LayerTableCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    if (!m_document || m_document->layers != document->layers) m_layer = -1;
    m_document = document;
    fillOperators();
    enableSensitive();
    showRows();
}

void LayerTableCard::fillOperators() {
    m_operators->clear();
    m_operators->addItem(tr("all operators"));
    m_operators->addItems(layerOperators(*m_document->layers));
    m_operators->setCurrentIndex(std::max(0, m_operators->findText(m_filter.op)));
    m_filter.op = m_operators->currentIndex() > 0 ? m_operators->currentText() : QString();
}

void LayerTableCard::enableSensitive() {
    const bool tried = std::ranges::any_of(m_document->layers->layers, [](const auto& layer) {
        return layer.sensitivity.sqnrOnlyThis || layer.sensitivity.sqnrWithoutThis;
    });
    m_sensitiveOnly->setEnabled(tried);
    m_sensitiveOnly->setToolTip(tried
                                    ? tr("The tenth of the groups that gains most from float, five at least")
                                    : tr("Measure sensitivity first"));
    if (!tried) m_sensitiveOnly->setChecked(false);
}

void LayerTableCard::showOnly(const QString& text) {
    m_find->setText(text);
    m_operators->setCurrentIndex(0);
    m_filter.op.clear();
    m_floatOnly->setChecked(false);
    m_sensitiveOnly->setChecked(false);
    showRows();
}

void LayerTableCard::showRows() {
    if (!m_document) return;
    const quantize::LayerReport& report = *m_document->layers;
    m_rows = shownLayers(report, m_filter);
    m_table->setTable(layerTable(*m_document, m_rows, m_pins->pins()));
    if (m_rows.isEmpty()) {
        m_table->selectRow(-1);
    } else {
        if (!m_rows.contains(m_layer)) m_layer = m_rows.first();
        m_table->selectRow(static_cast<int>(m_rows.indexOf(m_layer)));
    }
    const int all = static_cast<int>(report.layers.size()), listed = static_cast<int>(m_rows.size());
    setHint(listed == all ? formatCount(all) : tr("%1 of %2").arg(formatCount(listed), formatCount(all)));
    m_copy->setEnabled(!m_rows.isEmpty());
    m_save->setEnabled(!m_rows.isEmpty());
    if (m_rows.isEmpty()) m_layer = -1;
    emit layerChosen(m_layer);
}

void LayerTableCard::choose(int layer) {
    m_layer = layer;
    const int row = static_cast<int>(m_rows.indexOf(layer));
    if (row >= 0 && m_table->selectedRow() != row) m_table->selectRow(row);
    emit layerChosen(layer);
}

QVector<int> LayerTableCard::selectedLayers() const {
    QVector<int> layers;
    const auto* proxy = qobject_cast<const QSortFilterProxyModel*>(m_table->model());
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        layers << m_rows.value(proxy->mapToSource(index).row(), -1);
    return layers;
}

void LayerTableCard::focusSearch() {
    m_find->setFocus();
}

void LayerTableCard::saveCsv() {
    const QString file = QFileDialog::getSaveFileName(this, tr("Save as CSV"), QStringLiteral("layers.csv"),
                                                      tr("CSV table (*.csv)"));
    if (file.isEmpty()) return;
    QSaveFile out(file);
    const QByteArray bytes = layerCsv(*m_document, m_rows, m_pins->pins()).toUtf8();
    const bool saved = out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit();
    emit notice(saved ? tr("Saved %1").arg(file)
                      : tr("%1 could not be written. Choose a folder that you may write to.").arg(file));
}

}  // namespace pwb::ui
