// SPDX-License-Identifier: GPL-3.0-or-later
// The values that building an engine takes and gives.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/engine_id.h"
#include "core/base/error.h"
#include "core/base/tensor.h"

namespace pwb::quantize {

enum class Calibrator { MinMax, MovingAverage, Percentile, Entropy, Mse, Auto };
/// "minmax", "moving-average", "percentile", "entropy", "mse", "auto".
[[nodiscard]] std::string_view calibratorId(Calibrator calibrator);
[[nodiscard]] std::optional<Calibrator> calibratorFromId(std::string_view id);

/// Some calibration samples as the model's inputs, in order. Where the model's batch is fixed and the samples
/// do not fill it, the rows behind the first `samples` ones are padding, which no statistic counts.
struct CalibrationBatch {
    std::vector<base::Tensor> inputs;
    int samples = 0;
};

/// Where calibration samples come from: opened anew for each pass over the data, and read batch by batch;
/// nothing at the end.
struct CalibrationSource {
    using Next = std::function<base::Result<std::optional<CalibrationBatch>>()>;
    std::function<Next()> open;
    std::size_t samples = 0;
    int batch = 0;  ///< samples per run, as far as they last; 0: unknown
};

/// One operator as it really runs, from the optimised graph.
struct ExecutedOperators {
    std::map<std::string, int> byType;    ///< op type → nodes in the optimised graph
    int int8Conv = 0, floatConv = 0;      ///< convolutions (incl. fused and transposed forms)
    int int8MatMul = 0, floatMatMul = 0;  ///< Gemm/MatMul forms
    int int8Other = 0;                    ///< other integer operators (QLinearAdd, …)
    int conversions = 0;                  ///< Quantize/Dequantize left inside
};

/// A layer that could run in INT8 and was left in float, and why.
struct KeptLayer {
    std::string layer;  ///< node name in the prepared graph
    std::string op;     ///< ONNX operator
    base::Message reason;  ///< quantize.kept_slower {…}, quantize.kept_sensitive {…}, quantize.kept_pinned, …
};

/// What storing one weight as FP16 did to its values.
struct WeightLoss {
    std::string tensor;
    std::int64_t overflowed = 0, underflowed = 0, subnormal = 0;  ///< as in BuiltEngine
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
    std::vector<std::string> keptFloat = {};  ///< convolutions and products that stay float in an INT8 engine
    std::vector<KeptLayer> kept = {};         ///< every layer left float on purpose, with the reason
    bool calibrationReused = false;           ///< statistics came from the calibration cache
    /// Why the calibration cache had none: "model", "data", "settings", "toolchain" differ from what it
    /// holds.
    std::vector<std::string> calibrationChanged = {};
    std::int64_t calibrationNonFinite = 0;  ///< values that were NaN or infinite while calibrating
    std::map<std::string, double> sqnrByCalibrator = {};  ///< dB, what `auto` compared

    // FP16
    std::int64_t overflowed = 0;              ///< weights with |x| > 65504, clamped
    std::int64_t underflowed = 0;             ///< 0 < |x| ≤ 2⁻²⁵: become 0
    std::int64_t subnormal = 0;               ///< become subnormal FP16 values
    std::vector<WeightLoss> fp16Losses = {};  ///< the worst ten weights, worst first
    std::vector<std::string> keptFp32 = {};   ///< nodes left in FP32; `kept` says why
    bool halfIo = false;                      ///< inputs and outputs are FP16
    std::string emulationModel = {};  ///< serialised model that shows FP16 numerics on a CPU; empty if native
};

struct BuildContext {
    std::filesystem::path model;
    std::filesystem::path outputFolder;  ///< engines/
    std::string provider = "cpu";
    int threads = 1;
};

/// Where Quantize and Dequantize go, and with which types; one per family of providers.
enum class Int8Scheme {
    Cpu,       ///< ONNX Runtime's CPU provider: u8 asymmetric, whole chains, one pair per tensor
    OpenVino,  ///< u8 asymmetric on operator inputs only
    TensorRt   ///< s8 symmetric, zero point 0, operator inputs only; biases and outputs stay float
};
/// "cpu", "openvino", "tensorrt".
[[nodiscard]] std::string_view schemeId(Int8Scheme scheme);
[[nodiscard]] std::optional<Int8Scheme> schemeFromId(std::string_view id);

/// Agreement of answers, summed over a batch's samples: sum / weight is 0–1.
struct Agreement {
    double sum = 0, weight = 0;
};
/// How far a model's outputs say the same as FP32's in the task's own terms. Called from several threads.
using AgreementMeasure =
    std::function<Agreement(const std::vector<base::Tensor>& fp32, const std::vector<base::Tensor>& other)>;

struct Int8Options {
    Calibrator calibrator = Calibrator::Auto;
    std::size_t memoryBudgetBytes = 256u << 20;  ///< of activation tensors held at once
    double percentile = 99.999;
    std::optional<Int8Scheme> scheme = {};    ///< absent: the provider's own
    std::vector<std::string> keepFloat = {};  ///< layers to leave float, by node name in the prepared graph
    std::filesystem::path calibrationTable = {};  ///< TensorRT's, to take ranges from; nothing is calibrated
    std::filesystem::path cacheFolder = {};       ///< of calibration statistics; empty: no cache
    std::string dataKey = {};                     ///< stands for samples and preprocessing in the cache's key
    bool biasCorrection = true;
    bool checkSpeed = true;  ///< leave float what measures slower in INT8
    /// Decides between estimators and what stays float; null: the outputs' SQNR does.
    AgreementMeasure agreement = {};
    bool plain = false;  ///< the calibration also serves Int8Session::buildPlain()
};

/// The scheme of the options, or that of the context's provider.
[[nodiscard]] Int8Scheme schemeFor(const BuildContext& context, const Int8Options& options);

/// The variant of an INT8 engine: None for the provider's own scheme, else the family's.
[[nodiscard]] base::Variant int8Variant(const BuildContext& context, const Int8Options& options);

struct Fp16BuildOptions {
    bool halfIo = false;  ///< inputs and outputs are FP16 too
    /// Samples on which the values inside the model are looked at: operators whose values FP16 cannot hold
    /// with a margin stay in FP32. Absent: only what overflows on random inputs does.
    std::optional<CalibrationSource> samples = {};
};

/// What is known of an INT8 model in which certain layers stay float. Absent: not tried yet.
struct LayerTrial {
    std::optional<double> sqnr;          ///< dB, of the outputs against FP32's on the reference samples
    std::optional<double> metric;        ///< task metric, 0–1
    std::optional<double> milliseconds;  ///< at batch 1, in this process
};

/// Where trials outlive the process. The key stands for the model's bytes and the reference samples. Called
/// from several threads, one call at a time. Both may be null: then nothing is kept.
struct TrialMemory {
    std::function<std::optional<LayerTrial>(const std::string& key)> find = {};
    std::function<void(const std::string& key, const LayerTrial&)> keep = {};
};

/// Task metric (0–1) of a serialised model on the samples that the user judges by.
using TaskMetric = std::function<base::Result<double>(const std::string& modelBytes)>;

/// engines/{model}_{precision}[-{variant}].onnx, or …_fp32.onnx for a fallback.
[[nodiscard]] std::filesystem::path enginePath(const BuildContext& context, base::Precision precision,
                                               bool fallback, base::Variant variant = base::Variant::None);

/// Bytes of an engine file with its external data; 0 where it is not there.
[[nodiscard]] std::uint64_t engineBytes(const std::filesystem::path& engine);

}  // namespace pwb::quantize
