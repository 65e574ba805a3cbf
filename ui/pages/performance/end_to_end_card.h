// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

namespace pwb::ui {

class BarRows;
class ChartOrTable;

/// The way of one sample from file to answer, step by step.
class EndToEndCard : public Card {
    Q_OBJECT

public:
    explicit EndToEndCard(QWidget* parent = nullptr);
    /// Null: no run.
    void setDocument(const result::RunResult* document);
    void showTable(bool table);

private:
    BarRows* m_bars;
    ChartOrTable* m_view;
};

}  // namespace pwb::ui
