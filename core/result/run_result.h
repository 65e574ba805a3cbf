// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/compare/comparison.h"
#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"
#include "core/decide/decision.h"
#include "core/evaluate/classification.h"
#include "core/evaluate/detection_metrics.h"
#include "core/measure/measurement.h"
#include "core/model/info.h"
#include "core/quantize/build.h"
#include "core/quantize/layers.h"
#include "core/result/engine_kind.h"
#include "core/runtime/environment.h"

namespace pwb::result {

/// How far an engine has come.
enum class EngineState {
    Waiting,
    Building,
    Built,
    Evaluating,
    Evaluated,
    Measuring,
    Ready,
    Failed,
    Cancelled
};

/// One engine of the run with all that is known of it so far.
struct EngineResult {
    base::EngineId id;
    EngineState state = EngineState::Waiting;
    std::optional<base::Error> error;  ///< when Failed
    std::optional<quantize::BuiltEngine> built;
    runtime::EffectivePrecision effective;
    /// Serialised model to evaluate instead of the file (FP16 emulation); only while the run is in progress.
    std::shared_ptr<const std::string> evaluationModel;
    bool emulated = false;  ///< accuracy is of the FP16 emulation, not of the file
    std::shared_ptr<const std::vector<evaluate::Prediction>>
        predictions;  ///< per sample; null before evaluation
    std::optional<evaluate::ClassificationMetrics> accuracy;
    /// Of a detector, instead of `predictions` and `accuracy`; `detection` is absent without annotations.
    std::shared_ptr<const evaluate::DetectionTable> detections;
    std::shared_ptr<const evaluate::MatchTable> matches;
    std::shared_ptr<const evaluate::DetectionMetrics> detection;
    bool accuracyPartial = false;  ///< more samples are to come
    std::optional<measure::EngineMeasurement> measurement;

    /// What is compared above all: top-1, or a detector's mAP50-95; fraction.
    [[nodiscard]] std::optional<double> quality() const;
    /// Its 95 % interval.
    [[nodiscard]] std::optional<std::array<double, 2>> qualityInterval() const;
    /// Plain INT8 of a detector: shown for what it would lose, never measured, advised or compared by speed.
    [[nodiscard]] bool isReference() const { return id.variant == base::Variant::Plain; }
    /// Null where that batch was not measured.
    [[nodiscard]] const measure::LatencyStats* latencyAt(int batch) const;
    /// Highest measured throughput over batches and streams, samples per second.
    [[nodiscard]] std::optional<double> bestFps() const;
};

struct DataSummary {
    std::filesystem::path path;
    std::int64_t samples = 0;  ///< listed
    std::int64_t skipped = 0;  ///< unreadable
    std::vector<std::string> classes;
    std::filesystem::path calibrationPath;
    int calibrationSamples = 0;
    std::vector<int> calibrationPerClass;
    dataset::Preprocess preprocess;     ///< without a size where the samples are tensors
    std::string tensor;                 ///< of one sample, "[3, 64, 17] float32"; empty for images
    std::int64_t objects = 0;           ///< annotated, crowds left out; detection
    std::string detector;               ///< evaluate::detectorId() of how the outputs were read; detection
    double nmsIou = 0, confidence = 0;  ///< with which they were; detection
    double threshold = 0;               ///< confidence from which a detection counts; detection
    std::vector<base::Message> warnings;
};

/// Everything of one run: the single source for the window's pages and for every report format.
struct RunResult {
    std::string name;
    std::filesystem::path runFolder;
    std::string startedAt;  ///< ISO 8601, UTC
    double seconds = 0;     ///< wall time so far
    bool finished = false;
    model::ModelInfo model;
    DataSummary data;
    std::shared_ptr<const dataset::Manifest> manifest;
    runtime::Environment environment;
    std::vector<EngineResult> engines;  ///< FP32, FP16, INT8, then variants
    std::vector<compare::Comparison> comparisons;
    std::shared_ptr<const quantize::LayerReport> layers;  ///< null until profiled
    std::optional<measure::EndToEnd> endToEnd;
    std::optional<decide::Decision> decision;
    decide::Requirements requirements;

    [[nodiscard]] bool isDetection() const { return model.task == model::Task::Detection; }
    /// Null where the run has none.
    [[nodiscard]] const EngineResult* engine(const base::EngineId& id) const;
    [[nodiscard]] EngineResult* engine(const base::EngineId& id);
    [[nodiscard]] const compare::Comparison* comparison(const base::EngineId& candidate) const;
    /// "FP32", "INT8 (QAT)"; the default INT8 is "INT8 (PTQ)" where variants of it are present.
    [[nodiscard]] std::string nameOf(const EngineResult& engine) const;
    /// The name of a class, "#7" where it has none, "–" for none (−1).
    [[nodiscard]] std::string className(std::int64_t index) const;
    /// What decide() needs for these requirements, collected from the engines.
    [[nodiscard]] decide::Evidence evidence(const decide::Requirements& asked) const;
};

}  // namespace pwb::result
