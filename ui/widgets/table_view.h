// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>
#include <QVector>

namespace pwb::ui {

/// What the window's tables have in common: headings in groups, cells of a CellDelegate, rows as high as
/// their text, columns as wide as they need, Copy by key. Read-only.
class TableView : public QTableView {
    Q_OBJECT

public:
    explicit TableView(QWidget* parent = nullptr);
    /// At least this high, more where the text needs it; 24 at first.
    void setRowHeight(int pixels);

public slots:
    /// Puts what is selected into the clipboard.
    virtual void copy() = 0;

protected:
    /// Called when there is another width to fill.
    virtual void fitColumns() = 0;
    /// What every column needs for its cells and its heading, px.
    [[nodiscard]] QVector<int> neededWidths() const;
    /// Gives the columns these widths and shares `spare` px out among them.
    void setWidths(const QVector<int>& widths, int spare);
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    /// Of the model that is shown, in order.
    [[nodiscard]] QVector<int> selectedRows() const;

    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    int m_leastHeight = 0, m_rowHeight = 0;
};

}  // namespace pwb::ui
