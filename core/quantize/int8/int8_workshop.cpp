// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/int8_workshop.h"

#include <algorithm>

#include "core/base/number.h"
#include "core/base/try.h"
#include "core/quantize/graph/value_tensors.h"
#include "core/quantize/int8/estimator_contest.h"
#include "core/quantize/int8/int8_roles.h"
#include "core/quantize/prepare/load_prepared.h"

namespace pwb::quantize {
namespace {

using base::Result;

/// Per-axis QuantizeLinear needs it.
constexpr std::int64_t kQdqOpset = 13;

Result<onnx::ModelProto> quantized(const onnx::ModelProto& prepared, const Int8Plan& plan,
                                   const TensorParams& params, const std::vector<LoweredOperator>& lowered,
                                   const ChannelMeans* means) {
    onnx::ModelProto model = prepared;
    restoreFloat(model, lowered, plan.nodes);
    PWB_CHECK(emitQdq(model, plan, params, means));
    return model;
}

/// Of all multiplications, what the last convolutions may be to be left float: there they take about three
/// times as long.
constexpr double kCheapHeads = 0.05;
/// Share of what is left to be better (OutputQuality::error()) by which that has to help.
constexpr double kHeadsHelp = 0.05;

/// Why the last convolutions stay float.
base::Message headReason(const OutputQuality& without, const OutputQuality& with) {
    if (without.agreement && with.agreement)
        return {"quantize.kept_head_agreement",
                {{"without", base::number(100 * *without.agreement, 1)},
                 {"with", base::number(100 * *with.agreement, 1)}}};
    return {"quantize.kept_head_sqnr",
            {{"without", base::number(without.sqnr, 1)}, {"with", base::number(with.sqnr, 1)}}};
}

}  // namespace

Result<std::optional<Int8Workshop>> Int8Workshop::open(const BuildContext& context,
                                                       const Int8Options& options,
                                                       const CalibrationSource& source,
                                                       const base::ProgressSink& progress,
                                                       std::stop_token stop) {
    PWB_TRY(auto loaded, loadPrepared(context.model, kQdqOpset, stop));

    Int8Workshop workshop;
    workshop.m_scheme = schemeFor(context, options);
    workshop.m_agreement = options.agreement;
    auto prepared = std::make_shared<onnx::ModelProto>(std::move(loaded));
    if (workshop.m_scheme == Int8Scheme::Cpu) workshop.m_lowered = lowerForInt8(*prepared);
    workshop.m_prepared = prepared;
    workshop.planAll(options.plain && options.calibrationTable.empty());
    if (workshop.m_plan.nodes.empty()) return std::nullopt;

    // All that any smaller plan can need: with a layer left float, a tensor behind it loses its source.
    std::vector<std::string> tensors = workshop.m_plan.measured();
    const std::unordered_set<std::string> known(tensors.begin(), tensors.end());
    for (const std::string& tensor : workshop.m_plainPlan.measured())
        if (!known.contains(tensor)) tensors.push_back(tensor);
    PWB_TRY(auto calibrated, calibrate(*prepared, tensors, source, options, progress, stop));
    workshop.m_calibrated = std::move(calibrated);
    PWB_CHECK(workshop.choose(options, stop));
    return std::optional(std::move(workshop));
}

void Int8Workshop::planAll(bool plain) {
    onnx::ModelProto copy = *m_prepared;  // a view is of a model that may be changed
    model::GraphView view(copy);
    m_decode = findBoxDecode(view);
    m_own.insert(m_decode.nodes.begin(), m_decode.nodes.end());
    m_plan = planInt8(view, {m_scheme, m_own});
    if (plain) {
        const auto values = valueTensors(copy);
        m_plainPlan = planInt8(view, {Int8Scheme::Cpu, {}, &values});
    }
    const std::unordered_set<std::string> arithmetic(m_decode.arithmetic.begin(), m_decode.arithmetic.end());
    for (const onnx::NodeProto& node : m_prepared->graph().node())
        if (arithmetic.contains(node.name()))
            m_kept.push_back({node.name(), node.op_type(), {"quantize.kept_box_decode"}});
}

Result<OutputQuality> Int8Workshop::judge(const Int8Plan& plan, const TensorRanges& ranges,
                                          const ChannelMeans* means, std::stop_token stop) const {
    PWB_TRY(const auto model, quantized(*m_prepared, plan, chooseParams(plan, ranges), m_lowered, means));
    return outputQuality(model, references(), m_agreement, std::move(stop));
}

base::Status Int8Workshop::choose(const Int8Options& options, std::stop_token stop) {
    if (options.biasCorrection) {
        PWB_TRY(auto means, channelMeans(*m_prepared, m_plan, references(), stop));
        m_means = std::make_shared<const ChannelMeans>(std::move(means));
    }
    std::vector<Calibrator> estimators = {options.calibrator};
    if (options.calibrator == Calibrator::Auto)
        estimators = {Calibrator::Mse, Calibrator::MinMax, Calibrator::Percentile, Calibrator::Entropy,
                      Calibrator::MovingAverage};
    if (!options.calibrationTable.empty()) estimators = {Calibrator::MinMax};
    auto best = chooseEstimator(
        statistics(), estimators, options.percentile,
        [&](const TensorRanges& ranges) { return judge(m_plan, ranges, m_means.get(), stop); });
    if (!best) return tl::make_unexpected(best.error());
    m_calibrator = best->calibrator;
    m_ranges = std::move(best->ranges);
    m_now = best->quality;
    m_quality = std::move(best->all);
    if (m_means) PWB_CHECK(dropUselessCorrection(stop));
    // A table has no counts of values.
    if (m_scheme == Int8Scheme::Cpu && options.calibrationTable.empty()) PWB_CHECK(weighHeads(stop));
    m_params = chooseParams(m_plan, m_ranges);
    return {};
}

base::Status Int8Workshop::dropUselessCorrection(std::stop_token stop) {
    PWB_TRY(const auto without, judge(m_plan, m_ranges, nullptr, std::move(stop)));
    if (without.error() >= m_now.error()) return {};
    m_means.reset();
    m_now = without;
    m_quality[std::string(calibratorId(m_calibrator))] = without;
    return {};
}

std::unordered_set<std::string> Int8Workshop::headConvolutions() const {
    const std::unordered_set<std::string> heads(m_decode.heads.begin(), m_decode.heads.end());
    std::unordered_set<std::string> convolutions;
    for (const onnx::NodeProto& node : m_prepared->graph().node())
        // The sums of a matrix product come out in float as it is.
        if (heads.contains(node.name()) && node.op_type() == "Conv" && m_plan.nodes.contains(node.output(0)))
            convolutions.insert(node.name());
    return convolutions;
}

double Int8Workshop::shareOfWork(const std::unordered_set<std::string>& heads) const {
    onnx::ModelProto copy = *m_prepared;
    const model::GraphView view(copy);
    double all = 0, ofHeads = 0;
    for (const onnx::NodeProto& node : copy.graph().node()) {
        const auto* weight = node.op_type() == "Conv" ? view.initializer(node.input(1)) : nullptr;
        if (!weight) continue;
        const onnx::NodeProto* activation = foldedActivation(view, node.output(0));
        const auto known = statistics().find(activation ? activation->output(0) : node.output(0));
        if (known == statistics().end()) continue;
        const double perValue =
            static_cast<double>(model::elementCount(*weight)) / static_cast<double>(weight->dims(0));
        const double work = perValue * static_cast<double>(known->second.histogram.count());
        all += work;
        if (heads.contains(node.name())) ofHeads += work;
    }
    return all > 0 ? ofHeads / all : 1;
}

base::Status Int8Workshop::weighHeads(std::stop_token stop) {
    const std::unordered_set<std::string> heads = headConvolutions();
    if (heads.empty() || shareOfWork(heads) > kCheapHeads) return {};
    Int8Plan plan = planWithout(heads);
    if (plan.nodes.empty()) return {};
    PWB_TRY(const auto without, judge(plan, m_ranges, m_means.get(), std::move(stop)));
    if (without.error() > (1 - kHeadsHelp) * m_now.error()) return {};
    const base::Message reason = headReason(without, m_now);
    for (const onnx::NodeProto& node : m_prepared->graph().node())
        if (heads.contains(node.name())) m_kept.push_back({node.name(), node.op_type(), reason});
    m_own.insert(heads.begin(), heads.end());
    m_plan = std::move(plan);
    m_now = without;
    return {};
}

Int8Plan Int8Workshop::planWithout(const std::unordered_set<std::string>& floatLayers) const {
    onnx::ModelProto copy = *m_prepared;  // a view is of a model that may be changed
    model::GraphView view(copy);
    Int8PlanOptions options{m_scheme, m_own};
    options.keepFloat.insert(floatLayers.begin(), floatLayers.end());
    return planInt8(view, options);
}

Result<onnx::ModelProto> Int8Workshop::emit(const std::unordered_set<std::string>& floatLayers) const {
    const Int8Plan plan = planWithout(floatLayers);
    return quantized(*m_prepared, plan, chooseParams(plan, m_ranges), m_lowered, m_means.get());
}

Result<onnx::ModelProto> Int8Workshop::emitPlain() const {
    const auto& nodes = m_plainPlan.nodes;
    if (std::all_of(nodes.begin(), nodes.end(),
                    [&](const std::string& output) { return m_plan.nodes.contains(output); }))
        return base::engineFailure("", "quantize.plain_nothing_kept");
    const TensorRanges ranges = estimateRanges(statistics(), Calibrator::MinMax, 100);
    return quantized(*m_prepared, m_plainPlan, chooseParams(m_plainPlan, ranges), m_lowered, nullptr);
}

std::size_t Int8Workshop::bytes() const {
    std::size_t bytes = m_prepared->ByteSizeLong();
    bytes += statistics().size() * Histogram::kBins * sizeof(std::int64_t);
    for (const ReferenceBatch& batch : references())
        for (const auto* tensors : {&batch.inputs, &batch.outputs})
            for (const base::Tensor& tensor : *tensors) bytes += tensor.bytes.size();
    return bytes;
}

const QuantParams* Int8Workshop::params(const std::string& tensor) const {
    const auto found = m_params.find(m_plan.source(tensor));
    return found == m_params.end() ? nullptr : &found->second;
}

}  // namespace pwb::quantize
