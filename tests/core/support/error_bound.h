// SPDX-License-Identifier: GPL-3.0-or-later
// How far a graph whose tensors and weights are rounded can be from the exact one, at most.
#pragma once

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/model/graph.h"

namespace pwb::tests {

/// What is rounded, and how.
struct Rounding {
    /// Largest |x| that each tensor of the exact graph takes on the inputs in question.
    std::map<std::string, double> magnitude;
    /// Largest error that storing `tensor` adds when |x| ≤ `largest`.
    std::function<double(const std::string& tensor, double largest)> stored;
    /// A weight's values as they are stored.
    std::function<std::vector<float>(const onnx::TensorProto& weight)> weights;
};

/// Bounds max|rounded − exact| of every tensor of a graph of the operators that RandomGraph (after
/// model::prepare) uses, in the largest norm: with E the bound and A the magnitude of an operator's input,
///   product with W: max over outputs of Σ|W̃|·E + Σ|W̃ − W|·A + |b̃ − b|; x·y: A_x E_y + A_y E_x + E_x E_y;
///   x + y: E_x + E_y; an L-Lipschitz function: L·E; then what storing the output adds, and what FP32
///   summation in any order adds: (n + 8)·2⁻²³·Σ|W̃|·(A + E).
/// Sound where every value is stored once; ranges that clip belong into `stored`.
class ErrorBound {
public:
    ErrorBound(onnx::ModelProto& model, Rounding rounding) : m_view(model), m_rounding(std::move(rounding)) {
        for (const auto& input : model.graph().input())
            m_bounds[input.name()] = m_rounding.stored(input.name(), magnitude(input.name()));
        for (const auto& node : model.graph().node()) {
            const double made = errorMade(node);
            for (const auto& output : node.output()) {
                const double rounded = made + 4 * kUlp * magnitude(output);
                const double own = node.op_type() == "Softmax" ? std::min(rounded, 1.0) : rounded;
                m_bounds[output] = own + m_rounding.stored(output, magnitude(output) + own);
            }
        }
    }

    [[nodiscard]] double of(const std::string& tensor) const { return m_bounds.at(tensor); }

private:
    static constexpr double kUlp = 0x1p-23;
    static constexpr double kFunction = 1e-6;  // of the runtime's Sigmoid, Tanh and Exp

    [[nodiscard]] double magnitude(const std::string& tensor) const {
        return m_rounding.magnitude.at(tensor);
    }
    [[nodiscard]] const onnx::TensorProto* weight(const std::string& name) const {
        return m_view.initializer(name);
    }

    /// Of an activation or a constant.
    struct Operand {
        double size = 0, error = 0;
    };
    [[nodiscard]] Operand operand(const std::string& name) const {
        const auto* constant = weight(name);
        if (!constant) return {magnitude(name), m_bounds.at(name)};
        const auto exact = model::floatValues(*constant), rounded = m_rounding.weights(*constant);
        Operand result;
        for (std::size_t i = 0; i < exact.size(); ++i) {
            result.size = std::max(result.size, std::abs(static_cast<double>(exact[i])));
            result.error = std::max(result.error, std::abs(static_cast<double>(rounded[i]) - exact[i]));
        }
        return result;
    }

    /// `outputOf(i)`: the output channel that weight i takes part in.
    template <class OutputOf>
    double product(const onnx::NodeProto& node, std::size_t channels, const OutputOf& outputOf) const {
        const Operand input = operand(node.input(0));
        const auto& tensor = *weight(node.input(1));
        const auto exact = model::floatValues(tensor), rounded = m_rounding.weights(tensor);
        std::vector<double> gain(channels), lost(channels), bias(channels);
        for (std::size_t i = 0; i < exact.size(); ++i) {
            gain[outputOf(i)] += std::max(std::abs(exact[i]), std::abs(rounded[i]));
            lost[outputOf(i)] += std::abs(static_cast<double>(rounded[i]) - exact[i]);
        }
        double largestBias = 0;
        if (node.input_size() > 2 && !node.input(2).empty()) {
            const auto given = model::floatValues(*weight(node.input(2)));
            const auto kept = m_rounding.weights(*weight(node.input(2)));
            for (std::size_t i = 0; i < channels; ++i) {
                bias[i] = std::abs(static_cast<double>(kept[i]) - given[i]);
                largestBias = std::max(largestBias, std::abs(static_cast<double>(kept[i])));
            }
        }
        const double terms = static_cast<double>(exact.size()) / static_cast<double>(channels) + 8;
        double worst = 0;
        for (std::size_t c = 0; c < channels; ++c)
            worst = std::max(worst, gain[c] * input.error + lost[c] * input.size + bias[c] +
                                        terms * kUlp * (gain[c] * (input.size + input.error) + largestBias));
        return worst;
    }

