// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "core/evaluate/detection.h"

namespace pwb::tests {

using Shape = std::vector<std::int64_t>;

inline model::ValueInfo value(const std::string& name, const Shape& shape,
                              base::ElementType type = base::ElementType::Float) {
    return {name, type, shape, std::vector<std::string>(shape.size())};
}

/// A model for pictures of this size with these outputs.
inline model::ModelInfo detectorInfo(int width, int height, std::vector<model::ValueInfo> outputs) {
    model::ModelInfo info;
    info.path = "detector.onnx";
    info.inputs = {value("images", {1, 3, height, width})};
    info.outputs = std::move(outputs);
    return info;
}

inline base::Tensor tensor(const Shape& shape, const std::vector<float>& values) {
    base::Tensor out = base::Tensor::make(base::ElementType::Float, shape);
    EXPECT_EQ(out.as<float>().size(), values.size());
    std::copy(values.begin(), values.end(), out.as<float>().begin());
    return out;
}

inline base::Tensor integers(const Shape& shape, const std::vector<std::int64_t>& values) {
    base::Tensor out = base::Tensor::make(base::ElementType::Int64, shape);
    EXPECT_EQ(out.as<std::int64_t>().size(), values.size());
    std::copy(values.begin(), values.end(), out.as<std::int64_t>().begin());
    return out;
}

/// An image as large as the model's input.
inline dataset::Placement whole(int width, int height) {
    return {width, height, 1, 1, 0, 0};
}

inline void expectBox(const evaluate::Detection& detection, float x, float y, float width, float height,
                      float confidence, int label) {
    EXPECT_NEAR(detection.x, x, 1e-4);
    EXPECT_NEAR(detection.y, y, 1e-4);
    EXPECT_NEAR(detection.width, width, 1e-4);
    EXPECT_NEAR(detection.height, height, 1e-4);
    EXPECT_NEAR(detection.confidence, confidence, 1e-6);
    EXPECT_EQ(detection.label, label);
}

inline constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// The code of what decode() refuses; empty where it decodes. `rows` pictures, all placed alike.
inline std::string failure(const evaluate::Decoder& decoder, const std::vector<base::Tensor>& outputs,
                           std::size_t rows, const dataset::Placement& placement) {
    const auto found = decoder.decode(outputs, std::vector<dataset::Placement>(rows, placement));
    return found ? "" : found.error().message.code;
}

}  // namespace pwb::tests
