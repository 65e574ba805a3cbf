// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUndoStack>
#include <QVector>
#include <memory>

#include "ui/models/layer_table.h"

namespace pwb::ui {

/// Which layers INT8 is to leave float: as chosen so far, against what the run was built with. Every change
/// can be taken back.
class LayerPinEditor : public QObject {
    Q_OBJECT

public:
    explicit LayerPinEditor(QObject* parent = nullptr);
    ~LayerPinEditor() override;

    /// Null: no layers. Those of another report begin anew.
    void setReport(const std::shared_ptr<const quantize::LayerReport>& report);
    /// While locked nothing changes.
    void setLocked(bool locked);
    [[nodiscard]] bool isLocked() const { return m_locked; }

    [[nodiscard]] const LayerPins& pins() const { return m_pins; }
    [[nodiscard]] bool isPinned(const quantize::LayerFacts& layer) const;
    /// Whether the run was built with others.
    [[nodiscard]] bool isChanged() const { return m_pins != m_built; }
    /// The names of all pinned layers, in graph order.
    [[nodiscard]] std::vector<std::string> pinnedLayers() const;
    /// `layers` are indices into the report's; their whole groups change.
    void setPinned(const QVector<int>& layers, bool pinned);
    /// All become what the first of them is not.
    void toggle(const QVector<int>& layers);

    [[nodiscard]] bool canUndo() const { return m_undo.canUndo(); }
    [[nodiscard]] bool canRedo() const { return m_undo.canRedo(); }

public slots:
    void undo() { m_undo.undo(); }
    void redo() { m_undo.redo(); }

signals:
    void pinsChanged();
    void lockedChanged(bool locked);

private:
    /// Null where there is no such layer.
    [[nodiscard]] const quantize::LayerFacts* layerAt(int index) const;

    std::shared_ptr<const quantize::LayerReport> m_report;
    LayerPins m_pins, m_built;
    QUndoStack m_undo;
    bool m_locked = false;
};

}  // namespace pwb::ui
