// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layer_study.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <unordered_map>

#include "core/base/try.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/int8/int8_workshop.h"
#include "core/quantize/layers/layer_list.h"
#include "core/quantize/layers/layer_map.h"
#include "core/quantize/layers/layer_values.h"
#include "core/quantize/layers/mixed_search.h"

namespace pwb::quantize {
namespace {

using base::Result;
using base::Status;
using Floats = LayerTrials::Floats;

/// The kernels' times in the order of the graph's nodes. Usually the profile has one kernel per node, in the
/// same order; where bodies of If or Loop ran in between, the names tell.
std::vector<const TimedKernel*> alignKernels(const std::vector<OptimizedKernel>& nodes,
                                             const std::vector<TimedKernel>& timed) {
    std::vector<const TimedKernel*> aligned(nodes.size(), nullptr);
    const bool same = std::equal(nodes.begin(), nodes.end(), timed.begin(), timed.end(),
                                 [](const auto& node, const auto& kernel) { return node.op == kernel.op; });
    if (same) {
        for (std::size_t i = 0; i < timed.size(); ++i) aligned[i] = &timed[i];
        return aligned;
    }
    std::unordered_map<std::string, const TimedKernel*> byName;
    for (const TimedKernel& kernel : timed) byName.try_emplace(kernel.op + "\n" + kernel.node, &kernel);
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (const auto found = byName.find(nodes[i].op + "\n" + nodes[i].node); found != byName.end())
            aligned[i] = found->second;
    return aligned;
}

}  // namespace

struct LayerStudy::Implementation {
    std::shared_ptr<const Int8Session> session;  ///< null: no INT8
    onnx::ModelProto own;                        ///< prepared; where there is no session
    std::optional<LayerTrials> trials;
    Floats floats;
    LayerReport report;

    [[nodiscard]] const Int8Workshop& workshop() const { return *session->workshop(); }
    [[nodiscard]] const onnx::ModelProto& prepared() const { return session ? workshop().prepared() : own; }

    Status open(const BuildContext& context, TrialMemory memory) {
        if (session) {
            report.layers = listLayers(prepared(), &workshop().plan());
            trials.emplace(workshop(), context, std::move(memory));
            takeValues();
            return {};
        }
        constexpr std::int64_t kAnyOpset = 7;
        PWB_TRY(auto loaded, model::load(context.model));
        PWB_CHECK(model::prepare(loaded, kAnyOpset));
        own = std::move(loaded);
        report.layers = listLayers(own, nullptr);
        return {};
    }

    /// Statistics are of the tensor that carries codes: behind a folded Relu.
    void takeValues() {
        const Statistics& statistics = workshop().statistics();
        std::unordered_map<std::string, std::string> readBy;  // tensor → output of the Relu or Clip behind it
        for (const onnx::NodeProto& node : prepared().graph().node())
            if (node.op_type() == "Relu" || node.op_type() == "Clip") readBy[node.input(0)] = node.output(0);
        for (LayerFacts& layer : report.layers) {
            std::string tensor = layer.output;
            if (!statistics.contains(tensor) && readBy.contains(tensor)) tensor = readBy[tensor];
            const auto known = statistics.find(tensor);
            if (known == statistics.end()) continue;
            const QuantParams* params = workshop().params(tensor);
            layer.values =
                layerValues(known->second.histogram, params ? std::optional(*params) : std::nullopt);
        }
    }

    void take(const std::string& engine, const LayerMapping& mapping, const EngineProfile& profile) {
        const std::vector<const TimedKernel*> timed = alignKernels(mapping.kernels, profile.kernels);
        std::set<std::size_t> told;
        for (std::size_t i = 0; i < report.layers.size(); ++i) {
            LayerExecution& execution = report.layers[i].executions[engine];
            execution = {};
            const auto kernel = mapping.ofLayer[i];
            if (!kernel) continue;
            execution.precision = mapping.kernels[*kernel].precision;
            execution.kernel = mapping.kernels[*kernel].op;
            const bool first = told.insert(*kernel).second;
            if (!timed[*kernel]) continue;
            execution.provider = timed[*kernel]->provider;
            execution.milliseconds = first ? timed[*kernel]->milliseconds : 0;
        }
        if (profile.kernels.empty()) return;
        LayerTotals& totals = report.totals[engine] = {profile.p50Milliseconds, 0, 0, profile.runs};
        for (std::size_t i = 0; i < timed.size(); ++i) {
            if (!timed[i]) continue;
            totals.sumMilliseconds += timed[i]->milliseconds;
            if (!told.contains(i)) totals.elsewhereMilliseconds += timed[i]->milliseconds;
        }
    }

