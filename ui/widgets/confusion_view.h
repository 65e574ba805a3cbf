// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>
#include <memory>

#include "core/result/run_result.h"
#include "ui/models/task_figures.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_link.h"

namespace pwb::ui {

struct ConfusionPlace;

/// One confusion matrix, painted from one image with a pixel per cell; names, counts and the crosshair are
/// drawn over it as the zoom allows. Works for 10 and for 1000 classes. The table behind it is
/// confusionPairsTable(); a screen reader hears the marked cell.
class ConfusionView : public QWidget {
    Q_OBJECT

public:
    ConfusionView(const base::EngineId& engine, ConfusionLink* link, QWidget* parent = nullptr);

    /// `largest` is the top of the common ramp. A null document or an engine without accuracy shows why.
    void setDocument(const std::shared_ptr<const result::RunResult>& document, std::int64_t largest);
    [[nodiscard]] const base::EngineId& engine() const { return m_engine; }
    /// Where a cell is drawn, for tests.
    [[nodiscard]] QRectF cellRect(QPoint cell) const;
    [[nodiscard]] QPoint cellAt(QPointF position) const;
    [[nodiscard]] std::int64_t countAt(QPoint cell) const;
    /// “O read as 0: 6 of 28, +3”.
    [[nodiscard]] QString describe(QPoint cell) const;

    [[nodiscard]] QSize sizeHint() const override { return {340, 350}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 160}; }

signals:
    /// A cell was chosen by mouse or keyboard in this engine's matrix.
    void cellChosen(const pwb::base::EngineId& engine);
    void openRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] ConfusionCounts counts() const;
    [[nodiscard]] ConfusionCounts baselineCounts() const;  ///< FP32's
    /// Few classes have room for larger names.
    [[nodiscard]] TextRole nameRole() const;
    [[nodiscard]] QString cellText(const ConfusionCounts& own, QPoint cell) const;
    [[nodiscard]] ConfusionMode mode() const;  ///< FP32 has no difference to itself and keeps its counts
    [[nodiscard]] ConfusionPlace place() const;
    void renewLevels();
    void announce();

    base::EngineId m_engine;
    ConfusionLink* m_link;
    std::shared_ptr<const result::RunResult> m_document;
    std::int64_t m_largest = 0;
    QImage m_levels;
    QPixmap m_picture;  ///< the visible part at the plot's size
    double m_nameWidth = 0;
    QPointF m_pressed;
    bool m_dragging = false;
    QString m_emptyText;
};

}  // namespace pwb::ui
