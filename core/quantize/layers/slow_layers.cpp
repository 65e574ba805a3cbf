// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layers/slow_layers.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number.h"
#include "core/base/try.h"
#include "core/quantize/int8/int8_roles.h"
#include "core/quantize/trials/turn_timing.h"

namespace pwb::quantize {
namespace {

using base::Result;
using LayerNames = std::unordered_set<std::string>;

constexpr double kTooFast = 0.05;  ///< milliseconds; below, a difference drowns in the clock
/// Of FP32's time. Below it INT8 pays as it is: single kinds could gain a few percent, but the choice would
/// hang on the noise of one timing, and the same inputs are to give the same engine.
constexpr double kFarAhead = 0.95;
constexpr double kWorthIt = 0.95;  ///< time that leaving a kind float must come down to

enum class Kind { Depthwise, SqueezeExcite, Stem, Gate, Sum, Concat, Product, Count };
constexpr std::array<std::string_view, static_cast<std::size_t>(Kind::Count)> kKindIds = {
    "depthwise", "squeeze-excite", "stem", "gate", "sum", "concat", "product"};

/// Behind a global pool, through whatever works element by element: one value per channel.
bool isPooled(const model::GraphView& view, const std::string& tensor, int depth = 0) {
    constexpr int kFarthest = 8;
    const onnx::NodeProto* node = view.producer(tensor);
    if (!node || depth == kFarthest) return false;
    if (node->op_type() == "GlobalAveragePool") return true;
    static constexpr std::array<std::string_view, 9> through = {
        "Conv", "Relu", "Clip", "Sigmoid", "HardSigmoid", "Mul", "Add", "Reshape", "Flatten"};
    return std::find(through.begin(), through.end(), node->op_type()) != through.end() &&
           isPooled(view, node->input(0), depth + 1);
}

std::optional<Kind> kindOf(const model::GraphView& view, const onnx::NodeProto& node) {
    const std::string& type = node.op_type();
    if (type == "Conv") {
        const auto* weight = view.initializer(node.input(1));
        if (isPooled(view, node.input(0))) return Kind::SqueezeExcite;
        if (weight && weight->dims(1) == 1 && model::attributeInt(node, "group", 1) > 1)
            return Kind::Depthwise;
        return view.isGraphInput(node.input(0)) ? std::optional(Kind::Stem) : std::nullopt;
    }
    if (type == "Sigmoid" || type == "Mul") return Kind::Gate;
    if (type == "Add") return Kind::Sum;
    if (type == "Concat") return Kind::Concat;
    if (type == "MatMul" || type == "Gemm") return Kind::Product;
    return std::nullopt;
}

struct Members {
    Kind kind;
    std::vector<const onnx::NodeProto*> nodes;
};

class Placer {
public:
    Placer(const Int8Workshop& workshop, const BuildContext& context, const LayerNames& floats,
           std::stop_token stop)
        : m_workshop(workshop), m_context(context), m_stop(stop) {
        m_placement.keepFloat = floats;
    }

    Result<Placement> run() {
        if (m_workshop.references().empty()) return std::move(m_placement);
        const std::string fp32 = m_workshop.prepared().SerializeAsString();
        PWB_TRY(auto int8, emitted(m_placement.keepFloat));
        m_best = std::move(int8);
        auto whole = timed({m_best, fp32}, 5);
        if (!whole) return tl::make_unexpected(whole.error());
        note(*whole);
        if (m_placement.fp32Ms < kTooFast || ratio((*whole)[0], (*whole)[1]) < kFarAhead)
            return std::move(m_placement);
        onnx::ModelProto graph = m_workshop.prepared();
        model::GraphView view(graph);
        for (const Members& members : kinds(view)) PWB_CHECK(tryWithout(members));
        whole = timed({m_best, fp32}, 9);
        if (!whole) return tl::make_unexpected(whole.error());
        note(*whole);
        m_placement.allFloat = ratio((*whole)[0], (*whole)[1]) > 1;
        return std::move(m_placement);
    }

private:
    Result<std::vector<std::vector<double>>> timed(const std::vector<std::string>& models, int rounds) const {
        return timeInTurns(models, m_workshop.references().front().inputs, m_context, {{1, 8}, rounds, 0.015},
                           m_stop);
    }

    /// Geometric mean over the batches of the first's time over the second's.
    static double ratio(const std::vector<double>& first, const std::vector<double>& second) {
        double sum = 0;
        for (std::size_t i = 0; i < first.size(); ++i) sum += std::log(first[i] / second[i]);
        return std::exp(sum / static_cast<double>(first.size()));
    }

    void note(const std::vector<std::vector<double>>& times) {
        m_placement.int8Ms = times[0][0];
        m_placement.fp32Ms = times[1][0];
    }

    Result<std::string> emitted(const LayerNames& floats) const {
        PWB_TRY(const auto model, m_workshop.emit(floats));
        return model.SerializeAsString();
    }

    std::vector<Members> kinds(const model::GraphView& view) const {
        std::vector<Members> all;
        for (int k = 0; k < static_cast<int>(Kind::Count); ++k) all.push_back({static_cast<Kind>(k), {}});
        for (const onnx::NodeProto& node : m_workshop.prepared().graph().node()) {
            if (!m_workshop.plan().nodes.contains(node.output(0))) continue;
            if (const auto kind = kindOf(view, node))
                all[static_cast<std::size_t>(*kind)].nodes.push_back(&node);
        }
        std::erase_if(all, [](const Members& members) { return members.nodes.empty(); });
        return all;
    }

    base::Status tryWithout(const Members& members) {
        LayerNames floats = m_placement.keepFloat;
        for (const onnx::NodeProto* node : members.nodes) floats.insert(node->name());
        PWB_TRY(auto candidate, emitted(floats));
        if (candidate == m_best) return {};
        double without = 0, with = 0;
        for (const int rounds : {4, 9}) {  // a quick look first; only what passes it is looked at again
            const auto times = timed({candidate, m_best}, rounds);
            if (!times) return tl::make_unexpected(times.error());
            if (ratio((*times)[0], (*times)[1]) > kWorthIt) return {};
            without = (*times)[0][0];
            with = (*times)[1][0];
        }
        for (const onnx::NodeProto* node : members.nodes)
            m_placement.kept.push_back(
                {node->name(),
                 node->op_type(),
                 {"quantize.kept_slower",
                  {{"kind", std::string(kKindIds[static_cast<std::size_t>(members.kind)])},
                   {"count", std::to_string(members.nodes.size())},
                   {"without", base::number(without, 3)},
                   {"with", base::number(with, 3)}}}});
        m_placement.keepFloat = std::move(floats);
        m_best = std::move(candidate);
        return {};
    }

    const Int8Workshop& m_workshop;
    const BuildContext& m_context;
    std::stop_token m_stop;
    Placement m_placement;
    std::string m_best;
};

}  // namespace

Result<Placement> placeByTiming(const Int8Workshop& workshop, const BuildContext& context,
                                const LayerNames& floatLayers, std::stop_token stop) {
    return Placer(workshop, context, floatLayers, stop).run();
}

}  // namespace pwb::quantize
