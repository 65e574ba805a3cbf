// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/graph/tensor_rank.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace pwb::quantize {
namespace {

int rankWithin(const model::GraphView& view, const std::string& tensor, int depth) {
    constexpr int kFarthest = 64;
    const onnx::NodeProto* node = view.producer(tensor);
    if (!node) {
        for (const auto& input : view.graph().input())
            if (input.name() == tensor && input.type().tensor_type().has_shape())
                return input.type().tensor_type().shape().dim_size();
        return 0;
    }
    if (depth == kFarthest) return 0;
    const std::string& type = node->op_type();
    if (type == "Conv" || type == "ConvTranspose") {
        const auto* weight = view.initializer(node->input(1));
        return weight ? weight->dims_size() : 0;
    }
    static constexpr std::array<std::string_view, 22> keeping = {"Relu",
                                                                 "Clip",
                                                                 "LeakyRelu",
                                                                 "Sigmoid",
                                                                 "HardSigmoid",
                                                                 "HardSwish",
                                                                 "Tanh",
                                                                 "BatchNormalization",
                                                                 "MaxPool",
                                                                 "AveragePool",
                                                                 "GlobalAveragePool",
                                                                 "Concat",
                                                                 "Pad",
                                                                 "Resize",
                                                                 "Elu",
                                                                 "PRelu",
                                                                 "Softplus",
                                                                 "Erf",
                                                                 "MatMul",
                                                                 "Slice",
                                                                 "Split",
                                                                 "Transpose"};
    if (std::find(keeping.begin(), keeping.end(), type) != keeping.end())
        return rankWithin(view, node->input(0), depth + 1);
    if (type == "Add" || type == "Mul" || type == "Sub" || type == "Div") {
        int rank = 0;
        for (const std::string& input : node->input()) {
            const auto* constant = view.initializer(input);
            rank = std::max(rank, constant ? constant->dims_size() : rankWithin(view, input, depth + 1));
        }
        return rank;
    }
    return 0;
}

}  // namespace

int rankOf(const model::GraphView& view, const std::string& tensor) {
    return rankWithin(view, tensor, 0);
}

}  // namespace pwb::quantize
