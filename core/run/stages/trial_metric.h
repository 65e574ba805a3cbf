// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>

#include "core/dataset/loader.h"
#include "core/evaluate/detection_metrics.h"
#include "core/run/inputs.h"
#include "core/run/stages/batch_scorer.h"
#include "core/runtime/session.h"

namespace pwb::run {

/// What a model says to the labelled samples, one by one.
struct TrialAnswers {
    double metric = 0;               ///< top-1 accuracy or mAP50-95, 0–1
    std::vector<std::int8_t> right;  ///< of a classifier, by sample: 1, 0, or −1 without label or answer
    double logLikelihood = 0;        ///< of a classifier: mean natural logarithm of the right class's share
    evaluate::MatchTable matches;    ///< of a detector, by sample
};

/// Top-1 accuracy, or a detector's mAP50-95 (0–1), of model after model over a run's labelled samples, for
/// searches that try many. The decoded batches are kept in memory, as far as the budget goes; the rest is
/// decoded anew for each model. Samples that cannot be read are left out. Thread-safe. Refers to `inputs`.
class TrialMetric {
public:
    /// `provider`: that runs the models.
    TrialMetric(const RunInputs& inputs, int batch, std::string provider, std::stop_token stop,
                std::size_t memoryBytes = std::size_t{1} << 30);

    [[nodiscard]] bool hasLabels() const;
    /// Errors: those of the session and of the decoder; run.not_scores; cancelled.
    [[nodiscard]] base::Result<double> of(const std::string& modelBytes);
    [[nodiscard]] base::Result<double> of(const std::filesystem::path& model);
    [[nodiscard]] base::Result<TrialAnswers> answersOf(const std::filesystem::path& model);

private:
    using Input = std::shared_ptr<const std::vector<base::Tensor>>;
    struct Decoded {
        Input inputs;
        BatchSamples samples;  ///< of the rows; the rest is padding
    };
    class Feed;
    class Tally;
    class ClassTally;
    class ObjectTally;

    void fill();
    [[nodiscard]] Decoded take(dataset::Batch batch) const;
    [[nodiscard]] bool labelled(const dataset::Sample& sample) const;
    [[nodiscard]] base::Result<std::unique_ptr<Tally>> over(base::Result<runtime::Session> session);
    [[nodiscard]] base::Result<double> metricOf(base::Result<runtime::Session> session);
    [[nodiscard]] runtime::SessionOptions sessionOptions() const;

    const RunInputs& m_inputs;
    int m_batch;
    std::string m_provider;
    std::stop_token m_stop;
    std::size_t m_memoryBytes;
    std::once_flag m_filled;
    std::vector<Decoded> m_kept;
    std::vector<std::size_t> m_rest;  ///< labelled samples that are not among m_kept
};

}  // namespace pwb::run
