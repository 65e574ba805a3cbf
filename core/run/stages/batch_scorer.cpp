// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/batch_scorer.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/try.h"
#include "core/run/inputs/model_tensors.h"
#include "core/run/store/run_facts.h"

namespace pwb::run {
namespace {

std::size_t scoresPerSample(const base::Tensor& output) {
    return static_cast<std::size_t>(output.count() / output.shape.front());
}

/// The first output holds a score per class.
class ClassScorer : public BatchScorer {
public:
    /// Logits or probabilities: told by the first batch of the run, also for the rest of a resumed one.
    base::Status learn(const std::vector<base::Tensor>& outputs, RunStore& store) override {
        if (m_known) return {};
        RunFacts facts(store);
        PWB_TRY(const auto known, facts.probabilities());
        // What holds no scores tells nothing, and is an error where it is scored.
        if (!checkScores(outputs.front(), 1)) return {};
        const std::vector<float> values = floatsOf(outputs.front());
        m_probabilities =
            known ? *known : evaluate::looksLikeProbabilities(values, scoresPerSample(outputs.front()));
        m_known = true;
        return facts.saveProbabilities(m_probabilities);
    }

    base::Result<StoredBatch> score(const BatchSamples& samples, const std::vector<base::Tensor>& outputs,
                                    const std::vector<base::Tensor>* baseline) const override {
        const base::Tensor& output = outputs.front();
        PWB_CHECK(checkScores(output, samples.indices.size()));
        StoredBatch batch;
        batch.indices = samples.indices;
        const std::vector<float> values = floatsOf(output);
        const std::size_t classes = scoresPerSample(output);
        for (std::size_t i = 0; i < samples.indices.size(); ++i)
            batch.predictions.push_back(
                evaluate::predict({values.data() + i * classes, classes}, m_probabilities));
        const std::size_t used = samples.indices.size() * classes;  // without the padding of a fixed batch
        const std::vector<float> reference = baseline ? floatsOf(baseline->front()) : std::vector<float>();
        if (reference.size() >= used)
            batch.distance.add({reference.data(), used}, {values.data(), used}, classes, m_probabilities);
        return batch;
    }

private:
    bool m_probabilities = false, m_known = false;
};

class ObjectScorer : public BatchScorer {
public:
    explicit ObjectScorer(const evaluate::Decoder& decoder) : m_decoder(decoder) {}

    base::Status learn(const std::vector<base::Tensor>& /*outputs*/, RunStore& /*store*/) override {
        return {};
    }

    base::Result<StoredBatch> score(const BatchSamples& samples, const std::vector<base::Tensor>& outputs,
                                    const std::vector<base::Tensor>* /*baseline*/) const override {
        StoredBatch batch;
        PWB_TRY(auto decoded, m_decoder.decode(outputs, samples.placements, &batch.nonFinite));
        batch.indices = samples.indices;
        for (evaluate::Detections& detections : decoded) {
            detections.shrink_to_fit();  // kept to the end of the run
            batch.detections.push_back(std::make_shared<const evaluate::Detections>(std::move(detections)));
        }
        return batch;
    }

private:
    const evaluate::Decoder& m_decoder;
};

}  // namespace

base::Status checkScores(const base::Tensor& output, std::size_t samples) {
    const bool floats = output.type == base::ElementType::Float || output.type == base::ElementType::Double ||
                        output.type == base::ElementType::Float16;
    const bool rows = output.shape.size() > 1 && output.shape.front() >= static_cast<std::int64_t>(samples) &&
                      output.count() > 0;
    if (floats && rows) return {};
    return base::badInput("", "run.not_scores",
                          {{"type", std::string(base::elementName(output.type))},
                           {"shape", base::shapeText(output.shape)},
                           {"samples", std::to_string(samples)}});
}

std::unique_ptr<BatchScorer> makeScorer(const RunInputs& inputs) {
    if (inputs.decoder) return std::make_unique<ObjectScorer>(*inputs.decoder);
    return std::make_unique<ClassScorer>();
}

Answers::Answers(const dataset::Manifest& manifest, bool detection)
    : m_manifest(&manifest), m_detection(detection) {
    if (!detection) m_predictions.resize(manifest.samples.size());
    if (detection) m_detections.resize(manifest.samples.size());
    if (detection && manifest.hasObjects) m_matches.resize(manifest.samples.size());
}

bool Answers::fits(const StoredBatch& batch) const {
    const std::size_t samples = m_manifest->samples.size();
    return (m_detection ? batch.predictions.empty() : batch.detections.empty()) &&
           std::all_of(batch.indices.begin(), batch.indices.end(),
                       [samples](std::size_t index) { return index < samples; });
}

void Answers::take(const StoredBatch& batch) {
    for (std::size_t i = 0; i < batch.predictions.size(); ++i)
        m_predictions.at(batch.indices[i]) = batch.predictions[i];
    for (std::size_t i = 0; i < batch.detections.size(); ++i) {
        const std::size_t index = batch.indices[i];
        m_detections.at(index) = batch.detections[i];
        if (!m_matches.empty())
            m_matches[index] = evaluate::matchImage(m_manifest->samples[index].objects, *batch.detections[i]);
    }
    m_distance.merge(batch.distance);
    m_answered += static_cast<std::int64_t>(batch.indices.size());
    m_nonFinite += batch.nonFinite;
}

void Answers::show(result::EngineResult& engine) const {
    if (m_detection) {
        engine.detections = std::make_shared<const evaluate::DetectionTable>(m_detections);
        if (!m_matches.empty()) engine.matches = std::make_shared<const evaluate::MatchTable>(m_matches);
    } else {
        engine.predictions = std::make_shared<const std::vector<evaluate::Prediction>>(m_predictions);
    }
}

std::int64_t Answers::nonFinite() const {
    return m_nonFinite + std::count_if(m_predictions.begin(), m_predictions.end(),
                                       [](const evaluate::Prediction& one) { return one.fromNan(); });
}

void warnOfNonFinite(std::int64_t outputs, result::EngineResult& engine) {
    if (!engine.built) return;
    constexpr const char* kCode = "run.nan_outputs";
    std::erase_if(engine.built->warnings,
                  [&](const base::Message& warning) { return warning.code == kCode; });
    if (outputs > 0) engine.built->warnings.push_back({kCode, {{"count", std::to_string(outputs)}}});
}

}  // namespace pwb::run
