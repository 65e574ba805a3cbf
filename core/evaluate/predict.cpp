// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/evaluate/classification.h"

namespace pwb::evaluate {

bool looksLikeProbabilities(std::span<const float> rows, std::size_t classes) {
    // Wide enough for a softmax computed in FP16 or rounded to INT8; logits never come this close by chance.
    constexpr double kTolerance = 0.01;
    if (classes == 0 || rows.size() < classes) return false;
    for (std::size_t begin = 0; begin + classes <= rows.size(); begin += classes) {
        double sum = 0;
        for (const float value : rows.subspan(begin, classes)) {
            if (!(value >= -kTolerance && value <= 1 + kTolerance)) return false;
            sum += value;
        }
        if (std::abs(sum - 1) > kTolerance) return false;
    }
    return true;
}

Prediction predict(std::span<const float> row, bool probabilities) {
    std::array<std::int32_t, 5> best = {-1, -1, -1, -1, -1};
    std::size_t kept = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (std::isnan(row[i])) {
            Prediction broken;
            broken.classes[0] = static_cast<std::int32_t>(i);
            broken.classes[1] = Prediction::kNan;
            return broken;
        }
        if (kept == best.size() && row[i] <= row[static_cast<std::size_t>(best.back())]) continue;
        std::size_t place = std::min(kept, best.size() - 1);
        for (; place > 0 && row[i] > row[static_cast<std::size_t>(best[place - 1])]; --place)
            best[place] = best[place - 1];
        best[place] = static_cast<std::int32_t>(i);
        kept = std::min(kept + 1, best.size());
    }
    if (kept == 0) return {};

    const double top = row[static_cast<std::size_t>(best[0])];
    // The equality keeps an infinite logit, as an overflow in FP16 gives, from becoming ∞ − ∞.
    const auto weight = [top](double value) { return value == top ? 1.0 : std::exp(value - top); };
    double sum = 0;
    if (!probabilities)
        for (const float value : row) sum += weight(value);

    Prediction prediction;
    prediction.classes = best;
    for (std::size_t k = 0; k < kept; ++k) {
        const float value = row[static_cast<std::size_t>(best[k])];
        prediction.confidences[k] =
            probabilities ? std::clamp(value, 0.0F, 1.0F) : static_cast<float>(weight(value) / sum);
    }
    return prediction;
}

}  // namespace pwb::evaluate
