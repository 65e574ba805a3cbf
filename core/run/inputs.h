// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "core/dataset/calibration_check.h"
#include "core/dataset/calibration_set.h"
#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"
#include "core/evaluate/detection.h"
#include "core/model/info.h"
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

}  // namespace pwb::run
