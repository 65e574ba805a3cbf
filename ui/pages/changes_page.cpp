// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/changes_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>

#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/pages/changes_objects.h"
#include "ui/theme/theme.h"
#include "ui/widgets/answer_bars.h"
#include "ui/widgets/candidate_choice.h"
#include "ui/widgets/card.h"
#include "ui/widgets/changes_list.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/sample_picture.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/thumbnail_cache.h"

namespace pwb::ui {

ChangesPage::ChangesPage(QWidget* parent)
    : Page(QStringLiteral("changes"), tr("Changes"), parent), m_model(new ChangesModel(this)) {
    m_samples = new QWidget;
    auto* row = new QHBoxLayout(m_samples);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    row->addWidget(buildFilter());
    row->addWidget(buildSample(), 1);
    body()->addWidget(m_samples, 1);
    m_objects = new ChangesObjects;
    connect(m_objects, &ChangesObjects::listChanged, this, [this] {
        if (showsObjects()) m_save->setEnabled(m_objects->model().rowCount() > 0);
    });
    body()->addWidget(m_objects, 1);
    m_save = flatButton(tr("Save list"), QStringLiteral("save"));
    m_save->setObjectName(QStringLiteral("saveList"));
    connect(m_save, &QPushButton::clicked, this, &ChangesPage::saveList);
    addTool(m_save);
    addShortcuts();
    showTask();
}

QString ChangesPage::railCount() const {
    const auto* comparison = document() ? document()->comparison(base::Precision::Int8) : nullptr;
    if (comparison && comparison->objects) {
        const compare::FateCounts& counts = comparison->objects->all;
        return formatCount(counts.lost + counts.added + counts.relabelled);
    }
    return comparison && comparison->accuracy ? formatCount(comparison->accuracy->changedSamples) : QString();
}

void ChangesPage::showTask() {
    const bool objects = showsObjects();
    m_samples->setVisible(!objects);
    m_objects->setVisible(objects);
    setHint(objects ? tr("objects that a candidate finds differently from FP32")
                    : tr("samples that a candidate answers differently from FP32"));
}

void ChangesPage::applyFilter(const QString& filter) {
    if (showsObjects()) return m_objects->setFilter(objectFilterFrom(filter));
    m_filter = changesFilterFrom(filter);
    m_candidate->setCurrentId(m_filter.candidate);
    for (int i = 0; i < kChangeKinds; ++i) {
        const QSignalBlocker block(m_kinds[i]);
        m_kinds[i]->setChecked(m_filter.kinds[i]);
    }
    if (!isVisible()) return;
    fillClassChoices();
    showList();
}

void ChangesPage::refresh() {
    showTask();
    if (showsObjects()) return m_objects->setDocument(document());
    const auto kinds = result::shownKinds(document().get());
    setKinds(kinds);
    m_candidate->setKinds(kinds);
    m_candidate->setCurrentId(m_filter.candidate);
    m_filter.candidate = m_candidate->currentId();
    fillClassChoices();
    showList();
}

void ChangesPage::fillClassChoices() {
    const int classes = document() ? classCount(*document()) : 0;
    const std::pair<QComboBox*, std::optional<int>> choices[] = {{m_truth, m_filter.truth},
                                                                 {m_answer, m_filter.answer}};
    for (const auto& [box, chosen] : choices) {
        if (box->count() != classes + 1) {
            box->clear();
            QStringList names = {tr("any")};
            for (int c = 0; c < classes; ++c) names << className(*document(), c);
            box->addItems(names);
        }
        box->setCurrentIndex(chosen && *chosen < classes ? *chosen + 1 : 0);
    }
}

void ChangesPage::showList() {
    const int before = m_sample;
    ThumbnailCache::shared().forgetWaiting();
    m_model->setDocument(document(), m_filter);
    showCounts();
    const int rows = m_model->rowCount();
    m_list->setVisible(rows > 0);
    m_listEmpty->setVisible(rows == 0);
    m_save->setEnabled(rows > 0);
    if (rows == 0) return showSample(-1);
    const int row = std::max(0, m_model->rowOf(before));
    m_list->setCurrentIndex(m_model->index(row, 0));
    showSample(row);
}

void ChangesPage::showCounts() {
    for (int i = 0; i < kChangeKinds; ++i)
        m_counts[i]->setText(formatCount(m_model->count(static_cast<ChangeKind>(i))));
    const int rows = m_model->rowCount();
    m_listHead->setText(rows == 1 ? tr("1 sample") : tr("%1 samples").arg(formatCount(rows)));
    const auto* candidate = document() ? document()->engine(engineIdOf(m_filter.candidate)) : nullptr;
    const QString name = engineName(m_candidate->current());
    if (!document() || document()->engines.empty())
        m_listEmpty->setText(
            tr("The samples whose answer changes are listed here once a comparison has run."));
    else if (!candidate || !candidate->predictions)
        m_listEmpty->setText(tr("%1 has no answers yet.").arg(name));
    else if (m_filter.truth || m_filter.answer)
        m_listEmpty->setText(tr("No answer of %1 changed here. Esc clears the filter.").arg(name));
    else
        m_listEmpty->setText(tr("%1 answers as FP32 does, for every sample.").arg(name));
}

void ChangesPage::showSample(int row) {
    const bool known = document() && row >= 0 && row < m_model->rowCount();
    m_sample = known ? m_model->change(row).sample : -1;
    for (QPushButton* button : {m_previous, m_next, m_copyPath}) button->setEnabled(known);
    m_sampleCard->setEmptyText(
        known ? QString() : tr("Choose a sample on the left to see it with the answers of all engines."));
    m_tableCard->setVisible(known);
    m_picture->setPath(known ? samplePath(*document(), m_sample) : QString());
    for (AnswerBars* bars : m_bars) bars->setSample(known ? document() : nullptr, m_sample);
    if (!known) {
        m_sampleCard->setTitle(tr("Sample"));
        m_sampleCard->setHint({});
        return;
    }
    const int label = document()->manifest->samples[static_cast<std::size_t>(m_sample)].label;
    m_sampleCard->setTitle(sampleName(*document(), m_sample));
    m_sampleCard->setHint(tr("true class %1, %2")
                              .arg(className(*document(), label), changeKindName(m_model->change(row).kind)));
    m_table->setTable(answersTable(m_sample));
}

CellTable ChangesPage::answersTable(int sample) const {
    CellTable table;
    table.columns = {{tr("Rank"), {}, true}};
    for (const result::EngineKind& kind : m_engines)
        table.columns << CellColumn{tr("answer"), engineName(kind), false, {}, {}, true}
                      << CellColumn{tr("confidence"), engineName(kind), true};
    const int label = document()->manifest->samples[static_cast<std::size_t>(sample)].label;
    for (std::size_t rank = 0; rank < 5; ++rank) {
        QVector<Cell> row = {{QString::number(rank + 1), static_cast<int>(rank)}};
        for (const result::EngineKind& kind : m_engines) {
            const auto* prediction = predictionOf(document()->engine(kind.engine), sample);
            if (!prediction || prediction->classes[rank] < 0) {
                row << Cell{QStringLiteral("·"), {}, Cell::Tone::Waiting}
                    << Cell{QStringLiteral("·"), {}, Cell::Tone::Waiting};
                continue;
            }
            Cell answer{className(*document(), prediction->classes[rank])};
            if (prediction->classes[rank] == label) {
                answer.tone = Cell::Tone::Strong;
                answer.hint = tr("the true class");
            }
            const double confidence = static_cast<double>(prediction->confidences[rank]);
            row << answer << Cell{formatNumber(confidence, 3), confidence};
        }
        table.rows << row;
    }
    return table;
}

void ChangesPage::saveList() {
    const QString candidate = showsObjects() ? m_objects->filter().candidate : m_filter.candidate;
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save list"), QStringLiteral("changes-%1.csv").arg(candidate), tr("CSV table (*.csv)"));
    if (file.isEmpty()) return;
    QSaveFile out(file);
    const QByteArray bytes = (showsObjects() ? m_objects->model().csv() : m_model->csv()).toUtf8();
    const bool saved = out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit();
    emit notice(saved ? tr("Saved %1").arg(file)
                      : tr("%1 could not be written. Choose a folder that you may write to.").arg(file));
}

}  // namespace pwb::ui
