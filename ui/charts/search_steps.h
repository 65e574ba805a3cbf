// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// The mixed-precision search: the task metric after each reverted group, from all in INT8 at the left; the
/// floor as a dotted line. Steps that were taken back are hollow and not on the line.
class SearchSteps : public Chart {
    Q_OBJECT

public:
    explicit SearchSteps(QWidget* parent = nullptr);
    void setSearch(const std::optional<quantize::MixedSearch>& search);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QString textAt(QPointF position) const override;

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return !m_search; }

private:
    [[nodiscard]] double floor() const;  ///< percent
    [[nodiscard]] Plot plotIn(const QRectF& area) const;

    std::optional<quantize::MixedSearch> m_search;
};

}  // namespace pwb::ui
