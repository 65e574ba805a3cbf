// SPDX-License-Identifier: GPL-3.0-or-later
// How ChangesObjects is put together; what it shows is in changes_objects.cpp.
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>

#include "ui/pages/changes_objects.h"
#include "ui/theme/theme.h"
#include "ui/widgets/candidate_choice.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chart_or_table.h"
#include "ui/widgets/detection_legend.h"
#include "ui/widgets/detection_panes.h"
#include "ui/widgets/label.h"
#include "ui/widgets/object_table.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/scroll_body.h"
#include "ui/widgets/wrap_label.h"

namespace pwb::ui {

ChangesObjects::ChangesObjects(QWidget* parent) : QWidget(parent), m_model(new ObjectChangesModel(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    row->addWidget(buildFilter());
    auto* split = new QSplitter(Qt::Vertical);
    split->setHandleWidth(2 * kGrid);
    split->setChildrenCollapsible(false);
    split->addWidget(buildPanes());
    split->addWidget(buildList());
    split->setStretchFactor(0, 11);
    split->setStretchFactor(1, 9);
    row->addWidget(split, 1);
    addShortcuts();
    showFilter();
    showList();
}

QWidget* ChangesObjects::buildFilter() {
    m_filterCard = new Card(tr("Filter"));
    m_filterCard->setFixedWidth(ui::scaled(280));
    m_candidate = new CandidateChoice;
    m_candidate->setObjectName(QStringLiteral("objectCandidate"));
    connect(m_candidate, &CandidateChoice::chosen, this, [this](const QString& id) {
        ObjectFilter filter = m_filter;
        filter.candidate = id;
        changeFilter(filter);
    });
    m_filterCard->addTool(m_candidate);
    m_filterCard->body()->setContentsMargins(16, 8, 8, 8);

    auto* column = new QVBoxLayout;
    column->setSpacing(kGrid);
    m_lostSmall = new QPushButton(tr("Lost small objects"));
    m_lostSmall->setObjectName(QStringLiteral("lostSmall"));
    m_lostSmall->setToolTip(tr("Only what is lost and at most %1 px").arg(evaluate::kSizeRanges[1].hi));
    connect(m_lostSmall, &QPushButton::clicked, this,
            [this] { changeFilter(ObjectFilter::lostSmall(m_filter.candidate)); });
    column->addWidget(m_lostSmall);
    column->addLayout(buildCounts());
    column->addLayout(buildClassChoice());
    m_onlyAnnotated = new QCheckBox(tr("only annotated (really lost)"));
    m_onlyAnnotated->setObjectName(QStringLiteral("onlyAnnotated"));
    m_onlyAnnotated->setToolTip(tr("Lost or new objects that are in the annotations, not false detections"));
    connect(m_onlyAnnotated, &QCheckBox::clicked, this, [this](bool on) {
        ObjectFilter filter = m_filter;
        filter.onlyAnnotated = on;
        changeFilter(filter);
    });
    column->addWidget(m_onlyAnnotated);
    column->addWidget(separator());
    m_facts = new QWidget;
    auto* facts = new QVBoxLayout(m_facts);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setSpacing(4);
    for (QLabel** fact : {&m_threshold, &m_kept, &m_confidence}) {
        *fact = new WrapLabel(QString());
        (*fact)->setFont(ui::font(TextRole::Table));
        setTone(*fact, Tone::Secondary);
        facts->addWidget(*fact);
    }
    facts->addSpacing(4);
    facts->addWidget(separator());
    column->addWidget(m_facts);
    m_legend = new DetectionLegend;
    column->addWidget(m_legend);
    column->addStretch(1);
    m_filterCard->body()->addWidget(scrollBody(column), 1);
    m_filterBody = column->parentWidget();
    return m_filterCard;
}

// What happened in rows, sizes in columns; both choose what is listed.
QLayout* ChangesObjects::buildCounts() {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(0);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    grid->addWidget(label(tr("√area, px"), TextRole::Caption, Tone::Secondary), 0, 0);
    const int count = static_cast<int>(m_buckets.size());
    for (int b = 0; b < count; ++b) {
        auto* button = new QToolButton;
        button->setText(bucketName(static_cast<std::size_t>(b)));
        button->setCheckable(true);
        button->setFont(ui::font(TextRole::Caption));
        button->setStyleSheet(QStringLiteral("padding: 1px 0;"));
        button->setFixedWidth(ui::scaled(b == 0 || b == 3 ? 30 : 37));
        button->setObjectName(QStringLiteral("bucket-%1").arg(b));
        button->setAccessibleName(tr("Objects of %1 px").arg(button->text()));
        button->setToolTip(tr("List objects of %1 px").arg(button->text()));
        connect(button, &QToolButton::clicked, this, [this, b](bool on) {
            ObjectFilter filter = m_filter;
            filter.buckets[static_cast<std::size_t>(b)] = on;
            changeFilter(filter);
        });
        m_buckets[static_cast<std::size_t>(b)] = button;
        grid->addWidget(button, 0, b + 1, Qt::AlignRight);
    }
    QLabel* all = label(tr("all"), TextRole::Caption, Tone::Secondary);
    all->setContentsMargins(4, 0, 3, 0);
    grid->addWidget(all, 0, count + 1, Qt::AlignRight);
    for (int f = 0; f < static_cast<int>(m_fates.size()); ++f) {
        const auto at = static_cast<std::size_t>(f);
        m_fates[at] = new QCheckBox(fateName(kListedFates[at]));
        m_fates[at]->setObjectName(QStringLiteral("fate-%1").arg(f));
        m_fates[at]->setFont(ui::font(TextRole::Table));
        connect(m_fates[at], &QCheckBox::clicked, this, [this, at](bool on) {
            ObjectFilter filter = m_filter;
            filter.fates[at] = on;
            changeFilter(filter);
        });
        grid->addWidget(m_fates[at], f + 1, 0);
        for (int b = 0; b <= count; ++b) {
            m_counts[at][static_cast<std::size_t>(b)] =
                label({}, b == count ? TextRole::TableStrong : TextRole::Table);
            m_counts[at][static_cast<std::size_t>(b)]->setContentsMargins(4, 0, 3, 0);
            grid->addWidget(m_counts[at][static_cast<std::size_t>(b)], f + 1, b + 1,
                            Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    return grid;
}

QLayout* ChangesObjects::buildClassChoice() {
    auto* line = new QHBoxLayout;
    line->addWidget(label(tr("Class"), TextRole::Table));
    m_class = new QComboBox;
    m_class->setObjectName(QStringLiteral("objectClass"));
    m_class->setAccessibleName(tr("Class"));
    m_class->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(m_class, qOverload<int>(&QComboBox::activated), this, [this](int index) {
        ObjectFilter filter = m_filter;
        filter.label = index <= 0 ? std::nullopt : std::optional(index - 1);
        changeFilter(filter);
    });
    line->addWidget(m_class, 1);
    return line;
}

QWidget* ChangesObjects::buildPanes() {
    m_pictureCard = new Card(tr("Picture"));
    m_panes = new DetectionPanes;
    m_paneOrTable = new ChartOrTable(m_panes);
    addPaneTools();
    m_pictureCard->body()->setContentsMargins(16, 4, 16, 12);
    m_pictureCard->body()->addWidget(m_paneOrTable, 1);
    connect(m_panes, &DetectionPanes::pictureChanged, this, &ChangesObjects::showPicture);
    connect(m_panes, &DetectionPanes::changeClicked, this, [this](const QString& engine, int change) {
        if (engine == m_filter.candidate && m_model->rowOf(change) >= 0) {
            m_list->setRow(m_model->rowOf(change));
            showRow(m_model->rowOf(change));
        }
    });
    return m_pictureCard;
}

void ChangesObjects::addPaneTools() {
    m_objectsShown = new QCheckBox(tr("annotated"));
    m_objectsShown->setObjectName(QStringLiteral("annotationsShown"));
    m_objectsShown->setFont(ui::font(TextRole::Table));
    m_objectsShown->setChecked(true);
    m_objectsShown->setToolTip(tr("Annotated objects as dashed outlines (A)"));
    connect(m_objectsShown, &QCheckBox::toggled, m_panes, &DetectionPanes::setObjectsShown);
    m_pictureCard->addTool(m_objectsShown);
    const auto tool = [&](const QString& text, const QString& icon, const QString& tip, auto action) {
        QPushButton* button = flatButton(text, icon);
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        connect(button, &QPushButton::clicked, this, action);
        m_pictureCard->addTool(button);
        m_pictureTools << button;
        return button;
    };
    tool(QChar(0x2039), {}, tr("Previous object (K)"), [this] { m_list->step(-1); });
    tool(QChar(0x203A), {}, tr("Next object (J)"), [this] { m_list->step(1); });
    tool(QChar(0x2212), {}, tr("Smaller (−)"), [this] { m_panes->zoomOut(); });
    tool(tr("fit"), {}, tr("The whole picture (0)"), [this] {
        m_panes->fit();
    })->setObjectName(QStringLiteral("fitPicture"));
    tool(QStringLiteral("+"), {}, tr("Larger (+)"), [this] { m_panes->zoomIn(); });
    tool(tr("object"), {}, tr("The chosen object enlarged (O)"), [this] {
        m_panes->frameMarked();
    })->setObjectName(QStringLiteral("frameObject"));
    m_asTable = tool({}, QStringLiteral("table"), tr("As a table"),
                     [this] { m_paneOrTable->showTable(m_asTable->isChecked()); });
    m_asTable->setObjectName(QStringLiteral("picturesAsTable"));
    m_asTable->setCheckable(true);
    QPushButton* save = saveChartButton(m_panes, QStringLiteral("detections"), SaveButton::Icon);
    save->setObjectName(QStringLiteral("savePictures"));
    save->setToolTip(tr("Saves the pictures as PNG or SVG"));
    save->setAccessibleName(tr("Save pictures"));
    m_pictureCard->addTool(save);
    m_pictureTools << save;
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
    const auto add = [this](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    add(Qt::Key_J, [this] { m_list->step(1); });
    add(Qt::Key_K, [this] { m_list->step(-1); });
    add(Qt::Key_Plus, [this] { m_panes->zoomIn(); });
    add(Qt::Key_Equal, [this] { m_panes->zoomIn(); });
    add(Qt::Key_Minus, [this] { m_panes->zoomOut(); });
    add(Qt::Key_0, [this] { m_panes->fit(); });
    add(Qt::Key_O, [this] { m_panes->frameMarked(); });
    add(Qt::Key_A, [this] { m_objectsShown->toggle(); });
    add(Qt::Key_Escape, [this] {
        ObjectFilter filter;
        filter.candidate = m_filter.candidate;
        changeFilter(filter);
    });
}

}  // namespace pwb::ui
