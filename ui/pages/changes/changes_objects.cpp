// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/changes/changes_objects.h"

#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/pages/changes/object_filter_card.h"
#include "ui/pages/changes/object_picture_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/object_table.h"

namespace pwb::ui {

using compare::ObjectChange;

namespace {

bool isSame(const ObjectChange& a, const ObjectChange& b) {
    return a.sample == b.sample && a.fate == b.fate && a.baseline == b.baseline && a.candidate == b.candidate;
}

}  // namespace

ChangesObjects::ChangesObjects(QWidget* parent)
    : QWidget(parent),
      m_model(new ObjectChangesModel(this)),
      m_filter(new ObjectFilterCard),
      m_picture(new ObjectPictureCard) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    row->addWidget(m_filter);
    auto* split = new QSplitter(Qt::Vertical);
    split->setHandleWidth(2 * kGrid);
    split->setChildrenCollapsible(false);
    split->addWidget(m_picture);
    split->addWidget(buildList());
    split->setStretchFactor(0, 11);
    split->setStretchFactor(1, 9);
    row->addWidget(split, 1);
    addShortcuts();
    connect(m_filter, &ObjectFilterCard::filterChanged, this, &ChangesObjects::showList);
    connect(m_picture, &ObjectPictureCard::stepped, m_list, &ObjectTable::step);
    connect(m_picture, &ObjectPictureCard::changeClicked, this,
            [this](const base::EngineId& engine, int change) {
                const int clicked = engine == filter().candidate ? m_model->rowOf(change) : -1;
                if (clicked < 0) return;
                m_list->setRow(clicked);
                showRow(clicked);
            });
    m_picture->setDocument(nullptr);
    showList();
}

QWidget* ChangesObjects::buildList() {
    m_listCard = new Card(tr("Changed objects"));
    m_listCard->setMinimumHeight(ui::scaled(160));
    m_list = new ObjectTable(m_model);
    connect(m_list, &ObjectTable::rowChosen, this, &ChangesObjects::showRow);
    m_copy = m_list->copyButton();
    m_listCard->addTool(m_copy);
    m_listCard->body()->setContentsMargins(1, 4, 1, 1);
    m_listCard->body()->addWidget(m_list);
    return m_listCard;
}

void ChangesObjects::addShortcuts() {
    const auto add = [this](const QKeySequence& keys, auto* receiver, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, receiver, action);
    };
    add(Qt::Key_J, m_list, [this] { m_list->step(1); });
    add(Qt::Key_K, m_list, [this] { m_list->step(-1); });
    add(Qt::Key_Plus, m_picture, &ObjectPictureCard::zoomIn);
    add(Qt::Key_Equal, m_picture, &ObjectPictureCard::zoomIn);
    add(Qt::Key_Minus, m_picture, &ObjectPictureCard::zoomOut);
    add(Qt::Key_0, m_picture, &ObjectPictureCard::fit);
    add(Qt::Key_O, m_picture, &ObjectPictureCard::frameObject);
    add(Qt::Key_A, m_picture, &ObjectPictureCard::toggleAnnotated);
    add(Qt::Key_Escape, m_filter, &ObjectFilterCard::clearFilter);
}

void ChangesObjects::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    m_filter->setDocument(document);
    m_picture->setDocument(document);
    showList();
}

void ChangesObjects::setFilter(const ObjectFilter& filter) {
    m_filter->setFilter(filter);
}

const ObjectFilter& ChangesObjects::filter() const {
    return m_filter->filter();
}

void ChangesObjects::showList() {
    m_model->setDocument(m_document, filter());
    const int rows = m_model->rowCount();
    m_copy->setEnabled(rows > 0);
    m_listCard->setEmptyText(rows == 0 ? emptyText() : QString());
    const QString summary = lossSummary(m_document.get(), filter().candidate);
    m_listCard->setHint(summary.isEmpty() ? QString() : tr("%1: %2").arg(m_filter->candidateName(), summary));
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
    const QString name = m_filter->candidateName();
    const auto* objects = objectsOf(m_document.get(), filter().candidate);
    if (!m_document || m_document->engines.empty())
        return tr(
            "The objects that a candidate finds otherwise than FP32 are listed here once a comparison "
            "has run.");
    if (!m_document->engine(filter().candidate)) return tr("%1 was not part of this run.").arg(name);
    if (!objects) return tr("%1 has no answers yet.").arg(name);
    if (objects->changes.empty()) return tr("%1 finds every object that FP32 finds, and no other.").arg(name);
    return tr("No object of %1 fits the filter. Esc clears it.").arg(name);
}

void ChangesObjects::showRow(int row) {
    const bool known = row >= 0 && row < m_model->rowCount();
    if (known) m_chosen = m_model->change(row);
    m_picture->showObject(known ? &*m_chosen : nullptr, filter().candidate);
}

}  // namespace pwb::ui
