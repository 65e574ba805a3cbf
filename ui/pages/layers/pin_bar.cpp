// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/layers/pin_bar.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/pages/layers/layer_pin_editor.h"
#include "ui/widgets/label.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

PinBar::PinBar(LayerPinEditor* pins, QWidget* parent)
    : QWidget(parent),
      m_pins(pins),
      m_text(label({}, TextRole::Table)),
      m_undo(flatButton(tr("Undo"), QStringLiteral("reset"))),
      m_redo(flatButton(tr("Redo"), {})),
      m_rebuild(new QPushButton(tr("Rebuild INT8"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 6, 12, 6);
    row->setSpacing(kGrid);
    m_text->setObjectName(QStringLiteral("pinText"));
    row->addWidget(m_text, 1);
    m_undo->setObjectName(QStringLiteral("undoPins"));
    connect(m_undo, &QPushButton::clicked, m_pins, &LayerPinEditor::undo);
    m_redo->setObjectName(QStringLiteral("redoPins"));
    connect(m_redo, &QPushButton::clicked, m_pins, &LayerPinEditor::redo);
    m_rebuild->setObjectName(QStringLiteral("rebuildInt8"));
    m_rebuild->setToolTip(
        tr("Builds the INT8 engine anew with these layers in float, evaluates and measures it"));
    connect(m_rebuild, &QPushButton::clicked, this, &PinBar::rebuildRequested);
    for (QPushButton* button : {m_undo, m_redo, m_rebuild}) row->addWidget(button);
    connect(m_pins, &LayerPinEditor::pinsChanged, this, &PinBar::renew);
    connect(m_pins, &LayerPinEditor::lockedChanged, this, &PinBar::renew);
    renew();
}

void PinBar::renew() {
    const auto layers = static_cast<int>(m_pins->pinnedLayers().size());
    const QString pinned = layers == 0   ? tr("No layer is pinned to float.")
                           : layers == 1 ? tr("1 layer pinned to float")
                                         : tr("%1 layers pinned to float").arg(layers);
    const bool changed = m_pins->isChanged();
    m_text->setText(changed ? pinned : pinned + QStringLiteral("  ·  ") + tr("as built"));
    m_undo->setEnabled(m_pins->canUndo());
    m_redo->setEnabled(m_pins->canRedo());
    m_rebuild->setEnabled(changed && !m_pins->isLocked());
}

}  // namespace pwb::ui
