// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/layers/layer_pin_editor.h"

namespace pwb::ui {

namespace {

class PinCommand : public QUndoCommand {
public:
    PinCommand(LayerPins& pins, LayerPins after) : m_pins(pins), m_before(pins), m_after(std::move(after)) {}
    void undo() override { m_pins = m_before; }
    void redo() override { m_pins = m_after; }

private:
    LayerPins& m_pins;
    LayerPins m_before, m_after;
};

}  // namespace

LayerPinEditor::LayerPinEditor(QObject* parent) : QObject(parent) {
    connect(&m_undo, &QUndoStack::indexChanged, this, &LayerPinEditor::pinsChanged);
}

// The stack tells of its own end, when nobody is left to hear it.
LayerPinEditor::~LayerPinEditor() {
    disconnect(&m_undo, nullptr, this, nullptr);
}

void LayerPinEditor::setReport(const std::shared_ptr<const quantize::LayerReport>& report) {
    if (report == m_report) return;
    m_report = report;
    m_built = m_pins = report ? pinnedGroups(*report) : LayerPins{};
    m_undo.clear();
    emit pinsChanged();
}

void LayerPinEditor::setLocked(bool locked) {
    if (locked == m_locked) return;
    m_locked = locked;
    emit lockedChanged(locked);
}

const quantize::LayerFacts* LayerPinEditor::layerAt(int index) const {
    const bool known = m_report && index >= 0 && index < static_cast<int>(m_report->layers.size());
    return known ? &m_report->layers[static_cast<std::size_t>(index)] : nullptr;
}

bool LayerPinEditor::isPinned(const quantize::LayerFacts& layer) const {
    return m_pins.contains(QString::fromStdString(layer.group));
}

std::vector<std::string> LayerPinEditor::pinnedLayers() const {
    return m_report ? layersOf(*m_report, m_pins) : std::vector<std::string>();
}

void LayerPinEditor::setPinned(const QVector<int>& layers, bool pinned) {
    if (m_locked) return;
    LayerPins after = m_pins;
    for (const int index : layers) {
        const quantize::LayerFacts* layer = layerAt(index);
        if (!layer || !layer->candidate) continue;
        const QString group = QString::fromStdString(layer->group);
        if (pinned)
            after.insert(group);
        else
            after.remove(group);
    }
    if (after != m_pins) m_undo.push(new PinCommand(m_pins, after));
}

void LayerPinEditor::toggle(const QVector<int>& layers) {
    const quantize::LayerFacts* first = layers.isEmpty() ? nullptr : layerAt(layers.first());
    if (first) setPinned(layers, !isPinned(*first));
}

}  // namespace pwb::ui
