// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/history_page.h"

#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/run/pipeline.h"
#include "ui/jobs/background.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/models/run_difference.h"
#include "ui/models/settings.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {
namespace {

/// FP32, FP16, INT8, and the variants that some run has.
std::vector<result::EngineKind> kindsOf(const QList<RunSummary>& runs) {
    auto kinds = result::shownKinds(nullptr);
    for (const RunSummary& run : runs)
        for (const base::EngineId& engine : run.quality.keys()) {
            const result::EngineKind kind(engine);
            if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
        }
    if (kinds.size() > base::kAllPrecisions.size()) kinds[2].isPtq = true;
    return kinds;
}

/// The words of the run's own headline (decide.headline_…).
QString verdictText(const RunSummary& run) {
    const QString precision = run.advised ? engineName(*run.advised) : QString();
    if (run.verdict == QLatin1String("deploy")) return HistoryPage::tr("Deploy %1").arg(precision);
    if (run.verdict == QLatin1String("closest"))
        return run.advised ? HistoryPage::tr("%1, closest fit").arg(precision) : HistoryPage::tr("None fits");
    if (run.verdict == QLatin1String("inconclusive")) return HistoryPage::tr("Inconclusive");
    if (run.verdict == QLatin1String("implausible")) return HistoryPage::tr("No advice");
    if (run.verdict == QLatin1String("no_engine")) return HistoryPage::tr("No engine to decide on");
    return run.finished ? HistoryPage::tr("No verdict") : HistoryPage::tr("unfinished");
}

Cell textCell(const QString& text, const QString& hint = {}) {
    Cell cell;
    cell.text = text;
    cell.hint = hint;
    return cell;
}

CellTable tableOf(const QList<RunSummary>& runs, const QString& baseline) {
    CellTable table;
    for (const QString& title : {HistoryPage::tr("Date"), HistoryPage::tr("Run"), HistoryPage::tr("Model"),
                                 HistoryPage::tr("Data"), HistoryPage::tr("Verdict")}) {
        CellColumn column;
        column.title = title;
        table.columns.append(column);
    }
    const auto kinds = kindsOf(runs);
    const auto detectors =
        std::count_if(runs.begin(), runs.end(), [](const auto& run) { return run.detection; });
    const QString quality = detectors == 0             ? HistoryPage::tr("Top-1 accuracy")
                            : detectors == runs.size() ? QStringLiteral("mAP50-95")
                                                       : HistoryPage::tr("Top-1 accuracy or mAP50-95");
    for (const result::EngineKind& kind : kinds) {
        CellColumn column;
        column.title = engineName(kind);
        column.group = quality;
        column.unit = QStringLiteral("%");
        column.mark = kind;
        column.number = true;
        table.columns.append(column);
    }
    for (const RunSummary& run : runs) {
        Cell date = textCell(run.date.toString(QStringLiteral("yyyy-MM-dd  HH:mm")));
        date.sort = run.date;
        Cell name = textCell(run.name, run.folder);
        if (run.folder == baseline) {
            name.aside = HistoryPage::tr("baseline");
            name.tone = Cell::Tone::Strong;
        }
        Cell verdict = textCell(verdictText(run));
        if (run.advised) verdict.mark = run.advised;
        const QString data = run.data.section('/', -2);
        QVector<Cell> row = {date, name, textCell(run.model), textCell(data, run.data), verdict};
        for (const result::EngineKind& kind : kinds) {
            const auto figure = run.quality.constFind(kind.engine);
            const bool known = figure != run.quality.constEnd();
            Cell cell = textCell(known ? formatNumber(*figure * 100, 2) : QStringLiteral("–"));
            if (known) {
                cell.sort = *figure;
                cell.hint = run.detection ? QStringLiteral("mAP50-95") : HistoryPage::tr("Top-1 accuracy");
            }
            row.append(cell);
        }
        table.rows.append(row);
    }
    return table;
}

}  // namespace

