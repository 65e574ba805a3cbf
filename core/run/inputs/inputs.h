// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "core/dataset/calibration_check.h"
#include "core/dataset/calibration_set.h"
#include "core/dataset/loader.h"
#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"
#include "core/evaluate/detection.h"
#include "core/model/info.h"
#include "core/quantize/build.h"
#include "core/run/plan.h"

namespace pwb::run {

/// Model and data as read and checked, before anything is built.
struct RunInputs {
    model::ModelInfo model;
    dataset::Manifest data;          ///< after --limit
    dataset::Preprocess preprocess;  ///< as it is by default (no size) where all samples are tensors
    dataset::Manifest calibration;   ///< the drawn samples only
    dataset::CalibrationSet calibrationSet;
    std::optional<dataset::CalibrationCheck> calibrationCheck;  ///< of `calibration`; none without it
    std::optional<evaluate::Decoder> decoder;                   ///< of a detector
    std::string qatSha256;                ///< of the model from quantisation-aware training, if there is one
    std::vector<base::Message> warnings;  ///< of model, data and calibration
};

/// `model.task` is the plan's where that says one.
/// Errors (BadInput): those of the readers, of checkQatModel() and of evaluate::Decoder::create();
/// run.task_unknown, run.data_for_other_task, run.int8_needs_data.
/// `needData`: false for building alone: then only INT8 of a float model needs samples.
[[nodiscard]] base::Result<RunInputs> readInputs(const RunPlan& plan, bool needData = true,
                                                 std::stop_token stop = {});

/// Stands for the calibration samples (contents in order) and how they become inputs, in the key of the
/// calibration cache. Reads every file. Empty when stopped.
[[nodiscard]] std::string calibrationDataKey(const RunInputs& inputs, std::stop_token stop);

/// Samples on their way to the collector.
struct CalibrationFeed {
    quantize::CalibrationSource source;
    /// Those that cannot be read and were left out, once a pass over the data has come to its end.
    std::shared_ptr<const std::vector<dataset::SkippedSample>> skipped;
};
/// Feeds `samples` as the inputs' model takes them, `batch` at a time (0: by the size of a sample; the
/// model's own where it is fixed). Does not refer to `inputs`.
[[nodiscard]] CalibrationFeed calibrationFeed(const RunInputs& inputs, const dataset::Manifest& samples,
                                              int batch, std::stop_token stop);

/// Shape of one sample as the model's first input takes it, without the batch dimension.
[[nodiscard]] std::vector<std::int64_t> sampleShape(const RunInputs& inputs);

/// The model's batch dimension: −1 when dynamic.
[[nodiscard]] std::int64_t fixedBatch(const model::ModelInfo& model);

/// A loaded batch as the model's input tensors: half-precision inputs converted, padded by repeating the last
/// sample when the batch is fixed.
[[nodiscard]] std::vector<base::Tensor> modelInputs(std::vector<base::Tensor> batch,
                                                    const model::ModelInfo& model);

/// An output's values as float (float, float16 or double; empty for other types).
[[nodiscard]] std::vector<float> floatsOf(const base::Tensor& output);

}  // namespace pwb::run
