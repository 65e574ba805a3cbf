// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QString>

#include "core/result/run_result.h"
#include "core/run/pipeline.h"

namespace pwb::ui {

/// What the window knows of a run beside its document.
struct RunState {
    bool running = false;
    bool stopping = false;
    double secondsSoFar = 0;
    QMap<base::EngineId, run::EngineProgress> progress;

    /// Seconds until the run ends, −1 when unknown.
    [[nodiscard]] double secondsLeft() const;
};

/// "evaluating", "calibrating": what an engine does, in the window's language.
[[nodiscard]] QString stageText(run::Stage stage);
/// "evaluating, 71 %".
[[nodiscard]] QString progressText(const run::EngineProgress& progress);
/// "evaluating, 716 of 1,008" where the total is known, else as progressText().
[[nodiscard]] QString progressCountText(const run::EngineProgress& progress);
/// What the column of an engine says in one line when nothing is in progress: "failed: …", "computes in FP32
/// here", "QDQ, entropy", ….
[[nodiscard]] QString engineNote(const result::EngineResult& engine);

}  // namespace pwb::ui
