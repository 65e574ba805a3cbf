// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QVector>
#include <optional>

#include "ui/models/cell_table.h"

namespace pwb::ui {

/// Lines with marks over named places (batch sizes, streams) or over 0–1, one per engine, each named at
/// its last point; a requirement is a dotted line with words.
class LineChart : public QChartView {
    Q_OBJECT

public:
    struct Series {
        result::EngineKind kind;
        QVector<QPointF> points;  ///< x: index of the place, or the value itself over 0–1
        QString endText;          ///< beside the name at the last point
    };
    struct Data {
        QVector<Series> series;
        QStringList places;  ///< empty: x runs from 0 to 1
        QString xTitle, yTitle, unit;
        int decimals = 0;
        std::optional<double> target;
        QString targetText;
        bool diagonal = false;  ///< the line of a perfectly calibrated engine; y runs from 0 to 1 too
    };

    LineChart(const QString& objectName, const QString& accessibleName, QWidget* parent = nullptr);
    void setData(Data content);
    void setEmptyText(const QString& text);
    [[nodiscard]] CellTable table() const;

    [[nodiscard]] QSize sizeHint() const override { return {360, 150}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 120}; }

protected:
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] bool isEmpty() const;
    void build();
    void buildAxes(double highest);
    void drawEndNames(QPainter& painter) const;
    [[nodiscard]] int endWidth() const;

    Data m_data;
    QString m_emptyText;
};

}  // namespace pwb::ui
