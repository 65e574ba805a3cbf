// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -ffp-contract=off (CMakeLists.txt): where PyTorch's compiler fused a product with a sum, this
// says so.
#include "core/dataset/preprocessing/tensor_resize.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "core/dataset/preprocessing/resample_passes.h"
#include "core/dataset/preprocessing/resample_taps.h"

namespace pwb::dataset {
namespace {

std::size_t area(TensorSides sides) {
    return static_cast<std::size_t>(sides.height) * static_cast<std::size_t>(sides.width);
}

template <typename T>
T linearWeight(T x) {
    const T distance = std::abs(x);
    // PyTorch subtracts in double here, whatever the type.
    return distance < 1 ? static_cast<T>(1.0 - double{distance}) : T{0};
}

template <typename T>
T cubicWeight(T x, T a) {
    const T distance = std::abs(x);
    if (distance < 1) return std::fma(std::fma(a + 2, distance, -(a + 3)) * distance, distance, T{1});
    if (distance < 2)
        return std::fma(std::fma(std::fma(a, distance, -5 * a), distance, 8 * a), distance, -4 * a);
    return T{0};
}

int reach(TensorFilter filter) {
    return filter == TensorFilter::Bilinear ? 2 : 4;
}

/// For each target position the first source position and the weights from there on.
template <typename T>
struct Windows {
    std::vector<ResampleTaps::Window> windows;
    std::vector<T> weights;  ///< [target][longest]
    std::size_t longest;
    T largest = 0;  ///< weight, also of those that later ones made smaller

