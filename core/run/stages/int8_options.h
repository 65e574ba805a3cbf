// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/inputs.h"

namespace pwb::run {

/// What every build of the plan's engines starts from.
[[nodiscard]] quantize::BuildContext buildContext(const RunPlan& plan);
/// What every INT8 build of the plan, and every study of its layers, starts from: equal options find each
/// other's calibration in the cache.
[[nodiscard]] quantize::Int8Options int8Options(const RunPlan& plan, const RunInputs& inputs,
                                                const std::stop_token& stop);

/// Whether the layers that the plan pins to float exist, and whether there are labels to judge --max-drop by.
/// Errors (Usage): quantize.unknown_layer {layer, similar}, run.max_drop_labels; those of reading the model.
[[nodiscard]] base::Status checkInt8Wishes(const RunPlan& plan, const RunInputs& inputs);

}  // namespace pwb::run
