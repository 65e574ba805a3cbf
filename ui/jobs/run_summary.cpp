// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/run_summary.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "core/report/writers.h"
#include "core/run/pipeline.h"

namespace pwb::ui {
namespace {

/// As report.json has them in two fields.
std::optional<base::EngineId> idOf(const QJsonValue& precision, const QJsonValue& variant) {
    const auto of = base::precisionFromId(precision.toString().toStdString());
    const auto as = base::variantFromId(variant.toString().toStdString());
    if (!of || !as) return std::nullopt;
    return base::EngineId(*of, *as);
}

void takeReport(RunSummary& summary, const QJsonObject& report) {
    const QJsonObject run = report["run"].toObject();
    if (!run["name"].toString().isEmpty()) summary.name = run["name"].toString();
    const QDateTime started = QDateTime::fromString(run["started_at"].toString(), Qt::ISODate);
    if (started.isValid()) summary.date = started.toLocalTime();
    summary.finished = run["finished"].toBool(true);
    summary.model = QFileInfo(report["model"].toObject()["path"].toString()).fileName();
    summary.detection = report["model"].toObject()["task"].toString() == QLatin1String("detection");
    summary.data = report["data"].toObject()["path"].toString();
    for (const QJsonValue& engine : report["engines"].toArray()) {
        const auto id = idOf(engine["precision"], engine["variant"]);
        const QJsonValue quality =
            summary.detection ? engine["detection"]["map50_95"] : engine["accuracy"]["top1"];
        if (!id || !quality.isDouble() || id->variant == base::Variant::Plain) continue;
        summary.quality[*id] = quality.toDouble();
    }
    const QJsonObject decision = report["decision"].toObject();
    summary.verdict = decision["verdict_id"].toString();
    if (const auto advised = idOf(decision["precision"], decision["variant"]))
        summary.advised = result::EngineKind(*advised);
}

/// A run without report.json, because it was stopped or its reports were taken away.
void takeStore(RunSummary& summary, const QString& folder) {
    const auto opened = run::openRun(folder.toStdString());
    if (!opened) return;
    takeReport(summary, QJsonDocument::fromJson(
                            QByteArray::fromStdString(report::writeJson(**opened, base::Words::of("en"))))
                            .object());
}

}  // namespace

std::optional<RunSummary> summariseRun(const QString& folder) {
    const QFileInfo store(folder + QStringLiteral("/run.sqlite"));
    if (!store.exists()) return std::nullopt;
    RunSummary summary;
    summary.folder = QFileInfo(folder).absoluteFilePath();
    summary.name = QFileInfo(summary.folder).fileName();
    summary.date = store.lastModified();
    QFile report(folder + QStringLiteral("/report.json"));
    if (report.open(QIODevice::ReadOnly))
        takeReport(summary, QJsonDocument::fromJson(report.readAll()).object());
    else
        takeStore(summary, folder);
    return summary;
}

QList<RunSummary> summariseRuns(const QStringList& known, const QString& runsFolder,
                                const QStringList& hidden) {
    QStringList folders = known;
    for (const QFileInfo& entry : QDir(runsFolder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot))
        folders << entry.absoluteFilePath();
    folders.removeDuplicates();
    QList<RunSummary> runs;
    for (const QString& folder : folders) {
        if (hidden.contains(folder)) continue;
        if (auto summary = summariseRun(folder)) runs.append(std::move(*summary));
    }
    std::stable_sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.date > b.date; });
    return runs;
}

}  // namespace pwb::ui
