// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/changes/object_filter_card.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/theme/theme.h"
#include "ui/widgets/candidate_choice.h"
#include "ui/widgets/detection_legend.h"
#include "ui/widgets/label.h"
#include "ui/widgets/scroll_body.h"
#include "ui/widgets/wrap_label.h"

namespace pwb::ui {

ObjectFilterCard::ObjectFilterCard(QWidget* parent)
    : Card(tr("Filter"), parent), m_candidate(new CandidateChoice) {
    setFixedWidth(ui::scaled(280));
    m_candidate->setObjectName(QStringLiteral("objectCandidate"));
    connect(m_candidate, &CandidateChoice::chosen, this, [this] { edit([](ObjectFilter&) {}); });
    addTool(m_candidate);
    body()->setContentsMargins(16, 8, 8, 8);

    auto* column = new QVBoxLayout;
    column->setSpacing(kGrid);
    auto* lostSmall = new QPushButton(tr("Lost small objects"));
    lostSmall->setObjectName(QStringLiteral("lostSmall"));
    lostSmall->setToolTip(tr("Only what is lost and at most %1 px").arg(evaluate::kSizeRanges[1].hi));
    connect(lostSmall, &QPushButton::clicked, this, [this] {
        edit([](ObjectFilter& filter) { filter = ObjectFilter::lostSmall(filter.candidate); });
    });
    column->addWidget(lostSmall);
    column->addLayout(buildCounts());
    column->addLayout(buildClassChoice());
    m_onlyAnnotated = new QCheckBox(tr("only annotated (really lost)"));
    m_onlyAnnotated->setObjectName(QStringLiteral("onlyAnnotated"));
    m_onlyAnnotated->setToolTip(tr("Lost or new objects that are in the annotations, not false detections"));
    connect(m_onlyAnnotated, &QCheckBox::clicked, this,
            [this](bool on) { edit([on](ObjectFilter& filter) { filter.onlyAnnotated = on; }); });
    column->addWidget(m_onlyAnnotated);
    column->addWidget(separator());
    column->addWidget(buildFacts());
    m_legend = new DetectionLegend;
    column->addWidget(m_legend);
    column->addStretch(1);
    body()->addWidget(scrollBody(column), 1);
    m_scrolled = column->parentWidget();
    showFilter();
}

// What happened in rows, sizes in columns; both choose what is listed.
QLayout* ObjectFilterCard::buildCounts() {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(0);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    grid->addWidget(label(tr("√area, px"), TextRole::Caption, Tone::Secondary), 0, 0);
    const int count = static_cast<int>(m_buckets.size());
    for (int b = 0; b < count; ++b) {
        const auto at = static_cast<std::size_t>(b);
        auto* button = new QToolButton;
        button->setText(bucketName(at));
        button->setCheckable(true);
        button->setFont(ui::font(TextRole::Caption));
        button->setStyleSheet(QStringLiteral("padding: 1px 0;"));
        button->setFixedWidth(ui::scaled(b == 0 || b == 3 ? 30 : 37));
        button->setObjectName(QStringLiteral("bucket-%1").arg(b));
        button->setAccessibleName(tr("Objects of %1 px").arg(button->text()));
        button->setToolTip(tr("List objects of %1 px").arg(button->text()));
        connect(button, &QToolButton::clicked, this,
                [this, at](bool on) { edit([=](ObjectFilter& filter) { filter.buckets[at] = on; }); });
        m_buckets[at] = button;
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
        connect(m_fates[at], &QCheckBox::clicked, this,
                [this, at](bool on) { edit([=](ObjectFilter& filter) { filter.fates[at] = on; }); });
        grid->addWidget(m_fates[at], f + 1, 0);
        for (int b = 0; b <= count; ++b) {
            QLabel*& figure = m_counts[at][static_cast<std::size_t>(b)];
            figure = label({}, b == count ? TextRole::TableStrong : TextRole::Table);
            figure->setContentsMargins(4, 0, 3, 0);
            grid->addWidget(figure, f + 1, b + 1, Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    return grid;
}

QLayout* ObjectFilterCard::buildClassChoice() {
    auto* line = new QHBoxLayout;
    line->addWidget(label(tr("Class"), TextRole::Table));
    m_class = new QComboBox;
    m_class->setObjectName(QStringLiteral("objectClass"));
    m_class->setAccessibleName(tr("Class"));
    m_class->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(m_class, qOverload<int>(&QComboBox::activated), this, [this](int index) {
        edit([=](ObjectFilter& filter) {
            filter.label = index <= 0 ? std::nullopt : std::optional(index - 1);
        });
    });
    line->addWidget(m_class, 1);
    return line;
}

QWidget* ObjectFilterCard::buildFacts() {
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
    return m_facts;
}

void ObjectFilterCard::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_document = document;
    m_candidate->setKinds(result::shownKinds(document.get()));
    m_candidate->setCurrent(m_filter.candidate);
    takeCandidate();
    // Where the run has no such engine, another is of more use.
    if (document && !document->engine(m_filter.candidate)) {
        const auto compared = std::ranges::find_if(
            document->comparisons, [](const compare::Comparison& one) { return one.objects != nullptr; });
        if (compared != document->comparisons.end()) m_candidate->setCurrent(compared->candidate);
        takeCandidate();
    }
    showFilter();
}

void ObjectFilterCard::setFilter(const ObjectFilter& filter) {
    m_candidate->setCurrent(filter.candidate);
    edit([&](ObjectFilter& own) { own = filter; });
}

void ObjectFilterCard::clearFilter() {
    edit([](ObjectFilter& filter) { filter = {}; });
}

QString ObjectFilterCard::candidateName() const {
    return engineName(m_candidate->current());
}

void ObjectFilterCard::edit(const std::function<void(ObjectFilter&)>& change) {
    change(m_filter);
    takeCandidate();
    showFilter();
    emit filterChanged();
}

void ObjectFilterCard::takeCandidate() {
    m_filter.candidate = m_candidate->current().engine;
}

void ObjectFilterCard::showFilter() {
    for (std::size_t i = 0; i < m_fates.size(); ++i) m_fates[i]->setChecked(m_filter.fates[i]);
    for (std::size_t i = 0; i < m_buckets.size(); ++i) m_buckets[i]->setChecked(m_filter.buckets[i]);
    const bool labelled = m_document && m_document->manifest && m_document->manifest->hasObjects;
    m_onlyAnnotated->setChecked(m_filter.onlyAnnotated && labelled);
    m_onlyAnnotated->setVisible(labelled);
    m_legend->setLabelled(labelled);
    showClasses();
    showCounts();
}

void ObjectFilterCard::showClasses() {
    const int classes = classesListed();
    QStringList names = {tr("any")};
    for (int c = 0; c < classes; ++c) names << className(*m_document, c);
    if (names != m_classNames) {
        m_classNames = names;
        m_class->clear();
        m_class->addItems(names);
    }
    m_class->setCurrentIndex(m_filter.label && *m_filter.label < classes ? *m_filter.label + 1 : 0);
}

// Without annotations the classes may have no names, and how many there are only the detections tell.
int ObjectFilterCard::classesListed() const {
    int classes = m_document ? classCount(*m_document) : 0;
    const auto* objects = objectsOf(m_document.get(), m_filter.candidate);
    if (!objects) return classes;
    const auto *fp32 = m_document->engine(base::Precision::Fp32),
               *candidate = m_document->engine(m_filter.candidate);
    for (const compare::ObjectChange& change : objects->changes) {
        const ChangedBoxes boxes = boxesOf(change, fp32, candidate);
        for (const evaluate::Detection* box : {boxes.before, boxes.after})
            if (box) classes = std::max(classes, box->label + 1);
    }
    return classes;
}

void ObjectFilterCard::showCounts() {
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
    setFixedWidth(std::max(scaled(280), m_scrolled->minimumSizeHint().width() + 40));
}

}  // namespace pwb::ui
