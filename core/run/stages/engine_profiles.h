// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/quantize/layer_study.h"
#include "core/run/stages/stages.h"

namespace pwb::run {

/// Profiles the engines, in children one after the other, and adds them to the study, as far as it does not
/// know them already. An engine whose layers cannot be told (a provider that runs the model as one operator,
/// a child that died) is noted. Errors: cancelled.
[[nodiscard]] base::Status profileEngines(const StageContext& context, quantize::LayerStudy& study,
                                          const std::vector<result::EngineResult>& engines);

}  // namespace pwb::run
