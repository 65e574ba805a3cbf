// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/result/run_result.h"
#include "ui/models/layer_table.h"
#include "ui/widgets/card.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace pwb::ui {

class DataTable;
class LayerPinEditor;

/// The layers as a table that is filtered here, with the bar of their pins below.
class LayerTableCard : public Card {
    Q_OBJECT

public:
    /// `pins` outlives it.
    explicit LayerTableCard(LayerPinEditor* pins, QWidget* parent = nullptr);
    /// Of a run with layers.
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    /// Lists the layers with this text in name, operator or output, whatever was asked for before.
    void showOnly(const QString& text);
    /// Selects a layer where it is listed; it stays chosen while it is.
    void choose(int layer);

public slots:
    void focusSearch();
    void clearFilter() { showOnly({}); }

signals:
    /// By whatever way; −1: none. Also told when the rows are anew.
    void layerChosen(int layer);
    void rebuildRequested();
    void notice(const QString& text);

private:
    void addFilter();
    void addTable();
    void fillOperators();
    void enableSensitive();
    void showRows();
    [[nodiscard]] QVector<int> selectedLayers() const;
    void saveCsv();

    std::shared_ptr<const result::RunResult> m_document;
    LayerPinEditor* m_pins;
    LayerFilter m_filter;
    QVector<int> m_rows;  ///< layers of the table's rows
    int m_layer = -1;     ///< the chosen one
    QLineEdit* m_find;
    QComboBox* m_operators;
    QPushButton *m_floatOnly, *m_sensitiveOnly, *m_copy, *m_save;
    DataTable* m_table;
};

}  // namespace pwb::ui
