// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layers/layer_trials.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/quantize/int8/output_quality.h"
#include "core/quantize/trials/turn_timing.h"

namespace pwb::quantize {
namespace {

using base::Result;

constexpr int kRounds = 20;

std::string hashOf(const std::vector<ReferenceBatch>& references) {
    std::string hashes;
    for (const ReferenceBatch& batch : references)
        for (const auto* tensors : {&batch.inputs, &batch.outputs})
            for (const base::Tensor& tensor : *tensors)
                hashes +=
                    base::sha256({reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size()});
    return base::sha256(hashes);
}

}  // namespace

LayerTrials::LayerTrials(const Int8Workshop& workshop, BuildContext context, TrialMemory memory)
    : m_workshop(workshop),
      m_context(std::move(context)),
      m_memory(std::move(memory)),
      m_references(hashOf(workshop.references())) {}

Result<LayerTrials::Made> LayerTrials::make(const Floats& floats) {
    PWB_TRY(const auto model, m_workshop.emit({floats.begin(), floats.end()}));
    Made made;
    const auto& nodes = model.graph().node();
    made.identity.quantized = std::any_of(nodes.begin(), nodes.end(), [](const onnx::NodeProto& node) {
        return node.op_type() == "QuantizeLinear" || node.op_type() == "DequantizeLinear";
    });
    made.bytes = model.SerializeAsString();
    made.identity.key = base::sha256(base::sha256(made.bytes) + m_references);
    const std::scoped_lock lock(m_mutex);
    m_identities[floats] = made.identity;
    return made;
}

std::optional<LayerTrials::Identity> LayerTrials::madeBefore(const Floats& floats) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_identities.find(floats);
    return found == m_identities.end() ? std::nullopt : std::optional(found->second);
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
    if (const auto before = madeBefore(floats)) {
        if (!before->quantized) return std::nullopt;
        if (const auto known = recall(before->key).sqnr) return known;
    }
    PWB_TRY(const auto made, make(floats));
    if (!made.identity.quantized) return std::nullopt;
    if (const auto known = recall(made.identity.key).sqnr) return known;
    PWB_TRY(const auto sqnr, outputSqnr(made.bytes, m_workshop.references(), stop));
    keep(made.identity.key, {sqnr, {}, {}});
    return sqnr;
}

Result<double> LayerTrials::metric(const Floats& floats, const TaskMetric& measure, std::stop_token stop) {
    if (stop.stop_requested()) return base::cancelled();
    if (const auto before = madeBefore(floats))
        if (const auto known = recall(before->key).metric) return *known;
    PWB_TRY(const auto made, make(floats));
    if (const auto known = recall(made.identity.key).metric) return *known;
    PWB_TRY(const auto metric, measure(made.bytes));
    keep(made.identity.key, {{}, metric, {}});
    return metric;
}

Result<double> LayerTrials::milliseconds(const Floats& floats, std::stop_token stop) {
    if (const auto before = madeBefore(floats))
        if (const auto known = recall(before->key).milliseconds) return *known;
    PWB_TRY(const auto made, make(floats));
    if (const auto known = recall(made.identity.key).milliseconds) return *known;
    PWB_TRY(const auto times, inTurns({made.bytes}, kRounds / 2, std::move(stop)));
    keep(made.identity.key, {{}, {}, times.front()});
    return times.front();
}

Result<double> LayerTrials::millisecondsMore(const Floats& first, const Floats& second,
                                             std::stop_token stop) {
    std::vector<std::string> models;
    for (const Floats* floats : {&first, &second}) {
        PWB_TRY(auto made, make(*floats));
        models.push_back(std::move(made.bytes));
    }
    PWB_TRY(const auto times, inTurns(models, kRounds, std::move(stop)));
    return times.at(0) - times.at(1);
}

/// Of each model, at batch 1.
Result<std::vector<double>> LayerTrials::inTurns(const std::vector<std::string>& models, int rounds,
                                                 std::stop_token stop) const {
    TurnOptions options;
    options.rounds = rounds;
    PWB_TRY(const auto times,
            timeInTurns(models, m_workshop.references().front().inputs, m_context, options, std::move(stop)));
    std::vector<double> milliseconds;
    for (const std::vector<double>& ofModel : times) milliseconds.push_back(ofModel.front());
    return milliseconds;
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
