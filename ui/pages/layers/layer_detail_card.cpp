// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/layers/layer_detail_card.h"

#include <QVBoxLayout>
#include <algorithm>

#include "ui/charts/bar_rows.h"
#include "ui/charts/value_histogram.h"
#include "ui/models/format.h"
#include "ui/pages/layers/layer_pin_editor.h"
#include "ui/widgets/label.h"
#include "ui/widgets/scroll_body.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

namespace {

constexpr int kDetailWidth = 304;

QString factsText(const quantize::LayerFacts& layer, const quantize::LayerReport& report) {
    QStringList parts = {QString::fromStdString(layer.op)};
    if (layer.parameters > 0)
        parts << LayerDetailCard::tr("%1 parameters").arg(formatCount(layer.parameters));
    const auto together = std::ranges::count(report.layers, layer.group, &quantize::LayerFacts::group);
    if (together > 1)
        parts << (together == 2 ? LayerDetailCard::tr("changes with 1 other")
                                : LayerDetailCard::tr("changes with %1 others").arg(together - 1));
    return parts.join(QStringLiteral("  ·  "));
}

}  // namespace

LayerDetailCard::LayerDetailCard(LayerPinEditor* pins, QWidget* parent)
    : Card(tr("Layer"), parent),
      m_pins(pins),
      m_pinChoice(new Segmented({tr("Automatic"), tr("Float")})),
      m_name(paragraph(TextRole::TableStrong)),
      m_facts(paragraph(TextRole::Table, Tone::Secondary)),
      m_valuesHead(label(tr("Values, and what INT8 keeps of them"), TextRole::TableStrong)),
      m_valuesFoot(paragraph(TextRole::Caption, Tone::Secondary)),
      m_timesHead(label(tr("Time of a call"), TextRole::TableStrong)),
      m_words(paragraph(TextRole::Table)),
      m_values(new ValueHistogram),
      m_times(new BarRows(QStringLiteral("layerBars"), tr("Time of a call"))) {
    setFixedWidth(ui::scaled(kDetailWidth));
    m_pinChoice->setObjectName(QStringLiteral("pinChoice"));
    m_pinChoice->setAccessibleName(tr("Precision of this layer in INT8"));
    connect(m_pinChoice, &Segmented::chosen, this,
            [this](int choice) { m_pins->setPinned({m_layer}, choice == 1); });
    connect(m_pins, &LayerPinEditor::lockedChanged, m_pinChoice, &QWidget::setDisabled);
    addTool(m_pinChoice);
    m_words->setObjectName(QStringLiteral("layerWords"));
    auto* column = new QVBoxLayout;
    column->setSpacing(kGrid / 2);
    column->addWidget(m_name);
    column->addWidget(m_facts);
    column->addSpacing(kGrid / 2);
    column->addWidget(m_valuesHead);
    column->addWidget(m_values);
    column->addWidget(m_valuesFoot);
    column->addSpacing(kGrid / 2);
    column->addWidget(m_timesHead);
    column->addWidget(m_times);
    column->addSpacing(kGrid / 2);
    column->addWidget(m_words);
    column->addStretch(1);
    m_values->setFixedHeight(ui::scaled(108));
    QWidget* scrolled = scrollBody(column);
    column->setContentsMargins(0, 0, 8, 0);
    body()->setContentsMargins(16, 4, 8, 12);
    body()->addWidget(scrolled, 1);
}

void LayerDetailCard::showLayer(const std::shared_ptr<const result::RunResult>& document, int layer) {
    m_layer = layer;
    const quantize::LayerReport& report = *document->layers;
    const bool known = layer >= 0 && layer < static_cast<int>(report.layers.size());
    m_pinChoice->setVisible(known && report.layers[static_cast<std::size_t>(layer)].candidate);
    setEmptyText(known ? QString() : tr("No layer matches. Esc clears the filter."));
    if (!known) return;
    const quantize::LayerFacts& facts = report.layers[static_cast<std::size_t>(layer)];
    m_pinChoice->setCurrent(m_pins->isPinned(facts) ? 1 : 0);
    m_name->setText(QString::fromStdString(facts.name));
    m_facts->setText(factsText(facts, report));
    showValues(facts);
    showTimes(facts, *document);
    m_words->setText(sensitivityWords(facts, report));
}

void LayerDetailCard::showValues(const quantize::LayerFacts& layer) {
    m_values->setValues(layer.values);
    const bool known = layer.values && !layer.values->counts.empty();
    m_valuesHead->setVisible(known);
    m_values->setVisible(known);
    m_valuesFoot->setVisible(known);
    if (!known) return;
    const auto& seen = *layer.values;
    const auto text = [](float value) { return formatNumber(static_cast<double>(value), 3); };
    QString foot = tr("seen %1 … %2").arg(text(seen.min), text(seen.max));
    if (seen.lo != 0 || seen.hi != 0)
        foot += tr("; kept %1 … %2, clips %3").arg(text(seen.lo), text(seen.hi), formatPercent(seen.clipped));
    if (seen.nonFinite > 0) foot += tr("; %1 not finite").arg(formatCount(seen.nonFinite));
    m_valuesFoot->setText(foot);
}

void LayerDetailCard::showTimes(const quantize::LayerFacts& layer, const result::RunResult& document) {
    BarRows::Data bars;
    for (const result::EngineKind& kind : layerEngines(document)) {
        const auto* ran = executionOf(layer, kind.engine);
        if (!ran || !ran->milliseconds) continue;
        bars.rows << BarRows::Row{kind, engineName(kind), {*ran->milliseconds}, formatMs(*ran->milliseconds)};
    }
    m_timesHead->setVisible(!bars.rows.isEmpty());
    m_times->setVisible(!bars.rows.isEmpty());
    m_times->setData(bars);
}

}  // namespace pwb::ui
