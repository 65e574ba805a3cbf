// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>

#include "core/run/stages/stages.h"

namespace pwb::run {

/// The steps that work on a run consists of, in their order. Which of them it takes is all in which a whole
/// run, building alone, a rebuilt INT8 engine and a profile differ.
enum class Step {
    Build,
    MaxDrop,      ///< INT8 anew where it loses too much
    Evaluate,     ///< and compare with FP32
    Decide,       ///< by what is known so far
    Measure,      ///< latency, throughput, memory
    Layers,       ///< profile layer by layer
    Sensitivity,  ///< the same, and what quantising each layer costs
};

/// Takes these steps one after the other, up to the first error. Errors: those of the stages.
[[nodiscard]] base::Status takeSteps(const StageContext& context, std::initializer_list<Step> steps);

}  // namespace pwb::run
