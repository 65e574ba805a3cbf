// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

class QStackedWidget;

namespace pwb::ui {

class ChartOrTable;
class LayerScatter;
class SearchSteps;
class Segmented;

/// What each layer costs and saves in INT8, or the steps of the search for those to leave float.
class SensitivityCard : public Card {
    Q_OBJECT

public:
    explicit SensitivityCard(QWidget* parent = nullptr);
    /// Of a run with layers.
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    void setChosen(int layer);
    void showTables(bool tables);

signals:
    void layerChosen(int layer);

private:
    LayerScatter* m_scatter;
    SearchSteps* m_search;
    ChartOrTable *m_scatterView, *m_searchView;
    Segmented* m_choice;  ///< by layer, or the search
    QStackedWidget* m_stack;
};

}  // namespace pwb::ui
