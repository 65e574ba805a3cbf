// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantize/layer_study.h"
#include "core/run/stages/stages.h"

namespace pwb::run {

/// The study of the plan's model, with trials kept in the run's store (where there is one). `leftFloat`: the
/// layers that INT8 leaves float already. Tells its progress as INT8's, in `stage`.
/// Errors: those of LayerStudy::open().
[[nodiscard]] base::Result<quantize::LayerStudy> openStudy(const StageContext& context,
                                                           const std::vector<std::string>& leftFloat,
                                                           Stage stage);

/// Profiles the engines, in children one after the other, and adds them to the study. An engine whose layers
/// cannot be told (a provider that runs the model as one operator, a child that died) is noted. Errors:
/// cancelled.
[[nodiscard]] base::Status profileEngines(const StageContext& context, quantize::LayerStudy& study,
                                          const std::vector<result::EngineResult>& engines);

/// Where `--max-drop` is asked for: if INT8 loses more, searches for the layers to leave float and builds
/// INT8 anew. Does nothing where that was done already or INT8 was not built. Errors: cancelled,
/// run.store_failed; another failure is INT8's.
[[nodiscard]] base::Status mixedStage(const StageContext& context);

/// Layer by layer: precision, time, values, and with `withSensitivity` what quantising each costs. The result
/// goes to the board and into the store. Errors: those of openStudy(), run.store_failed, cancelled; then what
/// was known before stays.
[[nodiscard]] base::Status layersStage(const StageContext& context, bool withSensitivity);

/// The layer report of a run's store, or null. Throws nlohmann's exceptions where it cannot be read.
[[nodiscard]] std::shared_ptr<const quantize::LayerReport> storedLayers(const RunStore& store);

}  // namespace pwb::run
