// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a model layer by layer.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/precision.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// How a layer really ran in one engine, from the optimised graph and the runtime's profile.
struct LayerExecution {
    std::string precision;  ///< "int8", "fp32", "fp16", "bf16"; "" when melted away (folded, removed)
    std::string kernel;     ///< operator of the optimised graph, e.g. "QLinearConv"; "" when melted away
    std::string provider;   ///< provider that ran it, e.g. "cpu"; "" where no profile was taken
    std::optional<double> milliseconds;  ///< median of the calls at batch 1; of a fused kernel, told of its
                                         ///< first layer, the others have 0

    [[nodiscard]] bool isMelted() const { return precision.empty(); }
    [[nodiscard]] bool isInteger() const { return precision == base::precisionId(base::Precision::Int8); }
};

/// What quantising this layer costs. SQNR is of the model's outputs against FP32's, dB; higher is better.
struct LayerSensitivity {
    std::optional<double> sqnrOnlyThis;       ///< this layer's group in INT8, all else float
    std::optional<double> sqnrWithoutThis;    ///< all of the plan in INT8 but this layer's group
    std::optional<double> metricWithoutThis;  ///< task metric (0–1) of the latter, where it was measured
    std::optional<double> millisecondsLost;   ///< batch-1 time of the engine without, minus with it in INT8
};

/// The values of a layer's output over the calibration samples.
struct LayerValues {
    float min = 0, max = 0;  ///< seen
    float lo = 0, hi = 0;    ///< kept by the range estimator; 0, 0 where it is not quantised
    std::int64_t count = 0;  ///< finite values
    std::int64_t nonFinite = 0;
    std::vector<float> edges;  ///< of the histogram, one more than counts; ascending
    std::vector<std::int64_t> counts;
    double clipped = 0;  ///< share of the finite values outside lo … hi, 0–1
};

/// One operator of the prepared graph that computes something (no shape arithmetic).
struct LayerFacts {
    std::string name;    ///< node name in the prepared graph
    std::string op;      ///< ONNX operator, e.g. "Conv"
    std::string output;  ///< its first output tensor
    std::string group;   ///< layers of one group change precision together: the name of its first layer
    std::int64_t parameters = 0;
    bool candidate = false;     ///< the INT8 plan can quantise it
    base::Message floatReason;  ///< why the INT8 engine leaves it float; empty code when it does not
    std::map<std::string, LayerExecution> executions;  ///< by engine id ("fp32", "int8", "int8-qat", …)
    LayerSensitivity sensitivity;
    std::optional<LayerValues> values;
};

/// A step of the mixed-precision search, in order.
struct MixedStep {
    std::string group;        ///< reverted to float in this step
    int layers = 0;           ///< that it holds
    double sqnr = 0;          ///< of the outputs after it, dB
    double metric = 0;        ///< task metric after it, 0–1
    double milliseconds = 0;  ///< batch-1 latency after it
    bool kept = true;         ///< false: taken back because it did not help
};

struct MixedSearch {
    double maxDropPoints = 0;  ///< asked for: task metric may fall this far below FP32's, percentage points
    double baseline = 0;       ///< FP32's metric
    double plain = 0;          ///< of the whole plan in INT8
    double reached = 0;        ///< of the result
    bool met = false;
    int trials = 0, reused = 0;  ///< engines tried; of those, taken from the cache
    std::vector<MixedStep> steps;
};

struct SearchOptions {
    double maxDropPoints = 0;
    double baseline = 0;  ///< FP32's metric, 0–1
    TaskMetric metric;

    /// Whether a model of this task metric loses no more than asked for.
    [[nodiscard]] bool isMet(double value) const;
};

struct SearchOutcome {
    MixedSearch search;
    /// What the search leaves float beyond `keepFloat`, with quantize.kept_sensitive {points, ms}; as
    /// BuiltEngine::kept.
    std::vector<KeptLayer> kept;
};

/// An engine's profile as a whole: what the layers' times have to be read against.
struct LayerTotals {
    double p50Milliseconds = 0;  ///< of one call at batch 1, without the profiler
    double sumMilliseconds = 0;  ///< of all operators of a call, with it
    double elsewhereMilliseconds =
        0;  ///< of those, in operators that belong to no layer (conversions, layout)
    int runs = 0;
};

struct LayerReport {
    std::vector<LayerFacts> layers;             ///< in graph order
    std::map<std::string, LayerTotals> totals;  ///< by engine id; absent where no profile was taken
    std::optional<double> plainSqnr;  ///< of the INT8 engine's form, dB; what sensitivity compares with
    std::optional<MixedSearch> search;
    std::vector<base::Message> notes;  ///< e.g. why times are absent
};

}  // namespace pwb::quantize
