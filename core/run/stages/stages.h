// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a run, in order. Each takes what the ones before it left on the board and in the store, does
// only what is missing there, and records an engine's failure instead of failing itself.
#pragma once

#include <memory>
#include <stop_token>

#include "core/run/inputs.h"
#include "core/run/stages/board.h"
#include "core/run/stages/shared_int8.h"
#include "core/run/store/store.h"

namespace pwb::run {

/// What every stage works with. `store` is null where nothing is kept (pwb build).
struct StageContext {
    const RunPlan& plan;
    const RunInputs& inputs;
    Board& board;
    RunStore* store;
    std::stop_token stop;
    std::shared_ptr<SharedInt8> int8 = std::make_shared<SharedInt8>();
};

/// Builds the engines of the plan, one thread each. Errors: cancelled, run.store_failed.
[[nodiscard]] base::Status buildStage(const StageContext& context);
/// Where `--max-drop` is asked for: if INT8 loses more, searches for the layers to leave float and builds
/// INT8 anew. Does nothing where that was done already or INT8 was not built. Errors: cancelled,
/// run.store_failed; another failure is INT8's.
[[nodiscard]] base::Status maxDropStage(const StageContext& context);
/// One pass over the data, every batch to every engine. Errors: cancelled, run.store_failed,
/// run.too_many_unreadable.
[[nodiscard]] base::Status evaluateStage(const StageContext& context);
/// Latency, throughput and memory in children; decode and preprocess here. Errors: cancelled,
/// run.store_failed.
[[nodiscard]] base::Status measureStage(const StageContext& context);
/// Layer by layer: precision, time, values, and with `withSensitivity` what quantising each costs. The result
/// goes to the board and into the store. Errors: those of SharedInt8::study(), run.store_failed, cancelled;
/// then what was known before stays.
[[nodiscard]] base::Status layersStage(const StageContext& context, bool withSensitivity);

struct ScoreOptions {
    std::uint64_t seed = 1;           ///< of the bootstraps
    std::optional<double> threshold;  ///< RunPlan::threshold
    std::stop_token stop = {};
};
/// Metrics and comparisons of what the engines' answers hold now. Intervals and tests of a detector wait for
/// the last answer: resampling costs seconds.
void scoreEngines(result::RunResult& document,
                  const std::map<base::EngineId, compare::OutputDistance>& distances,
                  const ScoreOptions& options);
/// The comparison of a candidate with FP32, made where it is not there yet.
[[nodiscard]] compare::Comparison& comparisonFor(result::RunResult& document,
                                                 const base::EngineId& candidate);
/// Comparisons of size, speed and memory, and the decision; needs scoreEngines() first.
void compareAndDecide(result::RunResult& document);

/// Takes a failure into the engine's state; a cancelled one is told apart.
void recordFailure(const StageContext& context, const base::EngineId& engine, const base::Error& error);

}  // namespace pwb::run
