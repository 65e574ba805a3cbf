// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

namespace pwb::ui {

/// Lays its widgets out in lines, like words.
class FlowLayout : public QLayout {
public:
    explicit FlowLayout(int gap, QWidget* parent = nullptr);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override { m_items.append(item); }
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem* itemAt(int index) const override { return m_items.value(index); }
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return place({0, 0, width, 0}, false); }
    [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;
    /// Widgets beyond so many lines get no room; 0: no limit.
    void setMaxLines(int lines) { m_maxLines = lines; }

private:
    int place(const QRect& rect, bool move) const;
    int m_gap, m_maxLines = 0;
    QList<QLayoutItem*> m_items;
};

}  // namespace pwb::ui
