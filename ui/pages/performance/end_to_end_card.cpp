// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/performance/end_to_end_card.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/charts/bar_rows.h"
#include "ui/models/format.h"
#include "ui/models/performance_tables.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

EndToEndCard::EndToEndCard(QWidget* parent)
    : Card(tr("One sample end to end"), parent),
      m_bars(new BarRows(QStringLiteral("endToEndBars"), tr("One sample end to end"))),
      m_view(new ChartOrTable(m_bars)) {
    setHint(tr("p50 of each step"));
    addTool(saveChartButton(m_bars, QStringLiteral("end-to-end"), SaveButton::Icon));
    body()->addWidget(m_view);
    body()->setContentsMargins(16, 4, 16, 8);
}

void EndToEndCard::setDocument(const result::RunResult* document) {
    const bool known = document && isMeasured(*document) && document->endToEnd;
    setEmptyText(known
                     ? QString()
                     : tr("The way of one sample from file to answer appears here once it has been timed."));
    if (!known) return;
    const auto& steps = *document->endToEnd;
    BarRows::Data shown;
    shown.parts = {{tr("decode"), 0.6}, {tr("preprocess"), 0.0}, {tr("infer"), {}}, {tr("postprocess"), 1.0}};
    shown.unit = tr("ms");
    shown.decimals = 3;
    shown.labelledPart = 2;
    for (const auto& engine : document->engines) {
        const auto* stats = latencyOf(engine, 1);
        if (!stats) continue;
        const double whole = steps.decodeMs + steps.preprocessMs + stats->p50 + steps.postprocessMs;
        shown.rows << BarRows::Row{result::kindOf(*document, engine),
                                   engineName(*document, engine),
                                   {steps.decodeMs, steps.preprocessMs, stats->p50, steps.postprocessMs},
                                   formatMs(whole)};
    }
    m_bars->setData(shown);
    m_view->setTable(m_bars->table());
}

void EndToEndCard::showTable(bool table) {
    m_view->showTable(table);
}

}  // namespace pwb::ui
