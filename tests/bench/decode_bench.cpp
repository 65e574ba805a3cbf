// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding and suppressing one image of a detector with 80 classes at 640 × 640, confidence .001.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

#include "core/evaluate/detection.h"

using namespace pwb;
using evaluate::DetectorKind;

namespace {

constexpr std::size_t kClasses = 80;

model::ModelInfo info(const std::vector<std::int64_t>& output) {
    model::ModelInfo model;
    model.inputs = {{"images", base::ElementType::Float, {1, 3, 640, 640}, std::vector<std::string>(4)}};
    model.outputs = {{"output0", base::ElementType::Float, output, std::vector<std::string>(3)}};
    return model;
}

/// Boxes of 8 to 120 pixels around forty centres. A share of the scores lies above the confidence, falling as
/// a detector's do; the others below it.
base::Tensor output(DetectorKind kind, double share) {
    const bool five = kind == DetectorKind::YoloV5;
    const std::size_t anchors = five ? 25200 : 8400, channels = kClasses + (five ? 5 : 4);
    base::Tensor tensor =
        base::Tensor::make(base::ElementType::Float, five ? std::vector<std::int64_t>{1, 25200, 85}
                                                          : std::vector<std::int64_t>{1, 84, 8400});
    std::mt19937 random(1);
    std::uniform_real_distribution<float> unit(0, 1);
    const auto at = [&](std::size_t anchor, std::size_t channel) -> float& {
        return tensor.as<float>()[five ? anchor * channels + channel : channel * anchors + anchor];
    };
    for (std::size_t i = 0; i < anchors; ++i) {
        const auto centre = static_cast<float>(random() % 40);
        at(i, 0) = 40 + std::fmod(centre * 97, 560.0F) + 20 * unit(random);
        at(i, 1) = 40 + std::fmod(centre * 53, 560.0F) + 20 * unit(random);
        at(i, 2) = 8 + 112 * unit(random);
        at(i, 3) = 8 + 112 * unit(random);
        if (five) at(i, 4) = 1;
        for (std::size_t c = 0; c < kClasses; ++c)
            at(i, channels - kClasses + c) =
                unit(random) < share ? 0.001F + std::pow(unit(random), 8.0F) * 0.9F : 0.0005F * unit(random);
    }
    return tensor;
}

void decodeImage(benchmark::State& state, DetectorKind kind) {
    const base::Tensor tensor = output(kind, static_cast<double>(state.range(0)) / 1e4);
    evaluate::DecodeOptions options;
    options.kind = kind;
    const auto decoder = evaluate::Decoder::create(info(tensor.shape), 640, 640, options);
    const std::vector<dataset::Placement> placements = {{640, 640}};
    for (auto _ : state) benchmark::DoNotOptimize(decoder->decode({&tensor, 1}, placements));
}
BENCHMARK_CAPTURE(decodeImage, v8, DetectorKind::YoloV8)
    ->ArgName("perTenThousand")
    ->Arg(0)
    ->Arg(30)
    ->Arg(300)
    ->Arg(3000);
BENCHMARK_CAPTURE(decodeImage, v5, DetectorKind::YoloV5)
    ->ArgName("perTenThousand")
    ->Arg(0)
    ->Arg(30)
    ->Arg(300)
    ->Arg(3000);

}  // namespace
