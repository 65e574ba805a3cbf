// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/pages/page.h"

namespace pwb::ui {

class Card;
class ChartOrTable;
class DataTable;
class PrecisionRecallChart;
class Segmented;
class SizeBars;
class WrapLabel;

/// A detector's accuracy by object size: AP and recall per size, precision over recall, what plain INT8 would
/// lose on small objects, and what is found at the chosen confidence.
class SizeView : public QWidget {
    Q_OBJECT

public:
    explicit SizeView(QWidget* parent = nullptr);
    /// `classIndex`: −1 for all classes.
    void setDocument(const Document& document, int classIndex);

private:
    [[nodiscard]] Card* buildSizes();
    [[nodiscard]] Card* buildCurves();
    [[nodiscard]] Card* buildPlain();
    [[nodiscard]] Card* buildFound();
    void showSizes();
    void showCurves();
    void showPlain();
    void showFound();

    Document m_document;
    int m_class = -1;
    Card *m_sizesCard, *m_curvesCard, *m_plainCard, *m_foundCard;
    Segmented* m_measure;
    SizeBars* m_sizes;
    PrecisionRecallChart* m_curves;
    ChartOrTable *m_sizesView, *m_curvesView;
    WrapLabel* m_plainWords;
    DataTable *m_plainTable, *m_foundTable;
};

}  // namespace pwb::ui
