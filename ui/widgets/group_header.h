// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace pwb::ui {

/// The head of a result table: one row, or two where columns belong to a group; names of precisions stand
/// behind their mark, and the sorted column carries an arrow.
class GroupHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit GroupHeader(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize sectionSizeFromContents(int logicalIndex) const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] bool grouped() const;
    [[nodiscard]] int rowHeight() const;
};

}  // namespace pwb::ui