    Windows(int targetSize, int longestWindow)
        : weights(static_cast<std::size_t>(targetSize) * static_cast<std::size_t>(longestWindow)),
          longest(static_cast<std::size_t>(longestWindow)) {
        windows.reserve(static_cast<std::size_t>(targetSize));
    }
    [[nodiscard]] T* of(std::size_t target) { return weights.data() + target * longest; }
    [[nodiscard]] const T* of(std::size_t target) const { return weights.data() + target * longest; }
};

/// Windows as wide as what a target covers. Positions are rounded to T where PyTorch keeps them in it, and
/// everything between is double.
template <typename T>
Windows<T> averagingWindows(int sourceSize, int targetSize, TensorFilter filter) {
    const T scale = static_cast<T>(sourceSize) / static_cast<T>(targetSize);
    const T stretch = std::max(scale, T{1});
    const T support = static_cast<T>(reach(filter) * 0.5 * double{stretch});
    const T inverse = static_cast<T>(1.0 / double{stretch});
    const int longest = static_cast<int>(std::ceil(support)) * 2 + 1;
    const auto position = [](T edge) { return static_cast<int>(std::floor(double{edge} + 0.5)); };
    Windows<T> result(targetSize, longest);
    for (int target = 0; target < targetSize; ++target) {
        const T center = static_cast<T>(double{scale} * (target + 0.5));
        const int first = std::max(position(center - support), 0);
        const int last = std::min(position(center + support), sourceSize);
        const int count = std::clamp(last - first, 0, longest);
        T* weights = result.of(static_cast<std::size_t>(target));
        T sum = 0;
        for (int tap = 0; tap < count; ++tap) {
            const double distance = double{static_cast<T>(first + tap) - center} + 0.5;
            const T x = static_cast<T>(distance * double{inverse});
            weights[tap] = filter == TensorFilter::Bilinear ? linearWeight(x) : cubicWeight(x, T{-0.5});
            sum += weights[tap];
        }
        for (int tap = 0; tap < count && sum != 0; ++tap) {
            weights[tap] /= sum;
            result.largest = std::max(result.largest, weights[tap]);
        }
        result.windows.push_back({first, count});
    }
    return result;
}

/// A target's neighbours in the source: position `index` and the fraction of the way to the next one.
template <typename T>
struct Between {
    int index;
    T fraction;
};

template <typename T>
Between<T> between(T position, int sourceSize) {
    // In single precision, whatever T is.
    const int index = std::min(static_cast<int>(std::floor(static_cast<float>(position))), sourceSize - 1);
    return {index, std::clamp(position - static_cast<T>(index), T{0}, T{1})};
}

/// Windows of two or four weights, for bytes. What would lie outside counts for the outermost position.
Windows<double> interpolatingWindows(int sourceSize, int targetSize, TensorFilter filter) {
    const double scale = static_cast<double>(sourceSize) / targetSize;
    const int taps = reach(filter);
    const int half = taps / 2;
    Windows<double> result(targetSize, taps);
    for (int target = 0; target < targetSize; ++target) {
        double position = std::fma(scale, target + 0.5, -0.5);
        if (filter == TensorFilter::Bilinear) position = std::max(position, 0.0);
        const auto [index, fraction] = between(position, sourceSize);
        const int begin = index - half + 1;
        const int first = std::max(begin, 0);
        const int count = std::min(begin + taps, sourceSize) - first;
        double* weights = result.of(static_cast<std::size_t>(target));
        for (int tap = 0; tap < taps; ++tap) {
            const double x = (tap + 1 - half) - fraction;
            double& weight = weights[std::clamp(begin + tap, 0, sourceSize - 1) - first];
            weight += filter == TensorFilter::Bilinear ? linearWeight(x) : cubicWeight(x, -0.75);
            result.largest = std::max(result.largest, weight);
        }
        result.windows.push_back({first, count});
    }
    return result;
}

/// As many bits as keep the largest weight within 16 with its sign, and at most 22.
int bitsFor(double largest) {
    int bits = 1;
    while (bits < 22 && 0.5 + largest * (1 << (bits + 1)) < (1 << 15)) ++bits;
    return bits;
}

ResampleTaps inWholeNumbers(Windows<double> from) {
    ResampleTaps taps;
    taps.windows = std::move(from.windows);
    taps.longest = from.longest;
    taps.weightBits = bitsFor(from.largest);
    taps.weights.reserve(from.weights.size());
    for (const double weight : from.weights) {
        const double scaled = weight * (1 << taps.weightBits);
        taps.weights.push_back(static_cast<std::int32_t>(scaled < 0.0 ? scaled - 0.5 : scaled + 0.5));
    }
    return taps;
}

ResampleTaps byteTaps(int sourceSize, int targetSize, const TensorResizing& resizing) {
    return inWholeNumbers(resizing.antialias
                              ? averagingWindows<double>(sourceSize, targetSize, resizing.filter)
                              : interpolatingWindows(sourceSize, targetSize, resizing.filter));
}

/// Taps whose product and sum are rounded each: PyTorch's compiler multiplies what follows the first tap in
/// fours and adds these one by one; the rest of less than four is fused.
int roundedTaps(int count) {
    return count > 0 ? 1 + (count - 1) / 4 * 4 : 0;
}

// Inlined into a function for processors with fused multiply-adds and one for others, where std::fma is slow
// but gives the same.
[[gnu::always_inline]] inline void averageAcrossRows(const float* source, std::size_t rows,
                                                     std::size_t sourceWidth, const Windows<float>& taps,
                                                     float* target) {
    for (std::size_t row = 0; row < rows; ++row, source += sourceWidth) {
        for (std::size_t x = 0; x < taps.windows.size(); ++x) {
            const auto window = taps.windows[x];
            const float* values = source + window.first;
            const float* weights = taps.of(x);
            const int rounded = roundedTaps(window.count);
            float sum = 0;
            for (int tap = 0; tap < rounded; ++tap) sum += values[tap] * weights[tap];
            for (int tap = rounded; tap < window.count; ++tap) sum = std::fma(values[tap], weights[tap], sum);
            *target++ = sum;
        }
    }
}

[[gnu::always_inline]] inline void averageDownColumns(const float* source, std::size_t width,
                                                      const Windows<float>& taps, float* target) {
    for (std::size_t y = 0; y < taps.windows.size(); ++y, target += width) {
        const auto window = taps.windows[y];
        const float* row = source + static_cast<std::size_t>(window.first) * width;
        const float* weights = taps.of(y);
        const int rounded = roundedTaps(window.count);
        std::fill_n(target, width, 0.0F);
        for (int tap = 0; tap < window.count; ++tap, row += width) {
            if (tap < rounded)
                for (std::size_t x = 0; x < width; ++x) target[x] += row[x] * weights[tap];
            else
                for (std::size_t x = 0; x < width; ++x) target[x] = std::fma(row[x], weights[tap], target[x]);
        }
    }
}

/// Two or four neighbours of each target position and their weights.
struct Neighbours {
    std::array<int, 4> at;
    std::array<float, 4> weight;
};

/// A scale of 1 needs no case of its own: fractions are 0 then. `fused` tells how PyTorch multiplied with the
/// scale.
std::vector<Neighbours> linearNeighbours(int sourceSize, int targetSize, bool fused) {
    const float scale = static_cast<float>(sourceSize) / static_cast<float>(targetSize);
    std::vector<Neighbours> result;
    result.reserve(static_cast<std::size_t>(targetSize));
    for (int target = 0; target < targetSize; ++target) {
        const float middle = static_cast<float>(target) + 0.5F;
        const float position = fused ? std::fma(scale, middle, -0.5F) : scale * middle - 0.5F;
        const auto [index, fraction] = between(std::max(position, 0.0F), sourceSize);
        result.push_back({{index, std::min(index + 1, sourceSize - 1)}, {1.0F - fraction, fraction}});
    }
    return result;
}

/// Weights with a = −0.75. Their last sums were not fused, unlike cubicWeight()'s.
float nearCubicWeight(float x) {
    return std::fma(1.25F, x, -2.25F) * x * x + 1.0F;
}

float farCubicWeight(float x) {
    return std::fma(std::fma(-0.75F, x, 3.75F), x, -6.0F) * x + 3.0F;
}

std::vector<Neighbours> cubicNeighbours(int sourceSize, int targetSize) {
    const float scale = static_cast<float>(sourceSize) / static_cast<float>(targetSize);
    std::vector<Neighbours> result;
    result.reserve(static_cast<std::size_t>(targetSize));
    for (int target = 0; target < targetSize; ++target) {
        const float position = std::fma(scale, static_cast<float>(target) + 0.5F, -0.5F);
        const auto [index, fraction] = between(position, sourceSize);
        const float rest = 1.0F - fraction;
        Neighbours neighbours{{},
                              {farCubicWeight(fraction + 1.0F), nearCubicWeight(fraction),
                               nearCubicWeight(rest), farCubicWeight(rest + 1.0F)}};
        for (int i = 0; i < 4; ++i)
            neighbours.at[static_cast<std::size_t>(i)] = std::clamp(index + i - 1, 0, sourceSize - 1);
        result.push_back(neighbours);
    }
    return result;
}

using Axis = std::vector<Neighbours>;

[[gnu::always_inline]] inline float weighTwo(const float* row, const Neighbours& x) {
    return std::fma(row[x.at[0]], x.weight[0], row[x.at[1]] * x.weight[1]);
}

[[gnu::always_inline]] inline float weighFour(const std::array<float, 4>& values,
                                              const std::array<float, 4>& weights) {
    const float two = std::fma(values[0], weights[0], values[1] * weights[1]);
    return std::fma(values[3], weights[3], std::fma(values[2], weights[2], two));
}

/// Across in two rows, then between them.
[[gnu::always_inline]] inline void linearNested(const float* source, std::ptrdiff_t width, const Axis& down,
                                                const Axis& across, float* target) {
    for (const Neighbours& y : down) {
        const float* upper = source + y.at[0] * width;
        const float* lower = source + y.at[1] * width;
        for (const Neighbours& x : across)
            *target++ = std::fma(weighTwo(upper, x), y.weight[0], weighTwo(lower, x) * y.weight[1]);
    }
}

/// All four at once.
[[gnu::always_inline]] inline void linearAtOnce(const float* source, std::ptrdiff_t width, const Axis& down,
                                                const Axis& across, float* target) {
    for (const Neighbours& y : down) {
        const float* upper = source + y.at[0] * width;
        const float* lower = source + y.at[1] * width;
        for (const Neighbours& x : across) {
            const std::array<float, 4> values{upper[x.at[0]], upper[x.at[1]], lower[x.at[0]], lower[x.at[1]]};
            *target++ = weighFour(values, {y.weight[0] * x.weight[0], y.weight[0] * x.weight[1],
                                           y.weight[1] * x.weight[0], y.weight[1] * x.weight[1]});
        }
    }
}

[[gnu::always_inline]] inline void cubicNested(const float* source, std::ptrdiff_t width, const Axis& down,
                                               const Axis& across, float* target) {
    for (const Neighbours& y : down) {
        for (const Neighbours& x : across) {
            std::array<float, 4> rows;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const float* row = source + y.at[i] * width;
                rows[i] = weighFour({row[x.at[0]], row[x.at[1]], row[x.at[2]], row[x.at[3]]}, x.weight);
            }
            *target++ = weighFour(rows, y.weight);
        }
    }
}

using Interpolate = void (*)(const float*, std::ptrdiff_t, const Axis&, const Axis&, float*);

/// The loops for one kind of processor.
struct Loops {
    void (*across)(const float*, std::size_t, std::size_t, const Windows<float>&, float*);
    void (*down)(const float*, std::size_t, const Windows<float>&, float*);
    Interpolate linear, linearAtOnce, cubic;
};

#if defined(__x86_64__)
#define PWB_FUSED __attribute__((target("avx2,fma")))
constexpr Loops kFusedLoops{
    [](const float* source, std::size_t rows, std::size_t width, const Windows<float>& taps, float* target)
        PWB_FUSED { averageAcrossRows(source, rows, width, taps, target); },
    [](const float* source, std::size_t width, const Windows<float>& taps, float* target)
        PWB_FUSED { averageDownColumns(source, width, taps, target); },
    [](const float* source, std::ptrdiff_t width, const Axis& down, const Axis& across, float* target)
        PWB_FUSED { linearNested(source, width, down, across, target); },
    [](const float* source, std::ptrdiff_t width, const Axis& down, const Axis& across, float* target)
        PWB_FUSED { linearAtOnce(source, width, down, across, target); },
    [](const float* source, std::ptrdiff_t width, const Axis& down, const Axis& across, float* target)
        PWB_FUSED { cubicNested(source, width, down, across, target); }};
#undef PWB_FUSED
#endif
constexpr Loops kPlainLoops{averageAcrossRows, averageDownColumns, linearNested, linearAtOnce, cubicNested};

const Loops& loopsFor(bool portable) {
#if defined(__x86_64__)
    static const bool fused = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (fused && !portable) return kFusedLoops;
#endif
    return kPlainLoops;
}

void average(const float* source, int planes, TensorSides from, const TensorResizing& resizing, float* target,
             TensorSides to) {
    const Loops& loops = loopsFor(resizing.portable);
    const TensorSides middle{from.height, to.width};
    const auto rows = static_cast<std::size_t>(planes) * static_cast<std::size_t>(from.height);
    const auto width = static_cast<std::size_t>(to.width);
    std::unique_ptr<float[]> buffer;
    if (from.width != to.width) {
        float* across = target;
        if (from.height != to.height) {
            buffer = std::make_unique_for_overwrite<float[]>(rows * width);
            across = buffer.get();
        }
        loops.across(source, rows, static_cast<std::size_t>(from.width),
                     averagingWindows<float>(from.width, to.width, resizing.filter), across);
        source = across;
    }
    if (from.height == to.height) {
        if (from.width == to.width) std::copy_n(source, rows * width, target);
        return;
    }
    const auto down = averagingWindows<float>(from.height, to.height, resizing.filter);
    for (int plane = 0; plane < planes; ++plane, source += area(middle), target += area(to))
        loops.down(source, width, down, target);
}

void interpolate(const float* source, int planes, TensorSides from, const TensorResizing& resizing,
                 float* target, TensorSides to) {
    const Loops& loops = loopsFor(resizing.portable);
    const bool linear = resizing.filter == TensorFilter::Bilinear;
    const bool atOnce = linear && (to.height + to.width <= 128 || (resizing.oneThread && planes == 3));
    const auto axis = [&](int sourceSize, int targetSize) {
        return linear ? linearNeighbours(sourceSize, targetSize, atOnce)
                      : cubicNeighbours(sourceSize, targetSize);
    };
    const Axis down = axis(from.height, to.height);
    const Axis across = axis(from.width, to.width);
    const Interpolate loop = atOnce ? loops.linearAtOnce : linear ? loops.linear : loops.cubic;
    for (int plane = 0; plane < planes; ++plane, source += area(from), target += area(to))
        loop(source, from.width, down, across, target);
}

}  // namespace

