// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/candidate_choice.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

CandidateChoice::CandidateChoice(QWidget* parent)
    : QWidget(parent), m_buttons(new Segmented({})), m_list(new QComboBox) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_buttons);
    row->addWidget(m_list);
    m_list->setAccessibleName(tr("Candidate"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_buttons, &Segmented::chosen, this, &CandidateChoice::choose);
    connect(m_list, qOverload<int>(&QComboBox::activated), this, &CandidateChoice::choose);
    setKinds(result::shownKinds(nullptr));
}

void CandidateChoice::setKinds(const std::vector<EngineKind>& kinds) {
    std::vector<EngineKind> candidates;
    for (const EngineKind& kind : kinds)
        if (!kind.engine.isBaseline()) candidates.push_back(kind);
    const auto int8 = std::find_if(candidates.begin(), candidates.end(),
                                   [](const auto& kind) { return kind.engine == base::Precision::Int8; });
    if (int8 != candidates.end()) std::rotate(candidates.begin(), int8, int8 + 1);
    if (candidates == m_kinds) return;
    const base::EngineId before = m_kinds.empty() ? base::EngineId() : current().engine;
    m_kinds = std::move(candidates);
    QStringList names;
    for (const EngineKind& kind : m_kinds) names << engineName(kind);
    const bool few = m_kinds.size() <= 2;
    m_buttons->setChoices(few ? names : QStringList());
    m_buttons->setVisible(few);
    m_list->clear();
    m_list->addItems(names);
    renewIcons();
    m_list->setVisible(!few);
    setCurrent(before);
}

const EngineKind& CandidateChoice::current() const {
    return m_kinds[m_current];
}

void CandidateChoice::setCurrent(const base::EngineId& engine) {
    const auto found =
        std::find_if(m_kinds.begin(), m_kinds.end(), [&](const auto& kind) { return kind.engine == engine; });
    m_current = found == m_kinds.end() ? 0 : static_cast<std::size_t>(found - m_kinds.begin());
    m_buttons->setCurrent(static_cast<int>(m_current));
    m_list->setCurrentIndex(static_cast<int>(m_current));
}

void CandidateChoice::renewIcons() {
    for (int i = 0; i < m_list->count(); ++i)
        m_list->setItemIcon(i,
                            QIcon(markPixmap(m_kinds[static_cast<std::size_t>(i)], 16, devicePixelRatioF())));
}

void CandidateChoice::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) renewIcons();
}

void CandidateChoice::choose(int index) {
    m_current = static_cast<std::size_t>(index);
    emit chosen(current().engine);
}

}  // namespace pwb::ui
