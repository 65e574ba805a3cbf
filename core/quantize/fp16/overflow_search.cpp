// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/fp16/overflow_search.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/half.h"
#include "core/base/text.h"
#include "core/base/try.h"
#include "core/model/graph.h"
#include "core/quantize/graph/fp16_types.h"
#include "core/quantize/trials/trial_run.h"

namespace pwb::quantize {
namespace {

using Names = std::unordered_set<std::string>;

constexpr std::size_t kSamples = 64;

bool squaresInside(const std::string& op) {
    static constexpr std::array<std::string_view, 10> squaring = {"LayerNormalization",
                                                                  "RMSNormalization",
                                                                  "InstanceNormalization",
                                                                  "GroupNormalization",
                                                                  "LRN",
                                                                  "LpNormalization",
                                                                  "ReduceL2",
                                                                  "ReduceSumSquare",
                                                                  "LpPool",
                                                                  "GlobalLpPool"};
    return base::isOneOf(op, squaring);
}

bool sizesByValue(const std::string& op) {
    static constexpr std::array<std::string_view, 4> by = {"NonZero", "NonMaxSuppression", "Compress",
                                                           "Unique"};
    return base::isOneOf(op, by) || op.find("Sequence") != std::string::npos;
}

/// The model with the largest |x| of every float tensor of the main graph as its outputs, scalars.
class Watch {
public:
    explicit Watch(const onnx::ModelProto& prepared) : m_model(prepared), m_names(prepared) {
        const auto types = tensorTypes(m_model);
        auto& graph = *m_model.mutable_graph();
        const auto isFloat = [&](const std::string& tensor) {
            const auto type = types.find(tensor);
            return type != types.end() && type->second == onnx::TensorProto::FLOAT;
        };
        Names freelySized;
        for (const auto& input : graph.input())
            if (isFloat(input.name())) m_tensors.push_back(input.name());
        for (const auto& node : prepared.graph().node()) {
            const bool free = sizesByValue(node.op_type()) ||
                              std::any_of(node.input().begin(), node.input().end(),
                                          [&](const auto& input) { return freelySized.contains(input); });
            for (const auto& output : node.output()) {
                if (free) freelySized.insert(output);
                if (!output.empty() && !free && isFloat(output)) m_tensors.push_back(output);
            }
        }
        graph.clear_output();
        for (const auto& tensor : m_tensors) reduce(tensor);
    }

    [[nodiscard]] const std::vector<std::string>& tensors() const { return m_tensors; }
    [[nodiscard]] onnx::ModelProto takeModel() { return std::move(m_model); }

private:
    void reduce(const std::string& tensor) {
        const std::string sizes = m_names.unique(tensor + "_abs");
        const std::string largest = m_names.unique(tensor + "_largest");
        auto& graph = *m_model.mutable_graph();
        auto& abs = *graph.add_node();
        abs.set_op_type("Abs");
        abs.add_input(tensor);
        abs.add_output(sizes);
        auto& max = *graph.add_node();
        max.set_op_type("ReduceMax");
        max.add_input(sizes);
        max.add_output(largest);
        model::setAttribute(max, "keepdims", 0);
        auto& output = *graph.add_output();
        output.set_name(largest);
        output.mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::FLOAT);
    }

    onnx::ModelProto m_model;
    model::NameSource m_names;
    std::vector<std::string> m_tensors;
};

/// Feeds random inputs once, or samples spread over the source.
base::Status feed(runtime::Session& session, const CalibrationSource* source,
                  const std::function<void(const runtime::Session::OutputView&)>& visit,
                  const std::stop_token& stop) {
    if (!source) return session.run(randomInputs(session), visit, stop);
    const auto next = source->open();
    std::size_t seen = 0, taken = 0;
    while (taken < kSamples) {
        auto batch = next();
        if (!batch) return tl::make_unexpected(batch.error());
        if (!*batch) break;
        // Samples lie sorted by class: take one batch, pass the next ones over, so that 64 reach the end.
        if (taken * source->samples <= seen * kSamples) {
            PWB_CHECK(session.run((*batch)->inputs, visit, stop));
            taken += static_cast<std::size_t>(std::max(1, (*batch)->samples));
        }
        seen += static_cast<std::size_t>(std::max(1, (*batch)->samples));
    }
    return {};
}

}  // namespace

base::Result<std::vector<BeyondHalf>> nodesBeyondHalf(const onnx::ModelProto& prepared,
                                                      const CalibrationSource* source, std::stop_token stop) {
    Watch watch(prepared);
    PWB_TRY(auto session, openInMemory(watch.takeModel()));
    std::unordered_map<std::string, float> largest;
    const auto visit = [&](const runtime::Session::OutputView& output) {
        if (output.bytes.size() != sizeof(float)) return;
        float& known = largest[watch.tensors()[output.index]];
        known = std::max(known, *reinterpret_cast<const float*>(output.bytes.data()));
    };
    PWB_CHECK(feed(session, source, visit, stop));

    const float limit = source ? kCalibratedLimit : base::kLargestHalf;
    std::vector<BeyondHalf> beyond;
    for (const auto& node : prepared.graph().node()) {
        BeyondHalf worst{node.name(), node.op_type(), "", 0};
        const auto judge = [&](const std::string& tensor, float allowed) {
            const auto known = largest.find(tensor);
            if (known == largest.end() || !(known->second > allowed) || known->second <= worst.largest)
                return;
            worst.tensor = tensor;
            worst.largest = known->second;
        };
        for (const auto& input : node.input())
            judge(input, squaresInside(node.op_type()) ? std::sqrt(limit) : limit);
        for (const auto& output : node.output()) judge(output, limit);
        if (worst.largest > 0) beyond.push_back(std::move(worst));
    }
    return beyond;
}

}  // namespace pwb::quantize