HistoryPage::HistoryPage(QWidget* parent)
    : Page(QStringLiteral("history"), tr("History"), parent),
      m_banner(new Banner),
      m_listCard(new Card(tr("Runs"))),
      m_differenceCard(new Card(tr("Two runs side by side"))),
      m_table(new DataTable(QStringLiteral("historyTable"))),
      m_difference(new DataTable(QStringLiteral("differenceTable"))),
      m_open(flatButton(tr("Open"), QStringLiteral("folder"))),
      m_pin(flatButton(tr("Pin as baseline"), QStringLiteral("pin"))),
      m_compare(flatButton(tr("Compare"), QStringLiteral("compare"))),
      m_remove(flatButton(tr("Remove from list"), QStringLiteral("trash"))) {
    setHint(tr("earlier runs, newest first"));
    m_open->setObjectName(QStringLiteral("historyOpen"));
    m_pin->setObjectName(QStringLiteral("historyPin"));
    m_compare->setObjectName(QStringLiteral("historyCompare"));
    m_remove->setObjectName(QStringLiteral("historyRemove"));
    m_remove->setToolTip(tr("The folder itself stays where it is."));
    m_compare->setToolTip(tr("The chosen run with the baseline, or two chosen runs with each other"));
    for (QPushButton* button : {m_open, m_pin, m_compare, m_remove}) addTool(button);
    body()->addWidget(m_banner);
    m_table->setAccessibleName(tr("Earlier runs"));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_listCard->body()->addWidget(m_table, 1);
    m_listCard->addTool(m_table->copyButton());
    body()->addWidget(m_listCard, 1);
    m_difference->setAccessibleName(tr("Figures of two runs"));
    m_differenceCard->body()->addWidget(m_difference, 1);
    m_differenceCard->addTool(m_difference->copyButton());
    m_differenceCard->hide();
    body()->addWidget(m_differenceCard, 2);

    connect(m_open, &QPushButton::clicked, this, [this] {
        const QStringList chosen = selectedFolders();
        if (!chosen.isEmpty()) emit openRequested(chosen.first());
    });
    connect(m_table, &QTableView::activated, m_open, &QPushButton::click);
    connect(m_pin, &QPushButton::clicked, this, &HistoryPage::pin);
    connect(m_compare, &QPushButton::clicked, this, &HistoryPage::compare);
    connect(m_remove, &QPushButton::clicked, this, &HistoryPage::removeSelected);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryPage::showButtons);
    reload();
}

QString HistoryPage::railCount() const {
    return m_runs.isEmpty() ? QString() : QString::number(m_runs.size());
}

void HistoryPage::reload() {
    const Settings settings;
    inBackground(
        this,
        [known = settings.recentRuns(), folder = settings.runsFolder(), hidden = settings.hiddenRuns()] {
            return summariseRuns(known, folder, hidden);
        },
        [this](QList<RunSummary> runs) { showRuns(std::move(runs)); });
}

void HistoryPage::showRuns(QList<RunSummary> runs) {
    m_runs = std::move(runs);
    refresh();
    emit railCountChanged();
}

void HistoryPage::refresh() {
    m_table->setTable(tableOf(m_runs, Settings().baselineRun()));
    m_listCard->setEmptyText(m_runs.isEmpty()
                                 ? tr("Runs appear here when they have been started or opened. Open a run's "
                                      "folder from the menu, or drop it on the window.")
                                 : QString());
    showButtons();
}

void HistoryPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    reload();
}

QStringList HistoryPage::selectedFolders() const {
    QStringList folders;
    const auto* proxy = qobject_cast<const QSortFilterProxyModel*>(m_table->model());
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
        const int row = proxy ? proxy->mapToSource(index).row() : index.row();
        if (row >= 0 && row < m_runs.size()) folders << m_runs[row].folder;
    }
    return folders;
}

void HistoryPage::showButtons() {
    const QStringList chosen = selectedFolders();
    const QString baseline = Settings().baselineRun();
    const bool one = chosen.size() == 1;
    m_open->setEnabled(one);
    m_pin->setEnabled(one);
    m_pin->setText(one && chosen.first() == baseline ? tr("Unpin baseline") : tr("Pin as baseline"));
    m_compare->setEnabled(chosen.size() == 2 || (one && !baseline.isEmpty() && chosen.first() != baseline));
    m_remove->setEnabled(!chosen.isEmpty());
}

void HistoryPage::pin() {
    const QString folder = selectedFolders().value(0);
    Settings().setBaselineRun(Settings().baselineRun() == folder ? QString() : folder);
    refresh();
}

void HistoryPage::compare() {
    QStringList chosen = selectedFolders();
    const QString baseline = Settings().baselineRun();
    if (chosen.size() == 1) chosen.prepend(baseline);
    if (chosen.size() == 2 && chosen[1] == baseline) chosen.swapItemsAt(0, 1);
    if (chosen.size() != 2) return;
    inBackground(
        this,
        [chosen] {
            return std::pair(run::openRun(chosen[0].toStdString()), run::openRun(chosen[1].toStdString()));
        },
        [this](auto opened) {
            for (const auto* one : {&opened.first, &opened.second})
                if (!*one) return m_banner->show(Banner::Kind::Error, coreText(one->error()));
            m_banner->hide();
            showDifference(*opened.first, *opened.second);
        });
}

void HistoryPage::showDifference(const Document& baseline, const Document& other) {
    m_differenceCard->setHint(baseline->model.sha256 == other->model.sha256 ? tr("the same model")
                                                                            : tr("different model files"));
    m_difference->setTable(runDifference(*baseline, *other));
    m_differenceCard->show();
}

void HistoryPage::removeSelected() {
    Settings settings;
    for (const QString& folder : selectedFolders()) settings.removeRun(folder);
    reload();
}

}  // namespace pwb::ui
