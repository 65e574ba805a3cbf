// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

namespace pwb::ui {

class BarRows;
class LayerPinEditor;
class Segmented;
class ValueHistogram;

/// All that is known of one layer, and whether INT8 is to leave it float.
class LayerDetailCard : public Card {
    Q_OBJECT

public:
    /// `pins` outlives it.
    explicit LayerDetailCard(LayerPinEditor* pins, QWidget* parent = nullptr);
    /// Of a run with layers; −1: none.
    void showLayer(const std::shared_ptr<const result::RunResult>& document, int layer);

private:
    void showValues(const quantize::LayerFacts& layer);
    void showTimes(const quantize::LayerFacts& layer, const result::RunResult& document);

    LayerPinEditor* m_pins;
    int m_layer = -1;
    Segmented* m_pinChoice;
    QLabel *m_name, *m_facts, *m_valuesHead, *m_valuesFoot, *m_timesHead, *m_words;
    ValueHistogram* m_values;
    BarRows* m_times;
};

}  // namespace pwb::ui
