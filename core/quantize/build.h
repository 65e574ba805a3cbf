// SPDX-License-Identifier: GPL-3.0-or-later
// What the pipeline sees of this folder: no onnx type here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/precision.h"
#include "core/base/progress.h"
#include "core/base/tensor.h"

namespace pwb::quantize {

enum class Calibrator { MinMax, MovingAverage, Percentile, Entropy, Mse, Auto };
/// "minmax", "moving-average", "percentile", "entropy", "mse", "auto".
[[nodiscard]] std::string_view calibratorId(Calibrator calibrator);
[[nodiscard]] std::optional<Calibrator> calibratorFromId(std::string_view id);

/// Where calibration samples come from: opened anew for each pass over the data, and read batch by batch.
/// A batch holds the model's inputs in order; nothing at the end.
struct CalibrationSource {
    using Next = std::function<base::Result<std::optional<std::vector<base::Tensor>>>()>;
    std::function<Next()> open;
    std::size_t samples = 0;
};

/// One operator as it really runs, from the optimised graph.
struct ExecutedOperators {
    std::map<std::string, int> byType;    ///< op type → nodes in the optimised graph
    int int8Conv = 0, floatConv = 0;      ///< convolutions (incl. fused and transposed forms)
    int int8MatMul = 0, floatMatMul = 0;  ///< Gemm/MatMul forms
    int int8Other = 0;                    ///< other integer operators (QLinearAdd, …)
    int conversions = 0;                  ///< Quantize/Dequantize left inside
};

/// What building an engine gave, besides the file.
struct BuiltEngine {
    base::Precision requested = base::Precision::Fp32;
    bool fallback = false;  ///< the file is FP32 although another precision was asked for
    base::Message fallbackReason = {};
    std::filesystem::path file;
    std::uint64_t fileBytes = 0;
    double buildSeconds = 0;
    std::vector<base::Message> warnings;

    // INT8
    std::string calibrator = {};  ///< id of the one used ("auto" resolved)
    int calibrationSamples = 0;
    std::optional<ExecutedOperators> executed = {};
    std::vector<std::string> keptFloat = {};              ///< convolutions and products without an INT8 form
    std::map<std::string, double> sqnrByCalibrator = {};  ///< dB, what `auto` compared

    // FP16
    std::int64_t overflowed = 0;             ///< weights with |x| > 65504, clamped
    std::int64_t underflowed = 0;            ///< 0 < |x| ≤ 2⁻²⁵: become 0
    std::int64_t subnormal = 0;              ///< become subnormal FP16 values
    std::vector<std::string> keptFp32 = {};  ///< nodes left in FP32
    std::string emulationModel = {};  ///< serialised model that shows FP16 numerics on a CPU; empty if native
};

struct BuildContext {
    std::filesystem::path model;
    std::filesystem::path outputFolder;  ///< engines/
    std::string provider = "cpu";
    int threads = 1;
};

struct Int8Options {
    Calibrator calibrator = Calibrator::Auto;
    std::size_t memoryBudgetBytes = 256u << 20;  ///< of activation tensors held at once
    double percentile = 99.999;
};

/// FP32: the prepared model as it is (a copy of the input, checked by opening a session).
[[nodiscard]] base::Result<BuiltEngine> buildFp32(const BuildContext& context,
                                                  const base::ProgressSink& progress, std::stop_token stop);
/// FP16 with FP32 inputs and outputs; falls back to FP32 with `_fp32` in the name and the reason.
[[nodiscard]] base::Result<BuiltEngine> buildFp16(const BuildContext& context,
                                                  const base::ProgressSink& progress, std::stop_token stop);
/// INT8 in QDQ form; calibrates on `source`, reads the optimised graph back and reports what runs in INT8.
[[nodiscard]] base::Result<BuiltEngine> buildInt8(const BuildContext& context, const Int8Options& options,
                                                  const CalibrationSource& source,
                                                  const base::ProgressSink& progress, std::stop_token stop);

/// engines/{model}_{precision}.onnx, or …_{precision}_fp32.onnx for a fallback.
[[nodiscard]] std::filesystem::path enginePath(const BuildContext& context, base::Precision precision,
                                               bool fallback);

}  // namespace pwb::quantize
