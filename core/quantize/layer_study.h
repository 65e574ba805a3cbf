// SPDX-License-Identifier: GPL-3.0-or-later
// What the pipeline sees of the layer-by-layer analysis: no onnx type here.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/quantize/build.h"
#include "core/quantize/layers.h"

namespace pwb::quantize {

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

/// A kernel of an engine as the runtime's profile tells it.
struct TimedKernel {
    std::string node, op, provider;
    double milliseconds = 0;
};
struct EngineProfile {
    std::vector<TimedKernel> kernels;  ///< in the order of running; empty where no profile was taken
    double p50Milliseconds = 0;        ///< without the profiler
    int runs = 0;
};

struct SearchOptions {
    double maxDropPoints = 0;
    double baseline = 0;  ///< FP32's metric, 0–1
    TaskMetric metric;
};

struct SearchOutcome {
    MixedSearch search;
    /// What the search leaves float beyond `keepFloat`, with quantize.kept_sensitive {points, ms}; as
    /// BuiltEngine::kept.
    std::vector<KeptLayer> kept;
};

/// A model taken apart into layers: which there are, how they ran in each engine, what their values were,
/// what quantising each costs, and which of them to leave float for an accuracy.
class LayerStudy {
public:
    /// Of `options`, keepFloat is what INT8 leaves float anyway (pinned, or measured slower): sensitivity and
    /// search start from there. A source without samples, or a model that is quantised already or that has
    /// nothing to quantise, gives a study without INT8: canQuantize() is false.
    /// Errors: those of reading the model and of calibrating.
    [[nodiscard]] static base::Result<LayerStudy> open(const BuildContext& context,
                                                       const Int8Options& options,
                                                       const CalibrationSource& source, TrialMemory memory,
                                                       const base::ProgressSink& progress,
                                                       std::stop_token stop);
    ~LayerStudy();
    LayerStudy(LayerStudy&&) noexcept;
    LayerStudy& operator=(LayerStudy&&) noexcept;

    [[nodiscard]] bool canQuantize() const;
    [[nodiscard]] const LayerReport& report() const;
    void note(base::Message message);

    /// Where the layers of an engine went: `optimizedGraph` is the runtime's own optimised form of it.
    /// Errors (Engine): quantize.read_back_failed.
    [[nodiscard]] base::Status addEngine(const std::string& engine,
                                         const std::filesystem::path& optimizedGraph,
                                         const EngineProfile& profile);
    /// Why the built INT8 engine left layers float.
    void explainFloat(const BuiltEngine& int8);

    /// Fills in every group's sensitivity (two at a time, on the reference samples), with `metric` also the
    /// task metric without the group. Needs canQuantize().
    [[nodiscard]] base::Status measureSensitivity(const TaskMetric& metric,
                                                  const base::ProgressSink& progress, std::stop_token stop);

    /// Leaves groups float, those with the most SQNR gained per millisecond lost first, until the task metric
    /// is at most maxDropPoints below the baseline; then puts back into INT8 each one that is not needed.
    /// Needs canQuantize(). Errors: those of `metric`; cancelled (trials already kept serve the next call).
    [[nodiscard]] base::Result<SearchOutcome> search(const SearchOptions& options,
                                                     const base::ProgressSink& progress,
                                                     std::stop_token stop);

private:
    struct Implementation;
    explicit LayerStudy(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace pwb::quantize
