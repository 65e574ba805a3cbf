// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/trial_metric.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/in_parallel.h"
#include "core/base/try.h"
#include "core/evaluate/classification.h"
#include "core/run/inputs/model_tensors.h"

namespace pwb::run {
namespace {

/// Of a row of scores with the class that is right.
struct RowAnswer {
    bool right = false;
    double logLikelihood = 0;
};

/// A share of nothing counts as this, so that one sample cannot outweigh all others.
constexpr double kLeastShare = 1e-7;

RowAnswer answerOf(std::span<const float> row, int label, bool probabilities) {
    // The order of the answers is the same for logits and probabilities.
    RowAnswer answer{evaluate::predict(row, true).right(label), std::log(kLeastShare)};
    if (label < 0 || static_cast<std::size_t>(label) >= row.size()) return answer;
    const double own = row[static_cast<std::size_t>(label)];
    double share = own;
    if (!probabilities) {
        const double most = *std::max_element(row.begin(), row.end());
        double sum = 0;
        for (const float score : row) sum += std::exp(score - most);
        share = std::exp(own - most) / sum;
    }
    if (share > kLeastShare) answer.logLikelihood = std::log(share);  // never where it is not a number
    return answer;
}

}  // namespace

/// What a model's answers come to. Thread-safe.
class TrialMetric::Tally {
public:
    virtual ~Tally() = default;
    [[nodiscard]] virtual base::Status add(const BatchSamples& samples,
                                           const std::vector<base::Tensor>& outputs) = 0;
    [[nodiscard]] virtual TrialAnswers answers() const = 0;
};

class TrialMetric::ClassTally : public TrialMetric::Tally {
public:
    explicit ClassTally(const dataset::Manifest& data)
        : m_data(data), m_right(data.samples.size(), -1), m_likelihoods(data.samples.size()) {}
    base::Status add(const BatchSamples& samples, const std::vector<base::Tensor>& outputs) override {
        PWB_CHECK(checkScores(outputs.front(), samples.indices.size()));
        const std::vector<float> values = floatsOf(outputs.front());
        const std::size_t classes = values.size() / static_cast<std::size_t>(outputs.front().shape.front());
        std::call_once(m_looked, [&] {
            m_probabilities = evaluate::looksLikeProbabilities(
                std::span(values).first(samples.indices.size() * classes), classes);
        });
        for (std::size_t i = 0; i < samples.indices.size(); ++i) {
            const std::size_t index = samples.indices[i];  // another thread has other ones
            const RowAnswer answer = answerOf({values.data() + i * classes, classes},
                                              m_data.samples[index].label, m_probabilities);
            m_right[index] = answer.right ? 1 : 0;
            m_likelihoods[index] = answer.logLikelihood;
        }
        return {};
    }
    TrialAnswers answers() const override {
        TrialAnswers answers;
        answers.right = m_right;
        const auto count =
            static_cast<double>(m_right.size() - std::count(m_right.begin(), m_right.end(), -1));
        if (count == 0) return answers;
        answers.metric = static_cast<double>(std::count(m_right.begin(), m_right.end(), 1)) / count;
        answers.logLikelihood = std::accumulate(m_likelihoods.begin(), m_likelihoods.end(), 0.0) / count;
        return answers;
    }

private:
    const dataset::Manifest& m_data;
    std::once_flag m_looked;
    bool m_probabilities = false;
    std::vector<std::int8_t> m_right;
    std::vector<double> m_likelihoods;
};

class TrialMetric::ObjectTally : public TrialMetric::Tally {
public:
    ObjectTally(const dataset::Manifest& data, const evaluate::Decoder& decoder)
        : m_data(data), m_decoder(decoder), m_table(data.samples.size()), m_matches(data.samples.size()) {}
    base::Status add(const BatchSamples& samples, const std::vector<base::Tensor>& outputs) override {
        PWB_TRY(auto decoded, m_decoder.decode(outputs, samples.placements));
        for (std::size_t i = 0; i < samples.indices.size(); ++i) {
            const std::size_t index = samples.indices[i];  // another thread has other ones
            m_matches[index] = evaluate::matchImage(m_data.samples[index].objects, (decoded)[i]);
            m_table[index] = std::make_shared<const evaluate::Detections>(std::move((decoded)[i]));
        }
        return {};
    }
    TrialAnswers answers() const override {
        const auto classes = static_cast<int>(m_data.classes.size());
        TrialAnswers answers;
        answers.metric = evaluate::scoreDetection(m_data.samples, m_table, m_matches, classes, 0).map50_95;
        answers.matches = m_matches;
        return answers;
    }

private:
    const dataset::Manifest& m_data;
    const evaluate::Decoder& m_decoder;
    evaluate::DetectionTable m_table;
    evaluate::MatchTable m_matches;
};

/// The decoded batches one after the other, from memory and then from the loader; for several threads.
class TrialMetric::Feed {
public:
    explicit Feed(const TrialMetric& metric) : m_metric(metric) {
        if (metric.m_rest.empty()) return;
        dataset::Loader::Options options;
        options.batch = metric.m_batch;
        options.indices = metric.m_rest;
        m_loader.emplace(metric.m_inputs.data, metric.m_inputs.preprocess, options, metric.m_stop);
    }