    /// What a group takes longer in the FP32 engine than in the INT8 engine.
    void estimateLost() {
        const std::string fp32Key = base::EngineId(base::Precision::Fp32).key(),
                          int8Key = base::EngineId(base::Precision::Int8).key();
        std::map<std::string, double> lost;
        std::set<std::string> untold;
        for (const LayerFacts& layer : report.layers) {
            const auto fp32 = layer.executions.find(fp32Key), int8 = layer.executions.find(int8Key);
            if (fp32 == layer.executions.end() || int8 == layer.executions.end()) {
                untold.insert(layer.group);
                continue;
            }
            lost[layer.group] +=
                fp32->second.milliseconds.value_or(0) - int8->second.milliseconds.value_or(0);
        }
        const bool timed = report.totals.contains(fp32Key) && report.totals.contains(int8Key);
        for (LayerFacts& layer : report.layers) {
            if (!layer.candidate || !timed || untold.contains(layer.group)) continue;
            layer.sensitivity.millisecondsLost = lost[layer.group];
        }
    }
};

LayerStudy::LayerStudy(std::unique_ptr<Implementation> implementation)
    : m_implementation(std::move(implementation)) {}
LayerStudy::~LayerStudy() = default;
LayerStudy::LayerStudy(LayerStudy&&) noexcept = default;
LayerStudy& LayerStudy::operator=(LayerStudy&&) noexcept = default;

Result<LayerStudy> LayerStudy::open(const BuildContext& context, std::shared_ptr<const Int8Session> session,
                                    TrialMemory memory) {
    auto made = std::make_unique<Implementation>();
    if (session && session->workshop()) made->session = std::move(session);
    PWB_CHECK(made->open(context, std::move(memory)));
    return LayerStudy(std::move(made));
}

bool LayerStudy::canQuantize() const {
    return m_implementation->session != nullptr;
}

const LayerReport& LayerStudy::report() const {
    return m_implementation->report;
}

void LayerStudy::setNotes(std::vector<base::Message> notes) {
    m_implementation->report.notes = std::move(notes);
}

void LayerStudy::setFloat(const std::vector<std::string>& layers) {
    m_implementation->floats = {layers.begin(), layers.end()};
}

Status LayerStudy::addEngine(const std::string& engine, const std::filesystem::path& optimizedGraph,
                             const EngineProfile& profile) {
    onnx::ModelProto optimized;
    std::ifstream in(optimizedGraph, std::ios::binary);
    if (!in || !optimized.ParseFromIstream(&in))
        return base::engineFailure(optimizedGraph.string(), "quantize.read_back_failed");
    Implementation& own = *m_implementation;
    own.take(engine, mapLayers(own.prepared(), own.report.layers, optimized), profile);
    own.estimateLost();
    return {};
}

void LayerStudy::forgetEngine(const std::string& engine) {
    LayerReport& report = m_implementation->report;
    report.totals.erase(engine);
    for (LayerFacts& layer : report.layers) {
        layer.executions.erase(engine);
        layer.sensitivity.millisecondsLost.reset();
    }
    m_implementation->estimateLost();
}

void LayerStudy::explainFloat(const BuiltEngine& int8) {
    std::map<std::string, base::Message> reasons;
    for (const KeptLayer& kept : int8.kept) reasons[kept.layer] = kept.reason;
    for (LayerFacts& layer : m_implementation->report.layers) {
        layer.floatReason = {};
        if (const auto known = reasons.find(layer.name); known != reasons.end())
            layer.floatReason = known->second;
        else if (!layer.candidate && canQuantize())
            layer.floatReason = {"quantize.no_integer_form", {{"op", layer.op}}};
    }
}

Status LayerStudy::measureSensitivity(const TaskMetric& metric, const base::ProgressSink& progress,
                                      std::stop_token stop) {
    Implementation& own = *m_implementation;
    PWB_TRY(const auto plain, own.trials->sqnr(own.floats, stop));
    own.report.plainSqnr = plain;
    return profileSensitivity(*own.trials, own.report.layers, own.floats, metric, progress, std::move(stop));
}

Result<double> LayerStudy::int8Metric(const TaskMetric& metric, std::stop_token stop) {
    return m_implementation->trials->metric(m_implementation->floats, metric, std::move(stop));
}

Result<SearchOutcome> LayerStudy::search(const SearchOptions& options, const base::ProgressSink& progress,
                                         std::stop_token stop) {
    Implementation& own = *m_implementation;
    return searchMixed(*own.trials, own.report.layers, readersOf(own.prepared(), own.report.layers),
                       own.floats, options, progress, std::move(stop));
}

}  // namespace pwb::quantize
