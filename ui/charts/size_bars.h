// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// AP or recall by object size, from zero: a group of bars per size range, a bar per engine. The pixel
/// buckets stand left of COCO's three ranges.
class SizeBars : public Chart {
    Q_OBJECT

public:
    enum class Measure { Ap50, Ap50To95, Recall };

    explicit SizeBars(QWidget* parent = nullptr);
    /// `classIndex`: −1 for all classes.
    void setDocument(const std::shared_ptr<const result::RunResult>& document, Measure measure,
                     int classIndex);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QSize sizeHint() const override { return {520, 260}; }
    /// Where a bar is drawn, for tests; empty where there is none.
    [[nodiscard]] QRectF barRect(int engine, int range) const;
    /// What a bar is, at a place of the chart; empty where there is none.
    [[nodiscard]] QString textAt(QPointF position) const override;

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_series.isEmpty(); }

private:
    struct Series {
        result::EngineKind kind;
        QVector<std::optional<double>> values;  ///< percent, as the ranges
    };
    [[nodiscard]] Plot plotIn(const QRectF& area) const;
    /// The place of a range's group.
    [[nodiscard]] QRectF groupRect(const Plot& plot, int range) const;
    void drawGroupNames(QPainter& painter, const Plot& plot) const;
    void drawLegend(QPainter& painter, const QRectF& area) const;

    QString m_measure;
    QVector<Series> m_series;
    QVector<std::int64_t> m_objects;  ///< as the ranges
};

}  // namespace pwb::ui
