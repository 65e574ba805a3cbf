// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// The values of a layer's output over the calibration samples, with the range that INT8 keeps; what lies
/// outside is clipped. Counts on a square-root scale, so that rare values stay visible.
class ValueHistogram : public Chart {
    Q_OBJECT

public:
    explicit ValueHistogram(QWidget* parent = nullptr);
    void setValues(const std::optional<quantize::LayerValues>& values);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QSize sizeHint() const override { return {260, 120}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 96}; }

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_values.counts.empty(); }

private:
    [[nodiscard]] bool hasRange() const { return m_values.lo != 0 || m_values.hi != 0; }

    quantize::LayerValues m_values;
};

}  // namespace pwb::ui
