// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/accuracy_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <algorithm>

#include "ui/models/class_table.h"
#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/card_mark.h"
#include "ui/widgets/confusion_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"
#include "ui/widgets/ramp_legend.h"
#include "ui/widgets/sample_grid.h"
#include "ui/widgets/save_chart.h"
#include "ui/widgets/segmented.h"

namespace pwb::ui {

namespace {

const std::array<QString, 3>& engineIds() {
    static const std::array<QString, 3> ids = {QStringLiteral("fp32"), QStringLiteral("fp16"),
                                               QStringLiteral("int8")};
    return ids;
}

QString headText(const report::ReportDocument& document, const report::EngineResult& engine) {
    const auto& accuracy = *engine.accuracy;
    QString text =
        AccuracyPage::tr("%1 of %2 right").arg(formatCount(accuracy.correct), formatCount(accuracy.samples));
    if (engine.accuracyPartial) return text + AccuracyPage::tr(", so far");
    const auto* comparison = document.comparison(engine.id());
    if (comparison && comparison->accuracy)
        text += comparison->accuracy->changedSamples == 1
                    ? AccuracyPage::tr(", 1 answer differs")
                    : AccuracyPage::tr(", %1 answers differ")
                          .arg(formatCount(comparison->accuracy->changedSamples));
    return text;
}

}  // namespace

AccuracyPage::AccuracyPage(QWidget* parent)
    : Page(QStringLiteral("accuracy"), tr("Accuracy"), parent), m_link(new ConfusionLink(this)) {
    setHint(tr("rows are the true class, columns the answer"));
    buildTools();
    buildMatrices();
    buildBelow();
    addShortcuts();
    connect(m_link, &ConfusionLink::viewChanged, this, &AccuracyPage::renewZoomText);
    connect(m_link, &ConfusionLink::selectedChanged, this, [this] {
        showCellSamples(m_shownEngine);
        showMarked();
    });
}

void AccuracyPage::buildTools() {
    m_find = new QLineEdit;
    m_find->setObjectName(QStringLiteral("findClass"));
    m_find->setPlaceholderText(tr("Find class"));
    m_find->setAccessibleName(tr("Find class"));
    m_find->setClearButtonEnabled(true);
    m_find->setFixedWidth(ui::scaled(136));
    m_find->addAction(ui::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(m_find, &QLineEdit::textChanged, this, &AccuracyPage::findClass);
    addTool(m_find);

    m_modes = new Segmented({tr("Counts"), tr("Share of row"), tr("Difference to FP32")});
    m_modes->setObjectName(QStringLiteral("confusionMode"));
    connect(m_modes, &Segmented::chosen, this, [this](int mode) {
        m_link->setMode(static_cast<ConfusionMode>(mode));
        refreshMatrices();
    });
    addTool(m_modes);
    m_legend = new RampLegend;
    addTool(m_legend);

    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    const auto button = [&](const QString& text, const QString& name, auto action) {
        auto* made = flatButton(text, {});
        made->setAccessibleName(name);
        made->setToolTip(name);
        connect(made, &QPushButton::clicked, this, action);
        layout->addWidget(made);
        return made;
    };
    button(QChar(0x2212), tr("Zoom out"), [this] { zoomBy(1 / 1.5); });
    m_zoomText = button(QStringLiteral("100 %"), tr("Show all classes"), [this] { m_link->setZoom(1); });
    button(QStringLiteral("+"), tr("Zoom in"), [this] { zoomBy(1.5); });
    addTool(row);
}

void AccuracyPage::buildMatrices() {
    m_matrices = new QWidget;
    auto* row = new QHBoxLayout(m_matrices);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    for (std::size_t i = 0; i < 3; ++i) {
        m_cards[i] = new Card(engineIds()[i].toUpper());
        m_marks[i] = addCardMark(*m_cards[i]);
        m_figures[i] = label({}, TextRole::Table);
        m_figures[i]->setContentsMargins(0, 0, 8, 0);
        m_cards[i]->addTool(m_figures[i]);
        m_views[i] = new ConfusionView(engineIds()[i], m_link);
        m_cards[i]->body()->setContentsMargins(8, 4, 8, 8);
        m_cards[i]->body()->addWidget(m_views[i], 1);
        connect(m_views[i], &ConfusionView::cellChosen, this, &AccuracyPage::showCellSamples);
        connect(m_views[i], &ConfusionView::openRequested, this, &AccuracyPage::openInChanges);
        row->addWidget(m_cards[i], 1);
    }
    addTool(saveChartButton(m_matrices, QStringLiteral("confusion-matrices"), SaveButton::Icon));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_matrices);
    buildPairs();
    body()->addWidget(m_stack, 11);
}

void AccuracyPage::buildPairs() {
    auto* card = new Card(tr("Confused pairs"));
    card->setHint(tr("the counts of the three matrices, without the right answers"));
    m_pairs = new DataTable(QStringLiteral("confusedPairsTable"));
    m_pairs->setAccessibleName(tr("Confused pairs of classes"));
    m_pairs->setSortable(kPairsInt8Column, Qt::DescendingOrder);
    card->addTool(m_pairs->copyButton());
    card->body()->setContentsMargins(1, 4, 1, 1);
    card->body()->addWidget(m_pairs, 1);
    m_stack->addWidget(card);
    auto* button = flatButton({}, QStringLiteral("table"));
    button->setObjectName(QStringLiteral("matricesAsTable"));
    button->setCheckable(true);
    button->setToolTip(tr("Show the matrices as a table"));
    button->setAccessibleName(tr("Matrices as table"));
    connect(button, &QPushButton::toggled, this, [this](bool on) {
        m_stack->setCurrentIndex(on ? 1 : 0);
        refreshPairs();
    });
    addTool(button);
}

// Only while it is shown: with many classes the table is long.
void AccuracyPage::refreshPairs() {
    if (m_stack->currentIndex() == 1)
        m_pairs->setTable(document() ? confusionPairsTable(*document()) : CellTable{});
}

void AccuracyPage::buildBelow() {
    m_classCard = new Card(tr("Per class"));
    m_classTable = new DataTable(QStringLiteral("perClassTable"));
    m_classTable->setAccessibleName(tr("Recall and F1 per class"));
    m_classTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_classTable->setSortable(kPerClassDeltaColumn, Qt::AscendingOrder);
    m_classCard->addTool(m_classTable->copyButton());
    m_classCard->body()->setContentsMargins(1, 4, 1, 1);
    m_classCard->body()->addWidget(m_classTable, 1);
    connect(m_classTable, &DataTable::rowHovered, this,
            [this](int row) { m_link->hover(row < 0 ? ConfusionLink::kNone : QPoint(-1, row)); });
    connect(m_classTable, &DataTable::rowSelected, this, [this](int row) {
        m_link->select({-1, row});
        m_link->showCell({-1, row});
    });

    m_samplesCard = new Card(tr("Images"));
    m_samples = new SampleGrid;
    m_samplesCard->body()->setContentsMargins(14, 8, 4, 12);
    m_samplesCard->body()->addWidget(m_samples, 1);
    auto* foot = new QHBoxLayout;
    foot->addWidget(label(tr("Esc clears the selection"), TextRole::Table, Tone::Secondary), 1);
    auto* open = new QPushButton(tr("Open in Changes"));
    open->setObjectName(QStringLiteral("openInChanges"));
    open->setProperty("kind", "link");
    connect(open, &QPushButton::clicked, this, &AccuracyPage::openInChanges);
    foot->addWidget(open);
    m_samplesCard->body()->addLayout(foot);

    auto* row = new QHBoxLayout;
    row->setSpacing(2 * kGrid);
    row->addWidget(m_classCard, 21);
    row->addWidget(m_samplesCard, 8);
    body()->addLayout(row, 8);
}

void AccuracyPage::addShortcuts() {
    const auto add = [this](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    add(Qt::Key_Escape, [this] {
        m_find->clear();
        m_link->select(ConfusionLink::kNone);
    });
    add(Qt::Key_Slash, [this] { m_find->setFocus(); });
    add(Qt::Key_Plus, [this] { zoomBy(1.5); });
    add(Qt::Key_Equal, [this] { zoomBy(1.5); });
    add(Qt::Key_Minus, [this] { zoomBy(1 / 1.5); });
}

void AccuracyPage::refresh() {
    QStringList names;
    if (document())
        for (int c = 0; c < classCount(*document()); ++c) names << className(*document(), c);
    m_link->setClasses(names);
    refreshHeads();
    refreshMatrices();
    refreshPairs();
    m_classTable->setTable(document() ? perClassTable(*document()) : CellTable{});
    m_classCard->setHint(
        names.isEmpty() ? QString()
                        : tr("%1 classes, worst change first; click a heading to sort").arg(names.size()));
    m_classCard->setEmptyText(names.isEmpty()
                                  ? tr("Recall and F1 of every class appear here once samples are evaluated.")
                                  : QString());
    showCellSamples(m_shownEngine);
}

void AccuracyPage::refreshHeads() {
    for (std::size_t i = 0; i < 3; ++i) {
        const auto* engine = document() ? document()->engine(engineIds()[i].toStdString()) : nullptr;
        const bool known = engine && engine->accuracy && engine->accuracy->samples > 0;
        const auto precision = base::kAllPrecisions[i];
        m_marks[i]->setPixmap(markPixmap(precision, 10, devicePixelRatioF()));
        m_cards[i]->setHint(known ? headText(*document(), *engine) : QString());
        m_figures[i]->setText(known ? formatPercent(engine->accuracy->top1) : QString());
        QFont font = ui::font(TextRole::Table);
        font.setItalic(known && engine->accuracyPartial);
        m_figures[i]->setFont(font);
    }
}

void AccuracyPage::refreshMatrices() {
    std::int64_t largest = 0;
    const auto* fp32 = document() ? document()->engine("fp32") : nullptr;
    for (const QString& id : engineIds()) {
        const auto* engine = document() ? document()->engine(id.toStdString()) : nullptr;
        if (!engine || !engine->accuracy) continue;
        std::span<const std::int64_t> base;
        if (fp32 && fp32->accuracy) base = fp32->accuracy->confusion;
        largest = std::max(largest, confusionLargest(engine->accuracy->confusion, base, m_link->mode()));
    }
    m_legend->setRange(m_link->mode(), largest);
    for (auto* view : m_views) view->setDocument(document(), largest);
}

void AccuracyPage::showCellSamples(const QString& engineId) {
    m_shownEngine = engineId.isEmpty() ? QStringLiteral("int8") : engineId;
    const QPoint cell = m_link->selected();
    const auto* shown = document() ? document()->engine(m_shownEngine.toStdString()) : nullptr;
    const QString otherId =
        m_shownEngine == QLatin1String("fp32") ? QStringLiteral("int8") : QStringLiteral("fp32");
    if (cell.x() < 0 || cell.y() < 0 || !shown || !shown->predictions) {
        m_samples->setSamples(nullptr, {}, {}, {});
        m_samplesCard->setTitle(tr("Images"));
        m_samplesCard->setHint({});
        m_samplesCard->setEmptyText(
            tr("Click a cell of a matrix to see its images here, those that are new first."));
        return;
    }
    const auto* other = document()->engine(otherId.toStdString());
    const auto samples = samplesInCell(*document(), *shown, other, cell.y(), cell.x());
    const auto only =
        std::count_if(samples.begin(), samples.end(), [](const CellSample& s) { return s.onlyHere; });
    const QString truth = m_link->classes().value(cell.y()), answer = m_link->classes().value(cell.x());
    m_samplesCard->setTitle(cell.x() == cell.y() ? tr("%1 read rightly").arg(truth)
                                                 : tr("%1 read as %2").arg(truth, answer));
    const QString hint = m_shownEngine == QLatin1String("fp32") ? tr("%1, %2 images, %3 of them not in %4")
                                                                : tr("%1, %2 images, %3 of them new");
    m_samplesCard->setHint(
        m_shownEngine == QLatin1String("fp32")
            ? hint.arg(m_shownEngine.toUpper()).arg(samples.size()).arg(only).arg(otherId.toUpper())
            : hint.arg(m_shownEngine.toUpper()).arg(samples.size()).arg(only));
    m_samplesCard->setEmptyText(samples.isEmpty()
                                    ? tr("%1 reads no image of this class so.").arg(m_shownEngine.toUpper())
                                    : QString());
    m_samples->setSamples(document(), m_shownEngine, otherId, samples);
}

void AccuracyPage::showMarked() {
    m_classTable->selectRow(m_link->selected().y());
}

void AccuracyPage::findClass(const QString& text) {
    const auto& names = m_link->classes();
    int found = static_cast<int>(names.indexOf(text));
    for (int i = 0; found < 0 && i < names.size(); ++i)
        if (names[i].startsWith(text, Qt::CaseInsensitive)) found = i;
    for (int i = 0; found < 0 && i < names.size(); ++i)
        if (names[i].contains(text, Qt::CaseInsensitive)) found = i;
    if (text.isEmpty() || found < 0) {
        if (!text.isEmpty()) emit notice(tr("No class is called “%1”.").arg(text));
        return;
    }
    m_link->select({-1, found});
    m_link->showCell({found, found});
}

void AccuracyPage::openInChanges() {
    const QPoint cell = m_link->selected();
    if (cell == ConfusionLink::kNone) return;
    const QString engine = m_shownEngine == QLatin1String("fp16") ? m_shownEngine : QStringLiteral("int8");
    QStringList filter;
    if (cell.y() >= 0) filter << QStringLiteral("true=%1").arg(cell.y());
    if (cell.x() >= 0) filter << QStringLiteral("answer=%1").arg(cell.x());
    filter << QStringLiteral("engine=") + engine;
    emit pageRequested(QStringLiteral("changes"), filter.join(u' '));
}

void AccuracyPage::zoomBy(double factor) {
    m_link->setZoom(m_link->zoom() * factor);
}

void AccuracyPage::renewZoomText() {
    m_zoomText->setText(QStringLiteral("%1 %").arg(qRound(m_link->zoom() * 100)));
}

}  // namespace pwb::ui
