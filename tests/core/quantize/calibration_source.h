// SPDX-License-Identifier: GPL-3.0-or-later
// A calibration source of given values, for tests.
#pragma once

#include <memory>
#include <vector>

#include "core/quantize/build.h"

namespace pwb::tests {

/// Samples of `shape`, whose values are `values` one after the other; `batch` at a time, the last batch
/// padded with its last sample to `batch` rows where `fixed`.
inline quantize::CalibrationSource sourceOf(std::vector<float> values, std::vector<std::int64_t> shape,
                                            int batch, bool fixed = false) {
    std::int64_t size = 1;
    for (const std::int64_t dim : shape) size *= dim;
    const std::size_t samples = values.size() / static_cast<std::size_t>(size);
    quantize::CalibrationSource source;
    source.samples = samples;
    source.batch = batch;
    source.open = [=]() -> quantize::CalibrationSource::Next {
        const auto taken = std::make_shared<std::size_t>(0);
        return [=]() -> base::Result<std::optional<quantize::CalibrationBatch>> {
            if (*taken >= samples) return std::nullopt;
            const std::size_t n = std::min<std::size_t>(static_cast<std::size_t>(batch), samples - *taken);
            const std::size_t rows = fixed ? static_cast<std::size_t>(batch) : n;
            std::vector<std::int64_t> all = {static_cast<std::int64_t>(rows)};
            all.insert(all.end(), shape.begin(), shape.end());
            quantize::CalibrationBatch made;
            made.samples = static_cast<int>(n);
            made.inputs.push_back(base::Tensor::make(base::ElementType::Float, all));
            const auto out = made.inputs[0].as<float>();
            for (std::size_t row = 0; row < rows; ++row)
                for (std::size_t i = 0; i < static_cast<std::size_t>(size); ++i)
                    out[row * static_cast<std::size_t>(size) + i] =
                        values[(*taken + std::min(row, n - 1)) * static_cast<std::size_t>(size) + i];
            *taken += n;
            return made;
        };
    };
    return source;
}

}  // namespace pwb::tests
