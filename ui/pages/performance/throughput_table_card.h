// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

namespace pwb::ui {

class DataTable;

/// Every measured throughput, and the power that it took where the machine tells.
class ThroughputTableCard : public Card {
    Q_OBJECT

public:
    explicit ThroughputTableCard(QWidget* parent = nullptr);
    void showRun(const result::RunResult& document);

private:
    DataTable* m_table;
    QLabel* m_power;
};

}  // namespace pwb::ui
