// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/changes/changes_samples.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <algorithm>

#include "ui/pages/changes/sample_answers.h"
#include "ui/pages/changes/sample_filter_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/thumbnail_cache.h"

namespace pwb::ui {

ChangesSamples::ChangesSamples(QWidget* parent)
    : QWidget(parent),
      m_model(new ChangesModel(this)),
      m_filter(new SampleFilterCard(m_model)),
      m_answers(new SampleAnswers) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    row->addWidget(m_filter);
    row->addWidget(m_answers, 1);
    connect(m_filter, &SampleFilterCard::filterChanged, this, &ChangesSamples::showList);
    connect(m_filter, &SampleFilterCard::rowChosen, this, &ChangesSamples::showRow);
    connect(m_answers, &SampleAnswers::stepped, m_filter, &SampleFilterCard::step);
    addShortcuts();
}

void ChangesSamples::addShortcuts() {
    const auto add = [this](Qt::Key key, auto action) {
        auto* shortcut = new QShortcut(key, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    add(Qt::Key_J, [this] { m_filter->step(1); });
    add(Qt::Key_K, [this] { m_filter->step(-1); });
    add(Qt::Key_Escape, [this] { setFilter({}); });
}

void ChangesSamples::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    m_answers->setDocument(document);
    m_filter->setDocument(document);
    showList();
}

void ChangesSamples::setFilter(const ChangesFilter& filter) {
    m_filter->setFilter(filter);
    if (isVisible()) showList();
}

const ChangesFilter& ChangesSamples::filter() const {
    return m_filter->filter();
}

void ChangesSamples::showList() {
    const int before = m_sample;
    ThumbnailCache::shared().forgetWaiting();
    m_model->setDocument(m_document, filter());
    const int row = m_model->rowCount() > 0 ? std::max(0, m_model->rowOf(before)) : -1;
    m_filter->showList(row);
    showRow(row);
    emit listChanged();
}

void ChangesSamples::showRow(int row) {
    const bool known = m_document && row >= 0 && row < m_model->rowCount();
    m_sample = known ? m_model->change(row).sample : -1;
    m_answers->showSample(known ? &m_model->change(row) : nullptr);
}

}  // namespace pwb::ui
