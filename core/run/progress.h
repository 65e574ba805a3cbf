// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "core/base/engine_id.h"
#include "core/result/run_result.h"

namespace pwb::run {

/// What an engine is doing.
enum class Stage {
    Waiting,
    Reading,
    Preparing,
    Calibrating,
    Quantizing,
    Verifying,
    Searching,  ///< which layers INT8 has to leave float
    Evaluating,
    Measuring,
    Profiling,  ///< layer by layer
    Done,
    Failed,
    Cancelled
};
[[nodiscard]] std::string_view stageId(Stage stage);

struct EngineProgress {
    base::EngineId engine;
    Stage stage = Stage::Waiting;
    double done = 0, total = 0;  ///< of this stage; total 0: unknown
    double overall = 0;          ///< 0–1 over all stages of the engine
    double secondsLeft = -1;     ///< of the whole run; −1 unknown
};

/// How the front ends follow a run. Called from worker threads, one call at a time.
struct Observer {
    std::function<void(const EngineProgress&)> progress;
    /// A new immutable picture of the run, whenever a part is finished (and a few times a second while
    /// accuracy accumulates).
    std::function<void(std::shared_ptr<const result::RunResult>)> snapshot;
};

}  // namespace pwb::run
