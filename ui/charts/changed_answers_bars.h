// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// How many answers of each candidate differ from FP32's: right → wrong to the left, wrong → right to the
/// right, wrong with another class as a number; below, how many samples would tell the difference.
class ChangedAnswersBars : public Chart {
    Q_OBJECT

public:
    explicit ChangedAnswersBars(QWidget* parent = nullptr);
    void setDocument(std::shared_ptr<const result::RunResult> document);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_rows.isEmpty(); }

private:
    struct Row {
        result::EngineKind kind;
        QString name;
        std::int64_t worse, better, other, changed, samples;
        bool partial;
    };
    /// More than two rows are a line each, without the counts under the names.
    [[nodiscard]] bool compact() const;
    [[nodiscard]] int rowHeight() const;
    void drawRow(QPainter& painter, const Row& row, const QRectF& box, double unit) const;

    QVector<Row> m_rows;
    QString m_sentence;
};

}  // namespace pwb::ui
