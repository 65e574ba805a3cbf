// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/confusion_levels.h"

namespace pwb::ui {

/// The colour ramp of the matrices with the values at its ends.
class RampLegend : public QWidget {
    Q_OBJECT

public:
    explicit RampLegend(QWidget* parent = nullptr);
    void setRange(ConfusionMode mode, std::int64_t largest);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ConfusionMode m_mode = ConfusionMode::Counts;
    QString m_low, m_high;
};

}  // namespace pwb::ui
