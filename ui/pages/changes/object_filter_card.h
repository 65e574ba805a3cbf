// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <memory>

#include "ui/models/object_changes.h"
#include "ui/widgets/card.h"

class QCheckBox;
class QComboBox;
class QToolButton;

namespace pwb::ui {

class CandidateChoice;
class DetectionLegend;

/// Chooses which of a detector's changed objects are listed, and counts them by what happened and by size.
class ObjectFilterCard : public Card {
    Q_OBJECT

public:
    explicit ObjectFilterCard(QWidget* parent = nullptr);
    /// Where the document lacks the candidate, one that it has is chosen. Emits nothing.
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    void setFilter(const ObjectFilter& filter);
    /// All but the candidate is as at first.
    void clearFilter();
    [[nodiscard]] const ObjectFilter& filter() const { return m_filter; }
    [[nodiscard]] QString candidateName() const;

signals:
    void filterChanged();

private:
    [[nodiscard]] QLayout* buildCounts();
    [[nodiscard]] QLayout* buildClassChoice();
    [[nodiscard]] QWidget* buildFacts();
    /// Changes the filter, shows and tells it.
    void edit(const std::function<void(ObjectFilter&)>& change);
    void takeCandidate();
    void showFilter();
    void showClasses();
    [[nodiscard]] int classesListed() const;
    void showCounts();

    std::shared_ptr<const result::RunResult> m_document;
    ObjectFilter m_filter;
    CandidateChoice* m_candidate;
    std::array<QCheckBox*, kListedFates.size()> m_fates{};
    std::array<QToolButton*, evaluate::kPixelBuckets> m_buckets{};
    /// By fate and bucket; the last of each row is all sizes.
    std::array<std::array<QLabel*, evaluate::kPixelBuckets + 1>, kListedFates.size()> m_counts{};
    QComboBox* m_class;
    QStringList m_classNames;  ///< as in m_class
    QCheckBox* m_onlyAnnotated;
    QWidget* m_facts;
    QLabel *m_threshold, *m_kept, *m_confidence;
    DetectionLegend* m_legend;
    QWidget* m_scrolled;
};

}  // namespace pwb::ui
