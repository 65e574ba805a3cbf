// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <random>

#include "core/quantize/build.h"
#include "tests/core/support/onnx_builder.h"

namespace pwb::tests {

/// Random images, the same for every pass.
inline quantize::CalibrationSource randomSource(const Dims& sampleShape, std::size_t samples, int batch = 4) {
    quantize::CalibrationSource source;
    source.samples = samples;
    source.open = [=]() -> quantize::CalibrationSource::Next {
        auto taken = std::make_shared<std::size_t>(0);
        auto generator = std::make_shared<std::mt19937>(3);
        return [=]() -> base::Result<std::optional<quantize::CalibrationBatch>> {
            if (*taken >= samples) return std::nullopt;
            const auto n = static_cast<std::int64_t>(std::min<std::size_t>(batch, samples - *taken));
            *taken += static_cast<std::size_t>(n);
            Dims shape = {n};
            shape.insert(shape.end(), sampleShape.begin(), sampleShape.end());
            quantize::CalibrationBatch drawn;
            drawn.samples = static_cast<int>(n);
            drawn.inputs.push_back(base::Tensor::make(base::ElementType::Float, shape));
            std::normal_distribution<float> normal;
            for (float& x : drawn.inputs[0].as<float>()) x = normal(*generator);
            return drawn;
        };
    };
    return source;
}

}  // namespace pwb::tests
