// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>
#include <optional>

#include "core/result/engine_kind.h"

namespace pwb::ui {

/// What the history shows of a run without opening all of it; read from its report.json.
struct RunSummary {
    QString folder;
    QString name;
    QDateTime date;
    QString model;
    QString data;
    QString verdict;  ///< "deploy", "closest", "inconclusive", "no_engine", "implausible"; empty for an
                      ///< unfinished run
    std::optional<result::EngineKind> advised;
    bool detection = false;
    /// Top-1, or mAP50-95 of a detector, fraction; without the reference.
    QMap<base::EngineId, double> quality;
    bool finished = false;
};

/// Reads one run folder; nothing when it holds no run. Touches files: not for the GUI thread.
[[nodiscard]] std::optional<RunSummary> summariseRun(const QString& folder);
/// `known` and every run directly below `runsFolder`, without `hidden`; newest first.
[[nodiscard]] QList<RunSummary> summariseRuns(const QStringList& known, const QString& runsFolder,
                                              const QStringList& hidden);

}  // namespace pwb::ui
