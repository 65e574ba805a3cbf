// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// The layers that cost the most time, dearest first, with one thin bar per engine. A click chooses a layer.
class LayerTimes : public Chart {
    Q_OBJECT

public:
    explicit LayerTimes(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QString textAt(QPointF position) const override;

signals:
    /// Index into the document's layers.
    void layerChosen(int layer);

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_rows.isEmpty(); }
    void mousePressEvent(QMouseEvent* event) override;

private:
    struct Row {
        int layer;
        QString name;
        QVector<std::optional<double>> times;  ///< ms, one per engine
        double most;
    };
    [[nodiscard]] int shownRows(const QRectF& area) const;
    [[nodiscard]] int rowAt(QPointF position) const;

    QVector<result::EngineKind> m_kinds;
    QVector<Row> m_rows;  ///< dearest first, kTableRows at most
};

}  // namespace pwb::ui
