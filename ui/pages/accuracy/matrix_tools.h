// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace pwb::ui {

class ConfusionLink;
class RampLegend;

/// What is done with the matrices, beside the page's title: find a class, choose what cells show, zoom, save,
/// see them as a table.
class MatrixTools : public QWidget {
    Q_OBJECT

public:
    /// Both outlive it; `picture` is what is saved.
    MatrixTools(ConfusionLink* link, QWidget* picture, QWidget* parent = nullptr);
    /// Beside a choice of views there is room for one of them: few classes need no search, many no legend.
    void setCramped(bool cramped);
    /// The top of the matrices' ramp.
    void setLargest(std::int64_t largest);

public slots:
    void focusSearch();
    void clearSearch();
    void zoomIn();
    void zoomOut();

signals:
    void modeChanged();
    void tableWanted(bool table);
    void classUnknown(const QString& text);

private:
    void addSearch();
    void addModes();
    void addZoom();
    void addTableButton();
    void findClass(const QString& text);

    ConfusionLink* m_link;
    QHBoxLayout* m_layout;
    QLineEdit* m_find;
    RampLegend* m_legend;
    QPushButton* m_zoomText;
};

}  // namespace pwb::ui
