// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/run_state.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"

namespace pwb::ui {
namespace {

struct RunWords {
    Q_DECLARE_TR_FUNCTIONS(RunWords)
};

QString effectiveName(const std::string& id) {
    return QString::fromStdString(id).toUpper();
}

}  // namespace

double RunState::secondsLeft() const {
    double left = -1;
    for (const run::EngineProgress& one : progress) left = std::max(left, one.secondsLeft);
    return left;
}

QString stageText(run::Stage stage) {
    switch (stage) {
        case run::Stage::Waiting:
            return RunWords::tr("waiting");
        case run::Stage::Reading:
            return RunWords::tr("reading");
        case run::Stage::Preparing:
            return RunWords::tr("preparing");
        case run::Stage::Calibrating:
            return RunWords::tr("calibrating");
        case run::Stage::Quantizing:
            return RunWords::tr("quantizing");
        case run::Stage::Verifying:
            return RunWords::tr("verifying");
        case run::Stage::Searching:
            return RunWords::tr("searching");
        case run::Stage::Evaluating:
            return RunWords::tr("evaluating");
        case run::Stage::Measuring:
            return RunWords::tr("measuring");
        case run::Stage::Profiling:
            return RunWords::tr("profiling");
        case run::Stage::Done:
            return RunWords::tr("done");
        case run::Stage::Failed:
            return RunWords::tr("failed");
        case run::Stage::Cancelled:
            return RunWords::tr("cancelled");
    }
    return {};
}

QString progressText(const run::EngineProgress& progress) {
    const QString stage = stageText(progress.stage);
    if (progress.stage == run::Stage::Cancelled)
        return RunWords::tr("cancelled at %1 %").arg(std::lround(progress.overall * 100));
    const bool counts =
        progress.total > 0 && progress.stage != run::Stage::Done && progress.stage != run::Stage::Failed;
    if (!counts) return stage;
    return RunWords::tr("%1, %2 %").arg(stage).arg(std::lround(100 * progress.done / progress.total));
}

QString progressCountText(const run::EngineProgress& progress) {
    const bool samples =
        progress.stage == run::Stage::Evaluating || progress.stage == run::Stage::Calibrating;
    if (!samples || progress.total < 2) return progressText(progress);
    return RunWords::tr("%1, %2 of %3")
        .arg(stageText(progress.stage), formatCount(std::llround(progress.done)),
             formatCount(std::llround(progress.total)));
}

QString engineNote(const result::EngineResult& engine) {
    using State = result::EngineState;
    if (engine.state == State::Failed)
        return engine.error ? RunWords::tr("failed: %1").arg(coreText(engine.error->message))
                            : RunWords::tr("failed");
    if (engine.state == State::Cancelled) return RunWords::tr("cancelled");
    if (engine.isReference()) return RunWords::tr("reference, not for use");
    const QString effective = effectiveName(engine.effective.id);
    if (!engine.effective.id.empty() && engine.effective.id != base::precisionId(engine.id.precision)) {
        return engine.emulated ? RunWords::tr("computes in %1 here, FP16 emulated").arg(effective)
                               : RunWords::tr("computes in %1 here").arg(effective);
    }
    if (engine.id.precision == base::Precision::Fp32) return RunWords::tr("baseline");
    if (engine.id.precision == base::Precision::Int8 && engine.built && !engine.built->calibrator.empty())
        return RunWords::tr("QDQ, per channel, %1").arg(QString::fromStdString(engine.built->calibrator));
    return {};
}

}  // namespace pwb::ui
