// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// What became of FP32's detections under each candidate: lost ones to the left, new ones to the right, those
/// that are annotated objects in full colour; below, how many annotated small objects a candidate lost.
class ObjectFateBars : public Chart {
    Q_OBJECT

public:
    explicit ObjectFateBars(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_rows.isEmpty(); }

private:
    struct Row {
        result::EngineKind kind;
        std::int64_t lost, lostRight, added, addedRight, changed;
    };
    /// Where the bars part, and pixels per object.
    struct Scale {
        double middle, unit;
    };
    [[nodiscard]] Scale scaleIn(const QRectF& area) const;
    [[nodiscard]] static QString changedTitle();
    void drawRow(QPainter& painter, const Row& row, const QRectF& box, const Scale& scale) const;

    QVector<Row> m_rows;
    CellTable m_table;
    QString m_sentence;
};

}  // namespace pwb::ui
