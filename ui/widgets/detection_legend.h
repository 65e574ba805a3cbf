// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace pwb::ui {

/// What the marks of a DetectionView mean. Painted.
class DetectionLegend : public QWidget {
    Q_OBJECT

public:
    explicit DetectionLegend(QWidget* parent = nullptr);
    /// With annotated objects or without.
    void setLabelled(bool labelled);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QStringList words() const;
    [[nodiscard]] int rowHeight() const;
    bool m_labelled = true;
};

}  // namespace pwb::ui
