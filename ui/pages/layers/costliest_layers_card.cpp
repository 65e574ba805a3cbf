// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/layers/costliest_layers_card.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/charts/layer_times.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

CostliestLayersCard::CostliestLayersCard(QWidget* parent)
    : Card(tr("Costliest layers"), parent), m_times(new LayerTimes), m_view(new ChartOrTable(m_times)) {
    addTool(saveChartButton(m_times, QStringLiteral("costliest-layers"), SaveButton::Icon));
    body()->setContentsMargins(12, 4, 12, 6);
    body()->addWidget(m_view, 1);
    connect(m_times, &LayerTimes::layerChosen, this, &CostliestLayersCard::layerChosen);
}

void CostliestLayersCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_times->setDocument(document);
    m_view->setTable(m_times->table());
}

void CostliestLayersCard::showTable(bool table) {
    m_view->showTable(table);
}

}  // namespace pwb::ui