    /// Nothing comes any more.
    void end() {
        const std::scoped_lock lock(m_mutex);
        m_ended = true;
    }

    std::optional<Decoded> next() {
        const std::scoped_lock lock(m_mutex);
        if (m_ended) return std::nullopt;
        if (m_next < m_metric.m_kept.size()) return m_metric.m_kept[m_next++];
        auto batch = m_loader ? m_loader->next() : std::nullopt;
        if (!batch) return std::nullopt;
        return m_metric.take(std::move(*batch));
    }

private:
    const TrialMetric& m_metric;
    std::mutex m_mutex;
    bool m_ended = false;
    std::size_t m_next = 0;
    std::optional<dataset::Loader> m_loader;
};

TrialMetric::TrialMetric(const RunInputs& inputs, int batch, std::string provider, std::stop_token stop,
                         std::size_t memoryBytes)
    : m_inputs(inputs), m_provider(std::move(provider)), m_stop(std::move(stop)), m_memoryBytes(memoryBytes) {
    const std::int64_t fixed = fixedBatch(inputs.model);
    m_batch = fixed > 0 ? static_cast<int>(fixed) : std::max(1, batch);
    for (std::size_t i = 0; i < inputs.data.samples.size(); ++i)
        if (labelled(inputs.data.samples[i])) m_rest.push_back(i);
}

/// An annotated image without objects counts too: what is found there is false.
bool TrialMetric::labelled(const dataset::Sample& sample) const {
    return m_inputs.decoder ? m_inputs.data.hasObjects : sample.label >= 0;
}

bool TrialMetric::hasLabels() const {
    if (m_inputs.decoder) return m_inputs.data.objectCount() > 0;
    return std::any_of(m_inputs.data.samples.begin(), m_inputs.data.samples.end(),
                       [](const dataset::Sample& sample) { return sample.label >= 0; });
}

TrialMetric::Decoded TrialMetric::take(dataset::Batch batch) const {
    Decoded decoded;
    decoded.samples = {std::move(batch.indices), std::move(batch.placements)};
    decoded.inputs = std::make_shared<const std::vector<base::Tensor>>(
        modelInputs(std::move(batch.inputs), m_inputs.model));
    return decoded;
}

void TrialMetric::fill() {
    if (m_memoryBytes == 0) return;
    dataset::Loader::Options options;
    options.batch = m_batch;
    options.indices = m_rest;
    dataset::Loader loader(m_inputs.data, m_inputs.preprocess, options, m_stop);
    std::size_t bytes = 0, last = 0;
    bool any = false;
    while (bytes < m_memoryBytes) {
        auto batch = loader.next();
        if (!batch) {
            m_rest.clear();
            return;
        }
        last = batch->indices.back();
        any = true;
        m_kept.push_back(take(std::move(*batch)));
        for (const base::Tensor& tensor : *m_kept.back().inputs) bytes += tensor.bytes.size();
    }
    if (any) std::erase_if(m_rest, [&](std::size_t index) { return index <= last; });
}

base::Result<std::unique_ptr<TrialMetric::Tally>> TrialMetric::over(base::Result<runtime::Session> session) {
    if (!session) return tl::make_unexpected(session.error());
    std::call_once(m_filled, [this] { fill(); });
    Feed feed(*this);
    std::unique_ptr<Tally> tally;
    if (m_inputs.decoder)
        tally = std::make_unique<ObjectTally>(m_inputs.data, *m_inputs.decoder);
    else
        tally = std::make_unique<ClassTally>(m_inputs.data);
    constexpr std::size_t kTogether = 2;
    const base::Status outcome = base::tryInParallel(kTogether, kTogether, [&](std::size_t) -> base::Status {
        while (const auto decoded = feed.next()) {
            auto added =
                session->run(asTaken(*session, *decoded->inputs), m_stop).and_then([&](const auto& outputs) {
                    return tally->add(decoded->samples, outputs);
                });
            if (!added) feed.end();
            PWB_CHECK(std::move(added));
        }
        return {};
    });
    if (m_stop.stop_requested()) return base::cancelled();
    if (!outcome) return tl::make_unexpected(outcome.error());
    return tally;
}

base::Result<double> TrialMetric::metricOf(base::Result<runtime::Session> session) {
    PWB_TRY(const auto tally, over(std::move(session)));
    return tally->answers().metric;
}

runtime::SessionOptions TrialMetric::sessionOptions() const {
    runtime::SessionOptions options;
    options.provider = m_provider;
    return options;
}

base::Result<double> TrialMetric::of(const std::string& modelBytes) {
    return metricOf(runtime::Session::create(std::string_view(modelBytes), sessionOptions()));
}

base::Result<double> TrialMetric::of(const std::filesystem::path& model) {
    return metricOf(runtime::Session::create(model, sessionOptions()));
}

base::Result<TrialAnswers> TrialMetric::answersOf(const std::filesystem::path& model) {
    PWB_TRY(const auto tally, over(runtime::Session::create(model, sessionOptions())));
    return tally->answers();
}

}  // namespace pwb::run
