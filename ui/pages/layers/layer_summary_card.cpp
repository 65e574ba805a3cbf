// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/layers/layer_summary_card.h"

#include <QVBoxLayout>

#include "ui/models/format.h"
#include "ui/models/layer_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/scroll_body.h"

namespace pwb::ui {

namespace {

constexpr int kSummaryWidth = 256;

QString summaryRow(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td style='padding-right:14px'>%1</td><td align='right'><b>%2</b></td></tr>")
        .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
}

QString percentText(const std::optional<double>& share) {
    return share ? formatNumber(100 * *share, 0) + QStringLiteral(" %") : QStringLiteral("–");
}

}  // namespace

LayerSummaryCard::LayerSummaryCard(QWidget* parent)
    : Card(tr("In INT8"), parent),
      m_summary(paragraph(TextRole::Table)),
      m_notes(paragraph(TextRole::Caption, Tone::Secondary)) {
    setFixedWidth(ui::scaled(kSummaryWidth));
    m_summary->setObjectName(QStringLiteral("layersSummary"));
    m_summary->setTextFormat(Qt::RichText);
    auto* facts = new QVBoxLayout;
    facts->addWidget(m_summary);
    facts->addWidget(m_notes);
    facts->addStretch(1);
    body()->setContentsMargins(16, 0, 6, 8);
    body()->addWidget(scrollBody(facts), 1);
    facts->setContentsMargins(0, 0, 10, 0);
}

void LayerSummaryCard::setReport(const quantize::LayerReport& report) {
    const LayerSummary summary = layerSummary(report);
    QString rows = summaryRow(tr("layers in INT8"), formatCount(summary.int8)) +
                   summaryRow(tr("layers in float"), formatCount(summary.floats));
    if (summary.melted > 0) rows += summaryRow(tr("folded into others"), formatCount(summary.melted));
    if (summary.int8Share) {
        rows += summaryRow(tr("time in INT8 layers"), percentText(summary.int8Share)) +
                summaryRow(tr("time in float layers"), percentText(summary.floatShare)) +
                summaryRow(tr("conversions and layout"), percentText(summary.elsewhereShare)) +
                summaryRow(tr("one call"), formatMs(summary.callMilliseconds));
    }
    m_summary->setText(QStringLiteral("<table width='100%'>") + rows + QStringLiteral("</table>"));
    QStringList notes;
    for (const base::Message& note : report.notes) notes << coreText(note);
    m_notes->setText(notes.join(u' '));
    m_notes->setToolTip(m_notes->text());
    m_notes->setVisible(!notes.isEmpty());
}

}  // namespace pwb::ui
