// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>
#include <optional>

#include "ui/models/object_changes.h"
#include "ui/pages/page.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace pwb::ui {

class CandidateChoice;
class Card;
class ChartOrTable;
class DetectionLegend;
class DetectionPanes;
class ObjectTable;

/// The Changes page of a detector: the objects that a candidate finds otherwise than FP32, and the picture of
/// the chosen one in a pane per engine.
class ChangesObjects : public QWidget {
    Q_OBJECT

public:
    explicit ChangesObjects(QWidget* parent = nullptr);
    void setDocument(const Document& document);
    void setFilter(const ObjectFilter& filter);
    [[nodiscard]] const ObjectFilter& filter() const { return m_filter; }
    [[nodiscard]] const ObjectChangesModel& model() const { return *m_model; }

signals:
    void listChanged();  ///< other rows are listed

private:
    [[nodiscard]] QWidget* buildFilter();
    [[nodiscard]] QLayout* buildCounts();
    [[nodiscard]] QLayout* buildClassChoice();
    [[nodiscard]] QWidget* buildPanes();
    [[nodiscard]] QWidget* buildList();
    void addPaneTools();
    void addShortcuts();
    void changeFilter(const ObjectFilter& filter);
    void showFilter();
    void showCounts();
    [[nodiscard]] int classesListed() const;
    void showList();
    void showRow(int row);
    void showPicture();
    [[nodiscard]] QString emptyText() const;

    Document m_document;
    ObjectFilter m_filter;
    ObjectChangesModel* m_model;
    Card *m_filterCard, *m_pictureCard, *m_listCard;
    CandidateChoice* m_candidate;
    QPushButton* m_lostSmall;
    std::array<QCheckBox*, kListedFates.size()> m_fates{};
    std::array<QToolButton*, evaluate::kPixelBuckets> m_buckets{};
    /// By fate and bucket; the last of each row is all sizes.
    std::array<std::array<QLabel*, evaluate::kPixelBuckets + 1>, kListedFates.size()> m_counts{};
    QComboBox* m_class;
    QStringList m_classNames;  ///< as in m_class
    QCheckBox *m_onlyAnnotated, *m_objectsShown;
    QWidget* m_facts;
    QLabel *m_threshold, *m_kept, *m_confidence;
    DetectionLegend* m_legend;
    QWidget* m_filterBody;  ///< what scrolls in the filter's card
    DetectionPanes* m_panes;
    ChartOrTable* m_paneOrTable;
    QPushButton *m_asTable, *m_copy;
    QList<QPushButton*> m_pictureTools;
    ObjectTable* m_list;
    /// The chosen object, so that it stays chosen when the list changes.
    std::optional<compare::ObjectChange> m_chosen;
};

}  // namespace pwb::ui
