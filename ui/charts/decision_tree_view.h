// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// The guide's tree with the taken path lit; every node on it carries its answer and the figure that answered
/// it. Left and right move along the path.
class DecisionTreeView : public Chart {
    Q_OBJECT

public:
    explicit DecisionTreeView(QWidget* parent = nullptr);
    void setDecision(const std::optional<decide::Decision>& decision);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QString textAt(QPointF position) const override;
    /// Ids of the nodes on the path, the leaf last.
    [[nodiscard]] QStringList litNodes() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return false; }
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] QRectF box(const decide::TreeNode& node) const;
    [[nodiscard]] const decide::PathStep* stepAt(const std::string& node) const;
    [[nodiscard]] bool isLit(const std::string& node) const;
    void drawNode(QPainter& painter, const decide::TreeNode& node) const;
    void drawLeaf(QPainter& painter, const decide::TreeNode& node) const;
    void drawBranch(QPainter& painter, const decide::TreeNode& from, const decide::TreeBranch& branch,
                    bool lit) const;
    void announce();

    std::optional<decide::Decision> m_decision;
    int m_current = 0;  ///< step of the path the keyboard is on
};

}  // namespace pwb::ui
