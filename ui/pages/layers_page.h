// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoStack>

#include "ui/models/layer_table.h"
#include "ui/pages/page.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace pwb::ui {

class Banner;
class BarRows;
class Card;
class ChartOrTable;
class DataTable;
class ElidedLabel;
class LayerScatter;
class LayersJob;
class LayerTimes;
class SearchSteps;
class Segmented;
class ValueHistogram;

/// The model layer by layer: what really ran in which precision, what each layer takes and costs, and which
/// layers INT8 is to leave float. Pins are only collected here; “Rebuild INT8” makes an engine of them.
class LayersPage : public Page {
    Q_OBJECT

public:
    /// `job` outlives the page.
    explicit LayersPage(LayersJob* job, QWidget* parent = nullptr);
    ~LayersPage() override;
    /// While a run is in progress nothing can be measured or rebuilt.
    void setRunning(bool running);

public slots:
    /// A layer's name.
    void applyFilter(const QString& filter) override;

protected:
    void refresh() override;

private:
    void buildTools();
    [[nodiscard]] QWidget* buildProgress();
    [[nodiscard]] QWidget* buildTop();
    [[nodiscard]] QWidget* buildTable();
    [[nodiscard]] QWidget* buildPinBar();
    [[nodiscard]] QWidget* buildDetails();
    void addShortcuts();
    [[nodiscard]] bool hasLayers() const;
    void refreshSummary();
    void refreshCharts();
    void showRows();
    void showPins();
    void showJob();
    void showLayer(int layer);
    void showTables(bool tables);
    void togglePins(const QVector<int>& layers);
    void setPinned(const QVector<int>& layers, bool pinned);
    [[nodiscard]] QVector<int> selectedLayers() const;
    void saveCsv();
    void rebuild();

    LayersJob* m_job;
    LayerFilter m_filter;
    LayerPins m_pins, m_builtPins;  ///< as chosen here, and as the run has them
    QUndoStack m_undo;
    std::shared_ptr<const quantize::LayerReport> m_report;  ///< that the pins belong to
    QVector<int> m_rows;                                    ///< layers of the table's rows
    int m_layer = -1;                                       ///< shown in detail
    bool m_runInProgress = false;

    QPushButton *m_measure, *m_sensitivity, *m_save, *m_copy, *m_asTables;
    Banner* m_banner;
    QWidget* m_progress;
    QLabel* m_progressText;
    QProgressBar* m_progressBar;
    QPushButton* m_cancel;
    QStackedWidget* m_stack;  ///< what will appear, or the layers
    Card *m_emptyCard, *m_summaryCard, *m_timesCard, *m_tradeCard, *m_tableCard, *m_detailCard;
    QLabel *m_summary, *m_notes;
    LayerTimes* m_times;
    LayerScatter* m_scatter;
    SearchSteps* m_search;
    Segmented* m_tradeChoice;
    QStackedWidget* m_tradeStack;
    ChartOrTable *m_timesView, *m_scatterView, *m_searchView;
    QLineEdit* m_find;
    QComboBox* m_operators;
    QPushButton *m_floatOnly, *m_sensitiveOnly;
    DataTable* m_table;
    QWidget* m_pinBar;
    QLabel* m_pinText;
    QPushButton *m_rebuild, *m_undoButton, *m_redoButton;
    QLabel *m_detailName, *m_detailFacts, *m_detailWords, *m_valuesHead, *m_valuesFoot, *m_timesHead;
    Segmented* m_pinChoice;
    ValueHistogram* m_values;
    BarRows* m_layerTimes;
};

}  // namespace pwb::ui
