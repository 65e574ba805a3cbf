// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantize/calibrate/histogram.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// The real values that the 256 codes of a tensor span.
struct Range {
    float lo = 0, hi = 0;
};

/// What calibration knows of one tensor.
struct TensorStatistics {
    Histogram histogram;
    float movingLo = 0, movingHi = 0;  ///< moving average of each batch's extremes, c = 0.01
    std::int64_t batches = 0;
};

/// The range an estimator gives. `calibrator` is not Auto. Always includes 0.
/// Percentile: two-sided cut of the distribution, `percentile` % of the values stay inside.
/// Entropy: KL divergence between |x| and its 128-level form (S. Migacz, "8-bit inference with TensorRT",
/// GTC 2017), the threshold applied to whichever sides the data has.
/// Mse: the clip points with the least expected squared rounding and clipping error.
[[nodiscard]] Range estimateRange(const TensorStatistics& statistics, Calibrator calibrator,
                                  double percentile);

/// Scale and zero point of unsigned 8-bit codes; scale > 0 always.
struct QuantParams {
    float scale = 1;
    std::uint8_t zeroPoint = 0;
    bool isSigned = false;  ///< codes from −128 to 127 and zero point 0 instead
};
/// real = (code − zeroPoint)·scale. The range is widened to include 0, which is then represented exactly.
[[nodiscard]] QuantParams paramsFor(Range range);

/// Symmetric: zero point 0; signed codes with scale = max|x| / 127 where the range goes below 0, else
/// unsigned ones with scale = max / 255, unless `alwaysSigned`.
[[nodiscard]] QuantParams symmetricParamsFor(Range range, bool alwaysSigned);

/// round-half-to-even(x / scale) + zeroPoint, saturated to 0…255, as ONNX's QuantizeLinear.
[[nodiscard]] std::uint8_t quantizeValue(float x, QuantParams params);
[[nodiscard]] inline float dequantizeValue(std::uint8_t code, QuantParams params) {
    return static_cast<float>(static_cast<int>(code) - static_cast<int>(params.zeroPoint)) * params.scale;
}

}  // namespace pwb::quantize
