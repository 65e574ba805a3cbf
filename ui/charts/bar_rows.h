// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include "ui/charts/chart.h"

namespace pwb::ui {

/// Horizontal bars, one row per engine, from zero: single or stacked from parts, with a requirement as a
/// dotted line.
class BarRows : public Chart {
    Q_OBJECT

public:
    /// A part of every bar. Without `shade` it takes the colour of its row's engine.
    struct Part {
        QString name;
        std::optional<double> shade;  ///< 0–1 between the light and the dark neutral of the theme
    };
    struct Row {
        result::EngineKind kind;
        QString name;
        QVector<double> values;  ///< one per part
        QString text;            ///< right of the bar
        bool strong = false;
    };
    struct Data {
        QVector<Part> parts = {{}};
        QVector<Row> rows;
        QString unit;      ///< at the axis; no axis when empty
        int decimals = 2;  ///< of values in the table
        std::optional<double> target;
        QString targetText;
        int labelledPart = -1;  ///< its value stands inside the bar
    };

    BarRows(const QString& objectName, const QString& accessibleName, QWidget* parent = nullptr);
    void setData(Data content);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, sizeHint().height()}; }

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_data.rows.isEmpty(); }

private:
    [[nodiscard]] bool hasLegend() const { return m_data.parts.size() > 1; }
    [[nodiscard]] int headHeight() const;
    [[nodiscard]] QColor partColor(const Part& part, const result::EngineKind& kind) const;
    [[nodiscard]] double nameWidth() const;
    void drawLegend(QPainter& painter, const QRectF& area) const;
    void drawRow(QPainter& painter, const Plot& plot, const Row& row, double y) const;
    void drawTarget(QPainter& painter, const Plot& plot) const;

    Data m_data;
};

}  // namespace pwb::ui
