// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QComboBox;
class QHBoxLayout;

namespace pwb::ui {

class CellImagesCard;
class ClassCard;
class ConfusionLink;
class ConfusionMatrices;
class MatrixTools;
class Segmented;
class SizeView;

/// The engines' confusion matrices, the classes as a table, and the images of the chosen cell. Of a detector
/// first its accuracy by object size, then matrices with the background and the classes.
class AccuracyPage : public Page {
    Q_OBJECT

public:
    explicit AccuracyPage(QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    void addViewChoice();
    void addShortcuts();
    [[nodiscard]] bool isDetection() const { return document() && document()->isDetection(); }
    /// Whether accuracy by size is shown.
    [[nodiscard]] bool showsSizes() const;
    void fillClassFilter();
    void showTask();
    void showSizes();
    void openInChanges();

    static constexpr int kBelowStretch = 8;
    ConfusionLink* m_link;
    QComboBox* m_classFilter;
    Segmented* m_viewChoice;
    SizeView* m_sizes;  ///< in place of matrices and classes
    ConfusionMatrices* m_matrices;
    MatrixTools* m_tools;
    ClassCard* m_classes;
    CellImagesCard* m_images;
    QHBoxLayout* m_below;  ///< classes and images
};

}  // namespace pwb::ui
