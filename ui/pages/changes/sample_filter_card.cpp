// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/changes/sample_filter_card.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/theme/theme.h"
#include "ui/widgets/candidate_choice.h"
#include "ui/widgets/changes_list.h"
#include "ui/widgets/label.h"

namespace pwb::ui {

SampleFilterCard::SampleFilterCard(ChangesModel* model, QWidget* parent)
    : Card(tr("Filter"), parent), m_model(model), m_candidate(new CandidateChoice) {
    setFixedWidth(ui::scaled(264));
    m_candidate->setObjectName(QStringLiteral("candidateChoice"));
    connect(m_candidate, &CandidateChoice::chosen, this, [this](const base::EngineId& engine) {
        m_filter.candidate = engine;
        emit filterChanged();
    });
    addTool(m_candidate);
    body()->setContentsMargins(0, 4, 0, 1);
    auto* choices = new QVBoxLayout;
    choices->setContentsMargins(16, 0, 16, 4);
    choices->setSpacing(4);
    addKinds(*choices);
    m_truth = addClassChoice(*choices, tr("True class"), &ChangesFilter::truth);
    m_answer = addClassChoice(*choices, tr("Answer"), &ChangesFilter::answer);
    body()->addLayout(choices);
    addList();
}

void SampleFilterCard::addKinds(QVBoxLayout& column) {
    for (int i = 0; i < kChangeKinds; ++i) {
        m_kinds[i] = new QCheckBox(i == 3 ? tr("confidence fell by ≥ 0.2")
                                          : changeKindName(static_cast<ChangeKind>(i)));
        m_kinds[i]->setChecked(m_filter.kinds[i]);
        m_counts[i] = label({}, TextRole::Table, Tone::Secondary);
        connect(m_kinds[i], &QCheckBox::toggled, this, [this, i](bool on) {
            m_filter.kinds[i] = on;
            emit filterChanged();
        });
        auto* line = new QHBoxLayout;
        line->addWidget(m_kinds[i], 1);
        line->addWidget(m_counts[i]);
        column.addLayout(line);
    }
}

QComboBox* SampleFilterCard::addClassChoice(QVBoxLayout& column, const QString& name,
                                            std::optional<int> ChangesFilter::*field) {
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(box, qOverload<int>(&QComboBox::activated), this, [this, box, field] {
        m_filter.*field = box->currentIndex() <= 0 ? std::nullopt : std::optional(box->currentIndex() - 1);
        emit filterChanged();
    });
    auto* line = new QHBoxLayout;
    auto* text = label(name, TextRole::Table);
    text->setMinimumWidth(ui::scaled(72));
    line->addWidget(text);
    line->addWidget(box, 1);
    column.addLayout(line);
    return box;
}

void SampleFilterCard::addList() {
    body()->addWidget(separator());
    m_head = label({}, TextRole::Table, Tone::Secondary);
    m_head->setContentsMargins(16, 0, 16, 0);
    body()->addWidget(m_head);
    body()->addWidget(separator());
    m_list = new ChangesList;
    m_list->setModel(m_model);
    connect(m_list, &ChangesList::currentRowChanged, this, &SampleFilterCard::rowChosen);
    body()->addWidget(m_list, 1);
    m_empty = label({}, TextRole::Body, Tone::Secondary);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setContentsMargins(16, 16, 16, 16);
    body()->addWidget(m_empty, 1);
}

void SampleFilterCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    m_candidate->setKinds(result::shownKinds(document.get()));
    m_candidate->setCurrent(m_filter.candidate);
    m_filter.candidate = m_candidate->current().engine;
    fillClassChoices();
}

void SampleFilterCard::setFilter(const ChangesFilter& filter) {
    m_filter = filter;
    m_candidate->setCurrent(filter.candidate);
    for (int i = 0; i < kChangeKinds; ++i) {
        const QSignalBlocker block(m_kinds[i]);
        m_kinds[i]->setChecked(filter.kinds[i]);
    }
    fillClassChoices();
}

void SampleFilterCard::fillClassChoices() {
    const int classes = m_document ? classCount(*m_document) : 0;
    const std::pair<QComboBox*, std::optional<int>> choices[] = {{m_truth, m_filter.truth},
                                                                 {m_answer, m_filter.answer}};
    for (const auto& [box, chosen] : choices) {
        if (box->count() != classes + 1) {
            box->clear();
            QStringList names = {tr("any")};
            for (int c = 0; c < classes; ++c) names << className(*m_document, c);
            box->addItems(names);
        }
        box->setCurrentIndex(chosen && *chosen < classes ? *chosen + 1 : 0);
    }
}

void SampleFilterCard::showList(int row) {
    for (int i = 0; i < kChangeKinds; ++i)
        m_counts[i]->setText(formatCount(m_model->count(static_cast<ChangeKind>(i))));
    const int rows = m_model->rowCount();
    m_head->setText(rows == 1 ? tr("1 sample") : tr("%1 samples").arg(formatCount(rows)));
    m_empty->setText(emptyText());
    m_list->setVisible(rows > 0);
    m_empty->setVisible(rows == 0);
    if (rows > 0) m_list->setCurrentIndex(m_model->index(row, 0));
}

QString SampleFilterCard::emptyText() const {
    const auto* candidate = m_document ? m_document->engine(m_filter.candidate) : nullptr;
    const QString name = engineName(m_candidate->current());
    if (!m_document || m_document->engines.empty())
        return tr("The samples whose answer changes are listed here once a comparison has run.");
    if (!candidate || !candidate->predictions) return tr("%1 has no answers yet.").arg(name);
    if (m_filter.truth || m_filter.answer)
        return tr("No answer of %1 changed here. Esc clears the filter.").arg(name);
    return tr("%1 answers as FP32 does, for every sample.").arg(name);
}

void SampleFilterCard::step(int rows) {
    m_list->step(rows);
}

}  // namespace pwb::ui
