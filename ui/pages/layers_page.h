// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QPushButton;
class QStackedWidget;

namespace pwb::ui {

class Banner;
class Card;
class CostliestLayersCard;
class LayerDetailCard;
class LayerPinEditor;
class LayersJob;
class LayerSummaryCard;
class LayerTableCard;
class SensitivityCard;

/// The model layer by layer: what really ran in which precision, what each layer takes and costs, and which
/// layers INT8 is to leave float. Pins are only collected here; “Rebuild INT8” makes an engine of them.
class LayersPage : public Page {
    Q_OBJECT

public:
    /// `job` outlives the page.
    explicit LayersPage(LayersJob* job, QWidget* parent = nullptr);
    /// While a run is in progress nothing can be measured or rebuilt.
    void setRunning(bool running);

public slots:
    /// A layer's name.
    void applyFilter(const QString& filter) override;

protected:
    void refresh() override;

private:
    void addTools();
    [[nodiscard]] QWidget* buildLayers();
    [[nodiscard]] QWidget* buildTop();
    void addShortcuts();
    void connectJob();
    [[nodiscard]] bool hasLayers() const;
    void showJob();
    void showTables(bool tables);

    LayersJob* m_job;
    LayerPinEditor* m_pins;
    bool m_runInProgress = false;
    QPushButton *m_measure, *m_sensitivity, *m_asTables;
    Banner* m_banner;
    QStackedWidget* m_stack;  ///< what will appear, or the layers
    Card* m_empty;
    LayerSummaryCard* m_summary;
    CostliestLayersCard* m_costliest;
    SensitivityCard* m_trade;
    LayerTableCard* m_table;
    LayerDetailCard* m_detail;
};

}  // namespace pwb::ui
