// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace pwb::ui {

class Card;
class ConfusionLink;
class ConfusionView;
class DataTable;
class RampLegend;
class SampleGrid;
class Segmented;
class SizeView;

/// The engines' confusion matrices, which zoom, pan and hover together, the classes as a table, and the
/// images of the chosen cell. Of a detector first its accuracy by object size, then matrices with the
/// background and the classes.
class AccuracyPage : public Page {
    Q_OBJECT

public:
    explicit AccuracyPage(QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    /// A card with the matrix of one engine.
    struct EngineCard {
        result::EngineKind kind;
        Card* card;
        ConfusionView* view;
        QLabel *figure, *mark;
    };
    void setKinds(const std::vector<result::EngineKind>& kinds);
    [[nodiscard]] EngineCard engineCard(const result::EngineKind& kind);
    [[nodiscard]] QString nameOf(const QString& engineId) const;
    void buildViews();
    void buildTools();
    void addMatrixTool(QWidget* tool);
    void buildMatrices();
    void buildBelow();
    void buildPairs();
    void refreshPairs();
    void refreshClasses();
    void refreshClassFilter();
    void showTask();
    void showSizes();
    [[nodiscard]] bool isDetection() const;
    void addShortcuts();
    void refreshMatrices();
    void refreshHeads();
    void showCellSamples(const QString& engineId);
    void showMarked();
    void findClass(const QString& text);
    void openInChanges();
    void zoomBy(double factor);
    void renewZoomText();

    ConfusionLink* m_link;
    Segmented* m_viewChoice = nullptr;
    QComboBox* m_classFilter = nullptr;
    SizeView* m_sizes = nullptr;  ///< in place of matrices and classes
    QList<QWidget*> m_matrixTools;
    std::vector<EngineCard> m_engines;
    static constexpr int kBelowStretch = 8;
    QHBoxLayout *m_row = nullptr, *m_below = nullptr;
    QStackedWidget* m_stack = nullptr;  ///< the matrices, or the same counts as a table
    DataTable* m_pairs = nullptr;
    QLineEdit* m_find = nullptr;
    Segmented* m_modes = nullptr;
    RampLegend* m_legend = nullptr;
    QPushButton* m_zoomText = nullptr;
    Card* m_classCard = nullptr;
    DataTable* m_classTable = nullptr;
    Card* m_samplesCard = nullptr;
    SampleGrid* m_samples = nullptr;
    QString m_shownEngine;  ///< whose cell the images are of
};

}  // namespace pwb::ui
