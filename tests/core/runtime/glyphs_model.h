// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "tests/support/places.h"

namespace pwb::tests {

inline std::filesystem::path glyphsModel() {
    return samples() / "glyphs/mobilenetv2.onnx";
}

/// [n, 3, 64, 64], normally distributed, the same at every call.
inline base::Tensor randomImages(std::int64_t n) {
    base::Tensor tensor = base::Tensor::make(base::ElementType::Float, {n, 3, 64, 64});
    std::mt19937 generator(7);
    std::normal_distribution<float> normal;
    for (float& value : tensor.as<float>()) value = normal(generator);
    return tensor;
}

/// Empty where the error has no such argument.
inline std::string argument(const base::Error& error, std::string_view name) {
    for (const auto& [key, value] : error.message.args)
        if (key == name) return value;
    return "";
}

}  // namespace pwb::tests
