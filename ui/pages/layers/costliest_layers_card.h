// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

namespace pwb::ui {

class ChartOrTable;
class LayerTimes;

/// The layers that take most time, in every engine.
class CostliestLayersCard : public Card {
    Q_OBJECT

public:
    explicit CostliestLayersCard(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    void showTable(bool table);

signals:
    void layerChosen(int layer);

private:
    LayerTimes* m_times;
    ChartOrTable* m_view;
};

}  // namespace pwb::ui
