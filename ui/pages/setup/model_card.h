// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/setup/setup_cards.h"

namespace pwb::ui {

class DataTable;
class DetectorOptions;
class FileTile;

/// The model file, what it holds, and its operators.
class ModelCard : public SetupCard {
    Q_OBJECT

public:
    explicit ModelCard(QWidget* parent = nullptr);
    void setPlan(const run::RunPlan& plan) override;
    void apply(run::RunPlan& plan) const override;
    void setFacts(const run::RunPlan& plan, const SetupFacts& facts) override;

private:
    void showInfo(const model::ModelInfo& info);
    void showNothing();

    FileTile* m_tile;
    QComboBox* m_task;
    std::array<class ElidedLabel*, 5> m_values;  ///< input, output, opset, parameters, operators
    DetectorOptions* m_detector;
    DataTable* m_operators;
};

}  // namespace pwb::ui
