// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/changes_objects.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/widgets/candidate_choice.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/detection_legend.h"
#include "ui/widgets/detection_panes.h"
#include "ui/widgets/label.h"
#include "ui/widgets/object_table.h"

namespace pwb::ui {

using compare::ObjectChange;

namespace {

bool isSame(const ObjectChange& a, const ObjectChange& b) {
    return a.sample == b.sample && a.fate == b.fate && a.baseline == b.baseline && a.candidate == b.candidate;
}

}  // namespace

void ChangesObjects::setDocument(const Document& document) {
    m_document = document;
    m_candidate->setKinds(result::shownKinds(document.get()));
    m_candidate->setCurrentId(m_filter.candidate);
    m_filter.candidate = m_candidate->currentId();
    // Where the run has no such engine, another is of more use.
    if (document && !document->engine(engineIdOf(m_filter.candidate)))
        for (const compare::Comparison& comparison : document->comparisons)
            if (comparison.objects) {
                m_candidate->setCurrentId(QString::fromStdString(comparison.candidate.key()));
                m_filter.candidate = m_candidate->currentId();
                break;
            }
    showFilter();
    showList();
}

void ChangesObjects::setFilter(const ObjectFilter& filter) {
    m_candidate->setCurrentId(filter.candidate);
    changeFilter(filter);
}

void ChangesObjects::changeFilter(const ObjectFilter& filter) {
    m_filter = filter;
    m_filter.candidate = m_candidate->currentId();
    showFilter();
    showList();
}

void ChangesObjects::showFilter() {
    for (std::size_t i = 0; i < m_fates.size(); ++i) m_fates[i]->setChecked(m_filter.fates[i]);
    for (std::size_t i = 0; i < m_buckets.size(); ++i) m_buckets[i]->setChecked(m_filter.buckets[i]);
    const bool labelled = m_document && m_document->manifest && m_document->manifest->hasObjects;
    m_onlyAnnotated->setChecked(m_filter.onlyAnnotated && labelled);
    m_onlyAnnotated->setVisible(labelled);
    m_objectsShown->setVisible(labelled);
    m_legend->setLabelled(labelled);
    const int classes = classesListed();
    QStringList names = {tr("any")};
    for (int c = 0; c < classes; ++c) names << className(*m_document, c);
    if (names != m_classNames) {
        m_classNames = names;
        m_class->clear();
        m_class->addItems(names);
    }
    m_class->setCurrentIndex(m_filter.label && *m_filter.label < classes ? *m_filter.label + 1 : 0);
    showCounts();
}

// Without annotations the classes may have no names, and how many there are only the detections tell.
int ChangesObjects::classesListed() const {
    int classes = m_document ? classCount(*m_document) : 0;
    const auto* objects = objectsOf(m_document.get(), m_filter.candidate);
    if (!objects) return classes;
    const auto *fp32 = m_document->engine(base::Precision::Fp32),
               *candidate = m_document->engine(engineIdOf(m_filter.candidate));
    for (const ObjectChange& change : objects->changes) {
        const ChangedBoxes boxes = boxesOf(change, fp32, candidate);
        for (const evaluate::Detection* box : {boxes.before, boxes.after})
            if (box) classes = std::max(classes, box->label + 1);
    }
    return classes;
}

void ChangesObjects::showCounts() {
    const auto* objects = objectsOf(m_document.get(), m_filter.candidate);
    const std::size_t all = evaluate::kPixelBuckets;
    for (std::size_t f = 0; f < m_fates.size(); ++f)
        for (std::size_t b = 0; b <= all; ++b) {
            if (!objects) {
                m_counts[f][b]->clear();
                continue;
            }
            const std::int64_t count = countOf(b == all ? objects->all : objects->bySize[b], kListedFates[f]);
            m_counts[f][b]->setText(formatCount(count));
            setTone(m_counts[f][b], count == 0 ? Tone::Waiting : Tone::Normal);
        }
    m_facts->setVisible(objects != nullptr);
    if (!objects) return;
    m_threshold->setText(tr("Detections with a confidence of %1 and more are compared.")
                             .arg(formatNumber(objects->threshold, 2)));
    const auto& counts = objects->all;
    m_kept->setText(tr("%1 of FP32's %2 objects are kept.")
                        .arg(formatCount(counts.kept),
                             formatCount(counts.kept + counts.moved + counts.relabelled + counts.lost)));
    m_confidence->setText(
        tr("Their confidence changes by %1 on average.").arg(formatSigned(objects->meanConfidenceChange, 3)));
    // Large counts need their room; the scroll bar has its own.
    m_filterCard->setFixedWidth(std::max(scaled(280), m_filterBody->minimumSizeHint().width() + 40));
}

void ChangesObjects::showList() {
    m_model->setDocument(m_document, m_filter);
    const int rows = m_model->rowCount();
    m_copy->setEnabled(rows > 0);
    m_listCard->setEmptyText(rows == 0 ? emptyText() : QString());
    const QString summary = lossSummary(m_document.get(), m_filter.candidate);
    const QString name = engineName(m_candidate->current());
    m_listCard->setHint(summary.isEmpty() ? QString() : tr("%1: %2").arg(name, summary));
    int row = rows > 0 ? 0 : -1;
    for (int i = 0; m_chosen && i < rows; ++i)
        if (isSame(m_model->change(i), *m_chosen)) {
            row = i;
            break;
        }
    m_list->setRow(row);
    showRow(row);
    emit listChanged();
}

QString ChangesObjects::emptyText() const {
    const QString name = engineName(m_candidate->current());
    const auto* objects = objectsOf(m_document.get(), m_filter.candidate);
    if (!m_document || m_document->engines.empty())
        return tr(
            "The objects that a candidate finds otherwise than FP32 are listed here once a comparison "
            "has run.");
    if (!m_document->engine(engineIdOf(m_filter.candidate)))
        return tr("%1 was not part of this run.").arg(name);
    if (!objects) return tr("%1 has no answers yet.").arg(name);
    if (objects->changes.empty()) return tr("%1 finds every object that FP32 finds, and no other.").arg(name);
    return tr("No object of %1 fits the filter. Esc clears it.").arg(name);
}

void ChangesObjects::showRow(int row) {
    const bool known = row >= 0 && row < m_model->rowCount();
    for (QPushButton* tool : m_pictureTools) tool->setEnabled(known);
    m_pictureCard->setEmptyText(
        known ? QString() : tr("Choose an object in the list to see it in the picture, for every engine."));
    if (!known) {
        m_panes->setMarked({});
        m_panes->setSample(nullptr, -1);
        showPicture();
        return;
    }
    const ObjectChange& change = m_model->change(row);
    m_chosen = change;
    const ChangedBoxes boxes =
        boxesOf(change, m_document->engine(base::Precision::Fp32), m_document->engine(engineIdOf(m_filter.candidate)));
    m_panes->setSample(m_document, static_cast<int>(change.sample));
    m_panes->setMarked(boxes.main() ? std::optional(boxes.main()->box()) : std::nullopt);
    m_paneOrTable->setTable(sceneTable(m_panes->scenes(), m_panes->objects()));
    showPicture();
}

void ChangesObjects::showPicture() {
    if (m_panes->sample() < 0 || !m_document) {
        m_pictureCard->setTitle(tr("Picture"));
        m_pictureCard->setHint({});
        return;
    }
    m_pictureCard->setTitle(sampleName(*m_document, m_panes->sample()));
    const QSize size = m_panes->pictureSize();
    const QString threshold = tr("confidence %1 and more").arg(formatNumber(shownThreshold(*m_document), 2));
    m_pictureCard->setHint(
        size.isEmpty() ? threshold : tr("%1 × %2, %3").arg(size.width()).arg(size.height()).arg(threshold));
}

}  // namespace pwb::ui
