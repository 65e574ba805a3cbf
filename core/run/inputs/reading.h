// SPDX-License-Identifier: GPL-3.0-or-later
// How a plan's choices, the model and what is usual for its family come together when data is read: the same
// for a run, for `pwb inspect` and for the Setup page.
#pragma once

#include <optional>

#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"
#include "core/evaluate/detection.h"
#include "core/model/info.h"
#include "core/run/plan.h"

namespace pwb::run {

/// The plan's task, else the one recognised.
[[nodiscard]] model::Task taskOf(const RunPlan& plan, const model::ModelInfo& model);

/// For readManifest(). Of a detector, the classes are those that its decoder finds.
[[nodiscard]] dataset::LabelOptions labelOptions(const RunPlan& plan, const model::ModelInfo& model,
                                                 const std::optional<evaluate::Decoder>& decoder);

/// How images become this model's input. Errors: those of dataset::resolvePreprocess().
[[nodiscard]] base::Result<dataset::Preprocess> preprocessOf(const RunPlan& plan,
                                                             const model::ModelInfo& model);

/// How a detector's outputs become boxes; nothing for other tasks. `classes`: the data's, to check against.
/// Errors: those of evaluate::Decoder::create().
[[nodiscard]] base::Result<std::optional<evaluate::Decoder>> decoderOf(
    const RunPlan& plan, const model::ModelInfo& model, const dataset::Preprocess& preprocess,
    std::span<const std::string> classes = {});

}  // namespace pwb::run