void tensorResize(const float* source, int planes, TensorSides from, const TensorResizing& resizing,
                  float* target, TensorSides to) {
    assert(planes > 0 && from.height > 0 && from.width > 0 && to.height > 0 && to.width > 0);
    if (resizing.antialias)
        average(source, planes, from, resizing, target, to);
    else
        interpolate(source, planes, from, resizing, target, to);
}

void tensorResize(const std::uint8_t* source, int planes, TensorSides from, const TensorResizing& resizing,
                  std::uint8_t* target, TensorSides to) {
    assert(planes > 0 && from.height > 0 && from.width > 0 && to.height > 0 && to.width > 0);
    const auto planeCount = static_cast<std::size_t>(planes);
    std::unique_ptr<std::uint8_t[]> buffer;
    if (from.width != to.width) {
        std::uint8_t* across = target;
        if (from.height != to.height) {
            buffer =
                std::make_unique_for_overwrite<std::uint8_t[]>(planeCount * area({from.height, to.width}));
            across = buffer.get();
        }
        // The planes' rows follow one another, so they are one tall picture.
        resampleAcross({source, from.width, planes * from.height, 1, from.width},
                       byteTaps(from.width, to.width, resizing), resizing.portable, across);
        source = across;
    }
    if (from.height == to.height) {
        if (from.width == to.width) std::copy_n(source, planeCount * area(to), target);
        return;
    }
    const ResampleTaps down = byteTaps(from.height, to.height, resizing);
    for (int plane = 0; plane < planes; ++plane) {
        resampleDown({source, to.width, from.height, 1, to.width}, 0, down, resizing.portable, target);
        source += area({from.height, to.width});
        target += area(to);
    }
}

}  // namespace pwb::dataset
