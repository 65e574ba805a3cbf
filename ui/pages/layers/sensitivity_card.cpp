// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/layers/sensitivity_card.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/charts/layer_scatter.h"
#include "ui/charts/search_steps.h"
#include "ui/models/format.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

SensitivityCard::SensitivityCard(QWidget* parent)
    : Card(tr("Sensitivity"), parent),
      m_scatter(new LayerScatter),
      m_search(new SearchSteps),
      m_scatterView(new ChartOrTable(m_scatter)),
      m_searchView(new ChartOrTable(m_search)),
      m_choice(new Segmented({tr("by layer"), tr("search")})),
      m_stack(new QStackedWidget) {
    m_choice->setObjectName(QStringLiteral("tradeChoice"));
    m_stack->addWidget(m_scatterView);
    m_stack->addWidget(m_searchView);
    addTool(saveChartButton(m_stack, QStringLiteral("sensitivity"), SaveButton::Icon));
    addTool(m_choice);
    body()->setContentsMargins(12, 4, 12, 6);
    body()->addWidget(m_stack, 1);
    connect(m_choice, &Segmented::chosen, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_scatter, &LayerScatter::layerChosen, this, &SensitivityCard::layerChosen);
}

void SensitivityCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_scatter->setDocument(document);
    m_scatterView->setTable(m_scatter->table());
    const auto& search = document->layers->search;
    m_search->setSearch(search);
    m_searchView->setTable(m_search->table());
    m_choice->setVisible(search.has_value());
    if (!search) m_choice->setCurrent(0);
    m_stack->setCurrentIndex(search ? m_choice->current() : 0);
    setHint(!search       ? QString()
            : search->met ? tr("search: %1 % reached").arg(formatNumber(100 * search->reached, 2))
                          : tr("search: only %1 % reached").arg(formatNumber(100 * search->reached, 2)));
}

void SensitivityCard::setChosen(int layer) {
    m_scatter->setChosen(layer);
}

void SensitivityCard::showTables(bool tables) {
    for (ChartOrTable* view : {m_scatterView, m_searchView}) view->showTable(tables);
}

}  // namespace pwb::ui
