// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a graph in ONNX Runtime, for tests that compare what two graphs compute.
#pragma once

#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/runtime/session.h"
#include "tests/core/support/onnx_builder.h"

namespace pwb::tests {

/// Random float inputs for a session; a dynamic dimension becomes `batch`.
inline std::vector<base::Tensor> randomInputs(const runtime::Session& session, std::int64_t batch,
                                              unsigned seed) {
    std::vector<base::Tensor> inputs;
    for (const auto& spec : session.inputs()) {
        auto shape = spec.shape;
        std::replace(shape.begin(), shape.end(), std::int64_t{-1}, batch);
        base::Tensor tensor = base::Tensor::make(spec.type, shape);
        if (spec.type == base::ElementType::Float) {
            const auto values = randomFloats(static_cast<std::size_t>(tensor.count()), seed++, -2, 2);
            std::copy(values.begin(), values.end(), tensor.as<float>().begin());
        }
        inputs.push_back(std::move(tensor));
    }
    return inputs;
}

/// The float outputs of the model, one vector each; a failure fails the test and gives nothing.
inline std::vector<std::vector<float>> outputsOf(
    const std::string& bytes, std::int64_t batch = 2, unsigned seed = 1,
    runtime::OptimizationLevel optimization = runtime::OptimizationLevel::All) {
    runtime::SessionOptions options;
    options.optimization = optimization;
    auto session = runtime::Session::create(std::string_view(bytes), options);
    if (!session) {
        ADD_FAILURE() << base::Words::of("en").text(session.error());
        return {};
    }
    const auto results = session->run(randomInputs(*session, batch, seed));
    if (!results) {
        ADD_FAILURE() << base::Words::of("en").text(results.error());
        return {};
    }
    std::vector<std::vector<float>> outputs;
    for (const auto& tensor : *results) {
        const auto values = tensor.as<float>();
        outputs.emplace_back(values.begin(), values.end());
    }
    return outputs;
}
inline std::vector<std::vector<float>> outputsOf(
    const onnx::ModelProto& model, std::int64_t batch = 2, unsigned seed = 1,
    runtime::OptimizationLevel optimization = runtime::OptimizationLevel::All) {
    return outputsOf(model.SerializeAsString(), batch, seed, optimization);
}

/// max|a − b| / max|a| over all outputs; infinite where their sizes differ.
inline double largestRelativeError(const std::vector<std::vector<float>>& a,
                                   const std::vector<std::vector<float>>& b) {
    if (a.size() != b.size() || a.empty()) return INFINITY;
    double error = 0, largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].size() != b[i].size()) return INFINITY;
        for (std::size_t j = 0; j < a[i].size(); ++j) {
            error = std::max(error, std::abs(static_cast<double>(a[i][j]) - b[i][j]));
            largest = std::max(largest, std::abs(static_cast<double>(a[i][j])));
        }
    }
    return error / largest;
}

}  // namespace pwb::tests
