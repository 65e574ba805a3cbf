// SPDX-License-Identifier: GPL-3.0-or-later
// How a ChangesPage is put together; what it shows is in changes_page.cpp.
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>

#include "ui/models/samples.h"
#include "ui/pages/changes_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/answer_bars.h"
#include "ui/widgets/candidate_choice.h"
#include "ui/widgets/card.h"
#include "ui/widgets/changes_list.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/sample_picture.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"

namespace pwb::ui {

QWidget* ChangesPage::buildFilter() {
    m_filterCard = new Card(tr("Filter"));
    m_filterCard->setFixedWidth(ui::scaled(264));
    m_candidate = new CandidateChoice;
    m_candidate->setObjectName(QStringLiteral("candidateChoice"));
    connect(m_candidate, &CandidateChoice::chosen, this, [this](const QString& id) {
        m_filter.candidate = id;
        showList();
    });
    m_filterCard->addTool(m_candidate);
    auto* column = m_filterCard->body();
    column->setContentsMargins(0, 4, 0, 1);
    auto* choices = new QVBoxLayout;
    choices->setContentsMargins(16, 0, 16, 4);
    choices->setSpacing(4);
    for (int i = 0; i < kChangeKinds; ++i) {
        m_kinds[i] = new QCheckBox(i == 3 ? tr("confidence fell by ≥ 0.2")
                                          : changeKindName(static_cast<ChangeKind>(i)));
        m_kinds[i]->setChecked(m_filter.kinds[i]);
        m_counts[i] = label({}, TextRole::Table, Tone::Secondary);
        connect(m_kinds[i], &QCheckBox::toggled, this, [this, i](bool on) {
            m_filter.kinds[i] = on;
            showList();
        });
        auto* line = new QHBoxLayout;
        line->addWidget(m_kinds[i], 1);
        line->addWidget(m_counts[i]);
        choices->addLayout(line);
    }
    const auto combo = [&](const QString& name, std::optional<int> ChangesFilter::*field) {
        auto* box = new QComboBox;
        box->setAccessibleName(name);
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(box, qOverload<int>(&QComboBox::activated), this, [this, box, field] {
            m_filter.*field =
                box->currentIndex() <= 0 ? std::nullopt : std::optional(box->currentIndex() - 1);
            showList();
        });
        auto* line = new QHBoxLayout;
        auto* text = label(name, TextRole::Table);
        text->setMinimumWidth(ui::scaled(72));
        line->addWidget(text);
        line->addWidget(box, 1);
        choices->addLayout(line);
        return box;
    };
    m_truth = combo(tr("True class"), &ChangesFilter::truth);
    m_answer = combo(tr("Answer"), &ChangesFilter::answer);
    column->addLayout(choices);
    column->addWidget(separator());
    m_listHead = label({}, TextRole::Table, Tone::Secondary);
    m_listHead->setContentsMargins(16, 0, 16, 0);
    column->addWidget(m_listHead);
    column->addWidget(separator());
    m_list = new ChangesList;
    m_list->setModel(m_model);
    connect(m_list, &ChangesList::currentRowChanged, this, &ChangesPage::showSample);
    column->addWidget(m_list, 1);
    m_listEmpty = label({}, TextRole::Body, Tone::Secondary);
    m_listEmpty->setWordWrap(true);
    m_listEmpty->setAlignment(Qt::AlignCenter);
    m_listEmpty->setContentsMargins(16, 16, 16, 16);
    column->addWidget(m_listEmpty, 1);
    return m_filterCard;
}

QWidget* ChangesPage::buildSample() {
    m_sampleCard = new Card(tr("Sample"));
    const auto tool = [&](const QString& text, const QString& tip, auto action) {
        auto* button = flatButton(text, {});
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, action);
        m_sampleCard->addTool(button);
        return button;
    };
    m_previous = tool(QChar(0x2039) + u' ' + tr("Previous"), tr("K"), [this] { m_list->step(-1); });
    m_next = tool(tr("Next") + u' ' + QChar(0x203A), tr("J"), [this] { m_list->step(1); });
    m_copyPath = tool(tr("Copy path"), tr("Copies the whole path of the picture"), [this] {
        if (document() && m_sample >= 0)
            QApplication::clipboard()->setText(samplePath(*document(), m_sample));
    });
    m_picture = new SamplePicture;
    m_sampleCard->body()->addWidget(m_picture, 1);
    m_barRow = new QHBoxLayout;
    m_barRow->setSpacing(3 * kGrid);
    QWidget* bars = scrollBody(m_barRow);
    setKinds(result::shownKinds(nullptr));
    bars->setFixedHeight(m_bars.first()->sizeHint().height() + 2 * kGrid);
    m_sampleCard->body()->addWidget(bars);

    m_tableCard = new Card(tr("Answers to this sample"));
    m_tableCard->setHint(
        tr("the five likeliest classes of each engine; J and K go to the next and the previous sample"));
    m_table = new DataTable(QStringLiteral("answersTable"));
    m_table->setAccessibleName(tr("Answers to this sample"));
    m_table->setFitsRows(true);
    m_tableCard->addTool(m_table->copyButton());
    m_tableCard->body()->setContentsMargins(1, 4, 1, 1);
    m_tableCard->body()->addWidget(m_table);

    auto* holder = new QWidget;
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2 * kGrid);
    column->addWidget(m_sampleCard, 1);
    column->addWidget(m_tableCard);
    return holder;
}

void ChangesPage::setKinds(const std::vector<result::EngineKind>& kinds) {
    if (kinds == m_engines) return;
    m_engines = kinds;
    qDeleteAll(m_bars);
    m_bars.clear();
    for (const result::EngineKind& kind : kinds) {
        m_bars << new AnswerBars(kind);
        if (kinds.size() > base::kAllPrecisions.size()) m_bars.last()->setMinimumWidth(ui::scaled(168));
        m_barRow->addWidget(m_bars.last(), 1);
    }
}

void ChangesPage::addShortcuts() {
    const auto add = [this](Qt::Key key, auto action) {
        auto* shortcut = new QShortcut(key, m_samples);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    add(Qt::Key_J, [this] { m_list->step(1); });
    add(Qt::Key_K, [this] { m_list->step(-1); });
    add(Qt::Key_Escape, [this] { applyFilter({}); });
}

}  // namespace pwb::ui
