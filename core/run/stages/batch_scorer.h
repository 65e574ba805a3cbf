// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/run.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/run/inputs.h"
#include "core/run/store/store.h"

namespace pwb::run {

/// What a batch held besides its tensors.
struct BatchSamples {
    std::vector<std::size_t> indices;                 ///< into the run's samples
    std::vector<dataset::Placement> placements = {};  ///< of images
};

/// Are these scores: [rows, classes] of floats, a row for each of so many samples (and more where a fixed
/// batch was filled up)? Errors (BadInput): run.not_scores.
[[nodiscard]] base::Status checkScores(const base::Tensor& output, std::size_t samples);

/// Turns an engine's raw outputs into the answers that are kept, one batch at a time. One per run.
class BatchScorer {
public:
    virtual ~BatchScorer() = default;
    /// Takes from the first batch of the run what all others need; a resumed run has it from the store.
    [[nodiscard]] virtual base::Status learn(const std::vector<base::Tensor>& outputs, RunStore& store) = 0;
    /// `baseline`: FP32's outputs for the same batch, null where there are none.
    /// Errors (BadInput): run.not_scores, those of evaluate::Decoder::decode().
    [[nodiscard]] virtual base::Result<StoredBatch> score(
        const BatchSamples& samples, const std::vector<base::Tensor>& outputs,
        const std::vector<base::Tensor>* baseline) const = 0;
};
/// By the task of the run. Keeps a reference to `inputs`.
[[nodiscard]] std::unique_ptr<BatchScorer> makeScorer(const RunInputs& inputs);

/// An engine's answers to all samples as they come in.
class Answers {
public:
    explicit Answers(const dataset::Manifest& manifest, bool detection);
    /// False for what a damaged store may hold: other samples, or answers of another task.
    [[nodiscard]] bool fits(const StoredBatch& batch) const;
    /// A batch that fits.
    void take(const StoredBatch& batch);
    /// Hands a snapshot of them to the engine's result.
    void show(result::EngineResult& engine) const;
    /// Answers with NaN or infinity in the outputs.
    [[nodiscard]] std::int64_t nonFinite() const;
    [[nodiscard]] const compare::OutputDistance& distance() const { return m_distance; }
    /// Samples that have an answer.
    [[nodiscard]] std::int64_t answered() const { return m_answered; }

private:
    const dataset::Manifest* m_manifest;
    bool m_detection;
    std::vector<evaluate::Prediction> m_predictions;
    evaluate::DetectionTable m_detections;
    evaluate::MatchTable m_matches;
    compare::OutputDistance m_distance;
    std::int64_t m_answered = 0, m_nonFinite = 0;
};

/// An engine that gives NaN says so where its figures are read: keeps its warning at this number.
void warnOfNonFinite(std::int64_t outputs, result::EngineResult& engine);

}  // namespace pwb::run
