// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/performance/throughput_table_card.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/format.h"
#include "ui/models/performance_tables.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"

namespace pwb::ui {

namespace {

QString powerText(const result::RunResult& document) {
    QString text;
    for (const auto& engine : document.engines) {
        if (!engine.measurement) continue;
        if (!engine.measurement->powerAbsent.code.empty()) text = coreText(engine.measurement->powerAbsent);
        if (engine.measurement->powerWatts)
            text += (text.isEmpty() ? ThroughputTableCard::tr("Power: ") : QStringLiteral(", ")) +
                    ThroughputTableCard::tr("%1 %2 W").arg(engineName(document, engine),
                                                           formatNumber(*engine.measurement->powerWatts, 1));
    }
    return text;
}

}  // namespace

ThroughputTableCard::ThroughputTableCard(QWidget* parent)
    : Card(tr("Throughput table"), parent),
      m_table(new DataTable(QStringLiteral("throughputTable"))),
      m_power(label({}, TextRole::Caption, Tone::Secondary)) {
    setHint(tr("FPS, median of the rounds"));
    m_table->setFitsRows(true);
    addTool(m_table->copyButton());
    body()->setContentsMargins(1, 4, 1, 1);
    body()->addWidget(m_table);
    m_power->setWordWrap(true);
    m_power->setContentsMargins(16, 2, 16, 8);
    body()->addWidget(m_power);
}

void ThroughputTableCard::showRun(const result::RunResult& document) {
    m_table->setTable(throughputTable(document));
    m_power->setText(powerText(document));
    m_power->setVisible(!m_power->text().isEmpty());
}

}  // namespace pwb::ui
