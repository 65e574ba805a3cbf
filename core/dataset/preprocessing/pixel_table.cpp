// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -ffp-contract=off (CMakeLists.txt): a fused multiply-add would round once less than NumPy.
#include "core/dataset/preprocessing/pixel_table.h"

#include <cmath>
#include <optional>

namespace pwb::dataset {

namespace {

/// 1/255 and its like mean a division, which rounds otherwise than the product; `parts`: 2 for 1/127.5 too.
std::optional<double> divisorOf(double scale, double parts = 1) {
    const double divisor = std::nearbyint(parts / scale) / parts;
    return 1.0 / divisor == scale ? std::optional(divisor) : std::nullopt;
}

float inDouble(double pixel, double scale, double mean, double std) {
    const auto divisor = divisorOf(scale);
    return static_cast<float>(((divisor ? pixel / *divisor : pixel * scale) - mean) / std);
}

float inSingle(float pixel, double scale, double mean, double std) {
    const auto divisor = divisorOf(scale, 2);
    const float scaled = divisor ? pixel / static_cast<float>(*divisor) : pixel * static_cast<float>(scale);
    return (scaled - static_cast<float>(mean)) / static_cast<float>(std);
}

float fused(float pixel, double scale, double mean, double std) {
    const auto inverse = static_cast<float>(1.0 / scale);
    return (pixel - static_cast<float>(mean) * inverse) / (static_cast<float>(std) * inverse);
}

float valueOf(std::size_t pixel, const Preprocess& how, std::size_t channel) {
    const double mean = how.mean[channel], std = how.std[channel];
    switch (how.arithmetic) {
        case Arithmetic::Single:
            return inSingle(static_cast<float>(pixel), how.scale, mean, std);
        case Arithmetic::Fused:
            return fused(static_cast<float>(pixel), how.scale, mean, std);
        case Arithmetic::Double:
            break;
    }
    return inDouble(static_cast<double>(pixel), how.scale, mean, std);
}

}  // namespace

PixelTable::PixelTable(const Preprocess& preprocess) {
    for (std::size_t channel = 0; channel < m_values.size(); ++channel)
        for (std::size_t pixel = 0; pixel < 256; ++pixel)
            m_values[channel][pixel] = valueOf(pixel, preprocess, channel);
}

}  // namespace pwb::dataset
