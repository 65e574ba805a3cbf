// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "tests/core/support/run_model.h"

namespace pwb::tests {

/// max|x| of every float tensor on the inputs that outputsOf() makes.
inline std::map<std::string, double> magnitudes(const onnx::ModelProto& proto) {
    onnx::ModelProto exposed = proto;
    std::vector<std::string> names;
    exposed.mutable_graph()->clear_output();
    for (const auto& node : proto.graph().node())
        for (const auto& output : node.output()) {
            names.push_back(output);
            exposed.mutable_graph()->add_output()->set_name(output);
        }
    const auto values = outputsOf(exposed);
    std::map<std::string, double> largest = {{proto.graph().input(0).name(), 2.0}};
    for (std::size_t i = 0; i < values.size(); ++i)
        for (const float x : values[i])
            largest[names[i]] = std::max(largest[names[i]], std::abs(static_cast<double>(x)));
    return largest;
}

/// Largest difference; infinite where the shapes differ or a value is not finite.
inline double difference(const std::vector<float>& a, const std::vector<float>& b) {
    if (a.size() != b.size() || a.empty()) return INFINITY;
    double worst = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!std::isfinite(b[i])) return INFINITY;
        worst = std::max(worst, std::abs(static_cast<double>(a[i]) - b[i]));
    }
    return worst;
}

}  // namespace pwb::tests