    /// y = γ(x − μ)/√(σ² + ε) + β with all four rounded.
    [[nodiscard]] double normalization(const onnx::NodeProto& node) const {
        const Operand input = operand(node.input(0));
        std::vector<std::vector<float>> exact, kept;
        for (int i = 1; i < 5; ++i) {
            exact.push_back(model::floatValues(*weight(node.input(i))));
            kept.push_back(m_rounding.weights(*weight(node.input(i))));
        }
        const double epsilon = model::attributeFloat(node, "epsilon", 1e-5F);
        double worst = 0;
        for (std::size_t c = 0; c < exact[0].size(); ++c) {
            const double scale = exact[0][c] / std::sqrt(exact[3][c] + epsilon);
            const double near = kept[0][c] / std::sqrt(kept[3][c] + epsilon);
            const double shift = exact[1][c] - scale * exact[2][c], off = kept[1][c] - near * kept[2][c];
            const double reach = std::abs(near) * (input.size + input.error + std::abs(kept[2][c]));
            worst = std::max(worst, std::abs(near) * input.error + std::abs(near - scale) * input.size +
                                        std::abs(off - shift) + 16 * kUlp * (reach + std::abs(off)));
        }
        return worst;
    }

    [[nodiscard]] double largestInput(const onnx::NodeProto& node) const {
        double error = 0;
        for (const auto& input : node.input())
            if (!input.empty() && !isSettings(input)) error = std::max(error, operand(input).error);
        return error;
    }
    [[nodiscard]] bool isSettings(const std::string& input) const {
        const auto* constant = weight(input);
        return constant && constant->data_type() != onnx::TensorProto::FLOAT;
    }

    [[nodiscard]] double errorMade(const onnx::NodeProto& node) const {
        const std::string& op = node.op_type();
        const auto dims = [&](int input, int axis) {
            return static_cast<std::size_t>(weight(node.input(input))->dims(axis));
        };
        if (op == "Conv") {
            const std::size_t perChannel = dims(1, 1) * dims(1, 2) * dims(1, 3);
            return product(node, dims(1, 0), [=](std::size_t i) { return i / perChannel; });
        }
        if (op == "ConvTranspose") {
            const std::size_t area = dims(1, 2) * dims(1, 3), channels = dims(1, 1);
            return product(node, channels, [=](std::size_t i) { return i / area % channels; });
        }
        if (op == "Gemm") {
            const std::size_t depth = dims(1, 1);
            return product(node, dims(1, 0), [=](std::size_t i) { return i / depth; });
        }
        if (op == "MatMul") {
            const std::size_t width = dims(1, 1);
            return product(node, width, [=](std::size_t i) { return i % width; });
        }
        if (op == "BatchNormalization") return normalization(node);
        if (op == "Add" || op == "Mul") return pairwise(node);
        const double error = operand(node.input(0)).error;
        if (op == "Sigmoid") return error / 4 + kFunction;
        if (op == "Tanh" || op == "Softmax") return error + kFunction;
        if (op == "HardSigmoid") return error * model::attributeFloat(node, "alpha", 0.2F) + kFunction;
        if (op == "AveragePool" || op == "GlobalAveragePool")
            return error + 512 * kUlp * operand(node.input(0)).size;
        if (op == "Resize" || op == "Clip") return error;  // scales, and bounds that any format holds
        for (const char* mover : {"Relu", "LeakyRelu", "MaxPool", "Concat", "Split", "Transpose", "Reshape",
                                  "Pad", "Flatten", "Identity"})
            if (op == mover) return largestInput(node);
        throw std::invalid_argument("no error bound for " + op);
    }

    [[nodiscard]] double pairwise(const onnx::NodeProto& node) const {
        const Operand a = operand(node.input(0)), b = operand(node.input(1));
        if (node.op_type() == "Add") return a.error + b.error + kUlp * (a.size + b.size + a.error + b.error);
        const double exact = a.size * b.error + b.size * a.error + a.error * b.error;
        return exact + kUlp * (a.size + a.error) * (b.size + b.error);
    }

    model::GraphView m_view;
    Rounding m_rounding;
    std::map<std::string, double> m_bounds;
};

}  // namespace pwb::tests
