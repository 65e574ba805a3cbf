// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -ffp-contract=off (CMakeLists.txt): a fused multiply-add would round once less than Pillow does
// on x86.
#include "core/dataset/preprocessing/resample_taps.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pwb::dataset {
namespace {

double boxWeight(double x) {
    return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
}

double bilinearWeight(double x) {
    const double distance = std::fabs(x);
    return distance < 1.0 ? 1.0 - distance : 0.0;
}

double hammingWeight(double x) {
    const double distance = std::fabs(x);
    if (distance == 0.0) return 1.0;
    if (distance >= 1.0) return 0.0;
    // Pillow's constants are single precision, the arithmetic is double.
    const double angle = distance * std::numbers::pi;
    return std::sin(angle) / angle * (double{0.54F} + double{0.46F} * std::cos(angle));
}

double bicubicWeight(double x) {
    constexpr double a = -0.5;
    const double distance = std::fabs(x);
    if (distance < 1.0) return ((a + 2.0) * distance - (a + 3.0)) * distance * distance + 1.0;
    if (distance < 2.0) return (((distance - 5.0) * distance + 8.0) * distance - 4.0) * a;
    return 0.0;
}

double sinc(double x) {
    if (x == 0.0) return 1.0;
    const double angle = x * std::numbers::pi;
    return std::sin(angle) / angle;
}

double lanczosWeight(double x) {
    return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3.0) : 0.0;
}

struct Kernel {
    double (*weight)(double);
    double support;  ///< beyond this distance the weight is 0
};

Kernel kernelOf(ResampleFilter filter) {
    switch (filter) {
        case ResampleFilter::Bilinear:
            return {bilinearWeight, 1.0};
        case ResampleFilter::Hamming:
            return {hammingWeight, 1.0};
        case ResampleFilter::Bicubic:
            return {bicubicWeight, 2.0};
        case ResampleFilter::Lanczos:
            return {lanczosWeight, 3.0};
        case ResampleFilter::Nearest:
        case ResampleFilter::Box:
            break;
    }
    return {boxWeight, 0.5};
}

/// To the nearest whole number, halves away from zero, by truncating as Pillow does.
std::int32_t toFixedPoint(double weight) {
    const double scaled = weight * (1 << kPillowWeightBits);
    return static_cast<std::int32_t>(weight < 0.0 ? scaled - 0.5 : scaled + 0.5);
}

int toPosition(double edge) {
    return static_cast<int>(std::floor(edge + 0.5));
}

/// Appends the weights of one window, and leaves out zeros at either end: they would be multiplied for
/// nothing.
ResampleTaps::Window appendWindow(int first, const std::vector<double>& weights, double sum,
                                  std::vector<std::int32_t>& out) {
    const std::size_t begin = out.size();
    for (const double weight : weights) out.push_back(toFixedPoint(sum != 0.0 ? weight / sum : weight));
    while (out.size() > begin && out.back() == 0) out.pop_back();
    const auto start = out.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto used = std::find_if(start, out.end(), [](std::int32_t weight) { return weight != 0; });
    const auto skipped = static_cast<int>(used - start);
    out.erase(start, used);
    return {first + skipped, static_cast<int>(out.size() - begin)};
}

/// Spreads the windows' weights to one length, so that those of a target are found by its number.
void layOut(const std::vector<std::int32_t>& packed, ResampleTaps& taps) {
    for (const auto& window : taps.windows)
        taps.longest = std::max(taps.longest, static_cast<std::size_t>(window.count));
    taps.weights.assign(taps.windows.size() * taps.longest, 0);
    auto from = packed.begin();
    auto to = taps.weights.begin();
    for (const auto& window : taps.windows) {
        std::copy_n(from, window.count, to);
        from += window.count;
        to += static_cast<std::ptrdiff_t>(taps.longest);
    }
}

}  // namespace

ResampleTaps resampleTaps(int sourceSize, float begin, float end, int targetSize, ResampleFilter filter) {
    const Kernel kernel = kernelOf(filter);
    // The box's length is a single-precision difference in Pillow; everything after it is double.
    const double scale = double{end - begin} / targetSize;
    const double stretch = std::max(scale, 1.0);  // a kernel gets wider when shrinking, never narrower
    const double support = kernel.support * stretch;
    const double inverse = 1.0 / stretch;

    ResampleTaps taps;
    taps.windows.reserve(static_cast<std::size_t>(targetSize));
    std::vector<std::int32_t> packed;
    std::vector<double> weights;
    for (int target = 0; target < targetSize; ++target) {
        const double center = double{begin} + (target + 0.5) * scale;
        const int first = std::max(toPosition(center - support), 0);
        const int last = std::min(toPosition(center + support), sourceSize);
        weights.clear();
        double sum = 0.0;
        for (int source = 0; source < last - first; ++source) {
            weights.push_back(kernel.weight((source + first - center + 0.5) * inverse));
            sum += weights.back();
        }
        taps.windows.push_back(appendWindow(first, weights, sum, packed));
    }
    layOut(packed, taps);
    return taps;
}

}  // namespace pwb::dataset
