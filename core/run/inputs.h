// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>

#include "core/dataset/calibration_set.h"
#include "core/dataset/loader.h"
#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"
#include "core/model/info.h"
#include "core/quantize/build.h"
#include "core/run/plan.h"

namespace pwb::run {

/// Model and data as read and checked, before anything is built.
struct RunInputs {
    model::ModelInfo model;
    dataset::Manifest data;  ///< after --limit
    dataset::Preprocess preprocess;
    dataset::Manifest calibration;  ///< the drawn samples only
    dataset::CalibrationSet calibrationSet;
    std::vector<base::Message> warnings;  ///< of model, data and calibration
};

/// Errors (BadInput): those of the readers; run.task_unsupported, run.int8_needs_data.
/// `needData`: false for building FP32 and FP16 alone.
[[nodiscard]] base::Result<RunInputs> readInputs(const RunPlan& plan, bool needData = true);

/// Feeds the calibration samples to the collector, `batch` at a time (the model's own where it is fixed).
/// Unreadable samples are left out; the last pass over the data leaves them in `skipped`.
[[nodiscard]] quantize::CalibrationSource calibrationSource(
    const RunInputs& inputs, std::stop_token stop,
    std::shared_ptr<std::vector<dataset::SkippedSample>> skipped);

/// The model's batch dimension: −1 when dynamic.
[[nodiscard]] std::int64_t fixedBatch(const model::ModelInfo& model);

/// A preprocessed batch as the model's input tensors: converted to its element type, padded by repeating the
/// last sample when the batch is fixed.
[[nodiscard]] base::Tensor modelInput(const base::Tensor& images, const model::ModelInfo& model);

/// An output's values as float (float, float16 or double; empty for other types).
[[nodiscard]] std::vector<float> floatsOf(const base::Tensor& output);

}  // namespace pwb::run
