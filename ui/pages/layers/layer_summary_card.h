// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantize/layers.h"
#include "ui/widgets/card.h"

namespace pwb::ui {

/// How INT8's layers and their time are divided between integers and float.
class LayerSummaryCard : public Card {
    Q_OBJECT

public:
    explicit LayerSummaryCard(QWidget* parent = nullptr);
    void setReport(const quantize::LayerReport& report);

private:
    QLabel *m_summary, *m_notes;
};

}  // namespace pwb::ui
