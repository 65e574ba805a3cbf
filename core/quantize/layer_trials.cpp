// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layer_trials.h"

#include <algorithm>
#include <chrono>

#include "core/base/files.h"
#include "core/quantize/output_quality.h"
#include "core/quantize/trial_run.h"

namespace pwb::quantize {
namespace {

using base::Result;
using Clock = std::chrono::steady_clock;

constexpr int kWarmUpRuns = 5;
constexpr int kRounds = 20;
constexpr double kRoundSeconds = 0.02;

std::string hashOf(const std::vector<ReferenceBatch>& references) {
    std::string hashes;
    for (const ReferenceBatch& batch : references)
        for (const auto* tensors : {&batch.inputs, &batch.outputs})
            for (const base::Tensor& tensor : *tensors)
                hashes +=
                    base::sha256({reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size()});
    return base::sha256(hashes);
}

/// A model that is run over and over on the same inputs.
class Timed {
public:
    static Result<Timed> open(const std::string& bytes, const BuildContext& context) {
        runtime::SessionOptions options;
        options.threads = context.threads;
        options.provider = context.provider;
        auto session = runtime::Session::create(std::string_view(bytes), options);
        if (!session) return tl::make_unexpected(session.error());
        return Timed(std::move(*session));
    }

    base::Status warmUp(const std::stop_token& stop) {
        for (int i = 0; i < kWarmUpRuns; ++i)
            if (auto status = run(stop); !status) return status;
        m_times.clear();
        return {};
    }
    base::Status round(const std::stop_token& stop) {
        const auto begin = Clock::now();
        do {
            if (auto status = run(stop); !status) return status;
        } while (std::chrono::duration<double>(Clock::now() - begin).count() < kRoundSeconds);
        return {};
    }
    [[nodiscard]] double median() {
        const auto middle = m_times.begin() + static_cast<std::ptrdiff_t>(m_times.size() / 2);
        std::nth_element(m_times.begin(), middle, m_times.end());
        return *middle;
    }

private:
    explicit Timed(runtime::Session session)
        : m_session(std::move(session)), m_inputs(randomInputs(m_session)) {}

    base::Status run(const std::stop_token& stop) {
        const auto begin = Clock::now();
        auto status = m_session.run(
            m_inputs, [](const runtime::Session::OutputView&) {}, stop);
        m_times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
        return status;
    }

    runtime::Session m_session;
    std::vector<base::Tensor> m_inputs;
    std::vector<double> m_times;
};

}  // namespace

LayerTrials::LayerTrials(const Int8Workshop& workshop, BuildContext context, TrialMemory memory)
    : m_workshop(workshop),
      m_context(std::move(context)),
      m_memory(std::move(memory)),
      m_references(hashOf(workshop.references())) {}

Result<LayerTrials::Made> LayerTrials::make(const Floats& floats) const {
    const auto model = m_workshop.emit({floats.begin(), floats.end()});
    if (!model) return tl::make_unexpected(model.error());
    Made made;
    const auto& nodes = model->graph().node();
    made.quantized = std::any_of(nodes.begin(), nodes.end(), [](const onnx::NodeProto& node) {
        return node.op_type() == "QuantizeLinear" || node.op_type() == "DequantizeLinear";
    });
    made.bytes = model->SerializeAsString();
    made.key = base::sha256(base::sha256(made.bytes) + m_references);
    return made;
}

LayerTrial LayerTrials::recall(const std::string& key) {
    const std::scoped_lock lock(m_mutex);
    const bool isNew = m_tried.insert(key).second;
    if (const auto known = m_known.find(key); known != m_known.end()) return known->second;
    const auto kept = m_memory.find ? m_memory.find(key) : std::nullopt;
    if (kept && isNew) m_reused.insert(key);
    return m_known[key] = kept.value_or(LayerTrial{});
}

void LayerTrials::keep(const std::string& key, const LayerTrial& change) {
    const std::scoped_lock lock(m_mutex);
    LayerTrial& known = m_known[key];
    if (change.sqnr) known.sqnr = change.sqnr;
    if (change.metric) known.metric = change.metric;
    if (change.milliseconds) known.milliseconds = change.milliseconds;
    if (m_memory.keep) m_memory.keep(key, known);
}

Result<std::optional<double>> LayerTrials::sqnr(const Floats& floats, std::stop_token stop) {
    if (stop.stop_requested()) return base::cancelled();
    const auto made = make(floats);
    if (!made) return tl::make_unexpected(made.error());
    if (!made->quantized) return std::nullopt;
    if (const auto known = recall(made->key).sqnr) return known;
    const auto sqnr = outputSqnr(made->bytes, m_workshop.references(), stop);
    if (!sqnr) return tl::make_unexpected(sqnr.error());
    keep(made->key, {*sqnr, {}, {}});
    return *sqnr;
}

Result<double> LayerTrials::metric(const Floats& floats, const TaskMetric& measure, std::stop_token stop) {
    if (stop.stop_requested()) return base::cancelled();
    const auto made = make(floats);
    if (!made) return tl::make_unexpected(made.error());
    if (const auto known = recall(made->key).metric) return *known;
    const auto metric = measure(made->bytes);
    if (metric) keep(made->key, {{}, *metric, {}});
    return metric;
}

Result<double> LayerTrials::milliseconds(const Floats& floats, std::stop_token stop) {
    const auto made = make(floats);
    if (!made) return tl::make_unexpected(made.error());
    if (const auto known = recall(made->key).milliseconds) return *known;
    auto timed = Timed::open(made->bytes, m_context);
    if (!timed) return tl::make_unexpected(timed.error());
    base::Status status = timed->warmUp(stop);
    for (int i = 0; i < kRounds / 2 && status; ++i) status = timed->round(stop);
    if (!status) return tl::make_unexpected(status.error());
    const double median = timed->median();
    keep(made->key, {{}, {}, median});
    return median;
}

Result<double> LayerTrials::millisecondsMore(const Floats& first, const Floats& second,
                                             std::stop_token stop) {
    std::vector<Timed> timed;
    for (const Floats* floats : {&first, &second}) {
        const auto made = make(*floats);
        if (!made) return tl::make_unexpected(made.error());
        auto opened = Timed::open(made->bytes, m_context);
        if (!opened) return tl::make_unexpected(opened.error());
        timed.push_back(std::move(*opened));
        if (auto status = timed.back().warmUp(stop); !status) return tl::make_unexpected(status.error());
    }
    for (int i = 0; i < kRounds; ++i)
        for (Timed& one : timed)
            if (auto status = one.round(stop); !status) return tl::make_unexpected(status.error());
    return timed[0].median() - timed[1].median();
}

int LayerTrials::tried() const {
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_tried.size());
}
int LayerTrials::reused() const {
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_reused.size());
}

}  // namespace pwb::quantize
