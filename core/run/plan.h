// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/precision.h"
#include "core/dataset/preprocess.h"
#include "core/decide/decision.h"
#include "core/evaluate/detection.h"
#include "core/model/info.h"
#include "core/quantize/build.h"

namespace pwb::run {

/// All choices of a run, as the command line's flags or the Setup page give them; kept in the run store so
/// that a run can be resumed and repeated.
struct RunPlan {
    std::filesystem::path model;
    std::filesystem::path data;
    std::filesystem::path labels;
    std::filesystem::path calibration;  ///< empty: drawn from `data`
    int calibrationSamples = 500;
    quantize::Calibrator calibrator = quantize::Calibrator::Auto;
    int calibrationBatch =
        0;  ///< samples per run while calibrating; 0: by size. Moving-average ranges depend on it
    bool calibrationCache = true;
    std::filesystem::path calibrationTable;  ///< TensorRT's, to take ranges from instead of calibrating
    std::vector<base::Precision> precisions = {base::Precision::Fp32, base::Precision::Fp16,
                                               base::Precision::Int8};
    std::optional<double>
        maxDrop;  ///< percentage points that INT8 may lose; more layers stay float until then
    std::vector<std::string> keepFloat;  ///< layers pinned to float, by node name
    std::filesystem::path qat;           ///< model from quantisation-aware training, a further engine
    bool dynamicInt8 = false;            ///< dynamic INT8 as a further engine
    bool plainInt8 = true;  ///< detection: also INT8 with every layer quantised, to show what it would lose
    bool fp16Io = false;    ///< the FP16 engine's inputs and outputs are FP16 too
    std::string target;     ///< INT8 scheme: "cpu", "openvino", "tensorrt"; empty: the provider's
    bool layers = false;    ///< profile layer by layer after measuring
    bool sensitivity = false;                 ///< and find what quantising each layer costs
    model::Task task = model::Task::Unknown;  ///< Unknown: recognised
    dataset::PreprocessOptions preprocess;
    evaluate::DecodeOptions detector;  ///< how a detector's outputs become boxes
    std::optional<double> threshold;   ///< confidence from which a detection counts; absent: FP32's best F1
    double videoRate = 0;              ///< frames taken per second of video; 0: one
    int batch = 4;                     ///< of the accuracy pass: small, so that a batch stays in the cache
    std::vector<int> batches = {1, 8, 16, 32};
    std::vector<int> streams = {1, 2, 4};
    int threads = 1;  ///< of the measured sessions
    std::string provider = "cpu";
    int runs = 1000;
    bool measure = true;
    int limit = 0;  ///< 0: all samples; else class-balanced, by seed
    std::uint64_t seed = 1;
    bool allowUnreadable = false;  ///< more than 1 % unreadable samples do not stop the run
    decide::Requirements requirements;
    std::string language = "en";      ///< of the reports that the run writes
    std::filesystem::path runFolder;  ///< where everything is kept

    /// runs/<model>-<n> below `parent`, the first n that is free.
    [[nodiscard]] static std::filesystem::path freshFolder(const std::filesystem::path& parent,
                                                           const std::filesystem::path& model);
};

[[nodiscard]] std::string toJson(const RunPlan& plan);
[[nodiscard]] base::Result<RunPlan> planFromJson(const std::string& json);

}  // namespace pwb::run
