// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/setup/preprocess_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/dataset/preprocess_file.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/label.h"

namespace pwb::ui {
namespace {

constexpr int kSamples = 300;

QString originText(const std::string& origin) {
    if (origin == "guess") return PreprocessDialog::tr("guessed");
    if (origin == "options") return PreprocessDialog::tr("as given");
    if (origin == "graph") return PreprocessDialog::tr("by the model's first nodes");
    return QString::fromStdString(origin);
}

QString pText(const run::PreprocessTrial& trial) {
    if (!trial.pValue) return QStringLiteral("–");
    return *trial.pValue < 0.001 ? QStringLiteral("< 0.001") : formatNumber(*trial.pValue, 3);
}

Cell numberCell(const QString& text, double value) {
    Cell cell;
    cell.text = text;
    cell.sort = value;
    return cell;
}

QVector<Cell> rowOf(const run::PreprocessTrial& trial, int rank) {
    QStringList fields;
    for (const std::string& field : trial.differences) fields << QString::fromStdString(field);
    Cell name;
    name.text = trialName(trial);
    if (trial.isCurrent) name.tone = Cell::Tone::Strong;
    Cell steps;
    steps.text = QString::fromStdString(run::stepsText(trial.steps));
    steps.hint = steps.text;
    Cell differs;
    differs.text = fields.join(QStringLiteral(", "));
    differs.hint = differs.text;
    differs.tone = Cell::Tone::Secondary;
    return {numberCell(QString::number(rank), rank),
            name,
            steps,
            numberCell(formatNumber(100 * trial.metric, 2), trial.metric),
            trial.logLikelihood ? numberCell(formatNumber(*trial.logLikelihood, 3), *trial.logLikelihood)
                                : numberCell(QStringLiteral("–"), 0),
            numberCell(pText(trial), trial.pValue.value_or(2)),
            differs};
}

}  // namespace

QString trialName(const run::PreprocessTrial& trial) {
    if (trial.isCurrent) return PreprocessDialog::tr("as now (%1)").arg(originText(trial.steps.origin));
    return trial.preset.empty() ? PreprocessDialog::tr("variation") : QString::fromStdString(trial.preset);
}

QString rankingText(const run::PreprocessRanking& ranking) {
    const auto& trials = ranking.trials;
    const auto current =
        std::find_if(trials.begin(), trials.end(), [](const auto& trial) { return trial.isCurrent; });
    const QString samples = PreprocessDialog::tr("%1 ways were tried in FP32 on %2 labelled samples.")
                                .arg(trials.size())
                                .arg(formatCount(ranking.samples));
    if (current == trials.end() || trials.front().isCurrent)
        return samples + QLatin1Char(' ') +
               PreprocessDialog::tr("None does better than what a run takes now.");
    const QString figures =
        current->isWorse ? PreprocessDialog::tr(
                               "The first gets %1 %, what a run takes now %2 %: a significant difference.")
                         : PreprocessDialog::tr(
                               "The first gets %1 %, what a run takes now %2 %: these samples do not "
                               "prove that it is better.");
    return samples + QLatin1Char(' ') +
           figures.arg(formatNumber(100 * trials.front().metric, 2), formatNumber(100 * current->metric, 2));
}

PreprocessDialog::PreprocessDialog(const run::RunPlan& plan, QWidget* parent)
    : QDialog(parent),
      m_text(label(tr("Reading model and data"))),
      m_progress(new QProgressBar),
      m_table(new DataTable(QStringLiteral("preprocessTrials"))),
      m_take(new QPushButton(tr("Take"))),
      m_close(new QPushButton(tr("Cancel"))) {
    setWindowTitle(tr("Find the preprocessing by trying"));
    setObjectName(QStringLiteral("preprocessDialog"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    m_text->setWordWrap(true);
    m_text->setObjectName(QStringLiteral("preprocessText"));
    column->addWidget(m_text);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    column->addWidget(m_progress);
    column->addWidget(m_table, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_table->copyButton());
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_take);
    column->addLayout(buttons);
    m_take->setObjectName(QStringLiteral("takePreprocess"));
    m_take->setDefault(true);
    m_take->setEnabled(false);
    m_table->hide();
    resize(scaled(980), scaled(460));
    connect(m_take, &QPushButton::clicked, this, &PreprocessDialog::take);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_table, &DataTable::rowSelected, this, &PreprocessDialog::offer);
    connect(&m_job, &PreprocessJob::progressed, this, &PreprocessDialog::showProgress);
    connect(&m_job, &PreprocessJob::finished, this, &PreprocessDialog::showRanking);
    connect(&m_job, &PreprocessJob::failed, this, &PreprocessDialog::showFailure);
    m_job.start(plan, kSamples);
}

void PreprocessDialog::done(int result) {
    QDialog::done(result);
    if (!m_job.running()) return deleteLater();
    connect(&m_job, &PreprocessJob::finished, this, &QObject::deleteLater);
    connect(&m_job, &PreprocessJob::failed, this, &QObject::deleteLater);
    m_job.cancel();
}

void PreprocessDialog::showProgress(double fraction, double secondsLeft) {
    m_progress->setValue(static_cast<int>(std::lround(1000 * fraction)));
    m_text->setText(secondsLeft >= 1 ? tr("Trying, in FP32 on up to %1 samples · %2 left")
                                           .arg(kSamples)
                                           .arg(formatDuration(secondsLeft))
                                     : tr("Trying, in FP32 on up to %1 samples").arg(kSamples));
}

void PreprocessDialog::showRanking(const run::PreprocessRanking& ranking) {
    m_ranking = ranking;
    m_progress->hide();
    m_text->setText(rankingText(ranking));
    CellTable table;
    const QString metric = ranking.detects ? QStringLiteral("mAP50-95") : tr("top-1");
    table.columns = {{QStringLiteral("#"), {}, true},
                     {tr("Whose")},
                     {tr("Steps")},
                     {metric, {}, true, {}, QStringLiteral("%")},
                     {tr("log-likelihood"), {}, true},
                     {QStringLiteral("p"), {}, true},
                     {tr("Differs from the first in")}};
    int rank = 0;
    for (const run::PreprocessTrial& trial : ranking.trials) table.rows << rowOf(trial, ++rank);
    m_table->setTable(std::move(table));
    m_table->show();
    m_table->selectRow(0);
    offer(0);
    m_take->setFocus();
    m_close->setText(tr("Close"));
}

void PreprocessDialog::showFailure(const base::Error& error) {
    m_progress->hide();
    m_text->setText(coreText(error));
    m_close->setText(tr("Close"));
}

void PreprocessDialog::offer(int row) {
    const bool any = row >= 0 && row < static_cast<int>(m_ranking.trials.size());
    m_take->setEnabled(any && !m_ranking.trials[static_cast<std::size_t>(row)].isCurrent);
}

void PreprocessDialog::take() {
    const int row = m_table->selectedRow();
    if (row < 0 || row >= static_cast<int>(m_ranking.trials.size())) return;
    m_taken = dataset::asOptions(m_ranking.trials[static_cast<std::size_t>(row)].steps);
    accept();
}

}  // namespace pwb::ui
