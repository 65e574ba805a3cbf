// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace pwb::ui {

class ComparisonModel;

/// The overview's table of measures by precision: decimal points in line, two-line headings, group rows over
/// the whole width, rows that shrink with the window down to 24 px. Ctrl+C copies with units.
class ComparisonTable : public QTableView {
    Q_OBJECT

public:
    explicit ComparisonTable(ComparisonModel* model, QWidget* parent = nullptr);

public slots:
    void copy();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    void fit();
    ComparisonModel* m_rows;
};

}  // namespace pwb::ui
