// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

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

/// The engines' confusion matrices, which zoom, pan and hover together, the classes as a table, and the
/// images of the chosen cell.
class AccuracyPage : public Page {
    Q_OBJECT

public:
    explicit AccuracyPage(QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    /// A card with the matrix of one engine.
    struct EngineCard {
        report::EngineKind kind;
        Card* card;
        ConfusionView* view;
        QLabel *figure, *mark;
    };
    void setKinds(const std::vector<report::EngineKind>& kinds);
    [[nodiscard]] EngineCard engineCard(const report::EngineKind& kind);
    [[nodiscard]] QString nameOf(const QString& engineId) const;
    void buildTools();
    void buildMatrices();
    void buildBelow();
    void buildPairs();
    void refreshPairs();
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
    std::vector<EngineCard> m_engines;
    QHBoxLayout* m_row = nullptr;
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
