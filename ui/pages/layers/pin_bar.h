// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace pwb::ui {

class LayerPinEditor;

/// How many layers are pinned; Undo, Redo, and making an engine of it.
class PinBar : public QWidget {
    Q_OBJECT

public:
    /// `pins` outlives it.
    explicit PinBar(LayerPinEditor* pins, QWidget* parent = nullptr);

signals:
    void rebuildRequested();

private:
    void renew();

    LayerPinEditor* m_pins;
    QLabel* m_text;
    QPushButton *m_undo, *m_redo, *m_rebuild;
};

}  // namespace pwb::ui
