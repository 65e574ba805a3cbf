// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding and preprocessing photographs on one thread, and Pillow's resizing alone; pictures_peer.py does
// the same with Pillow. PWB_PHOTOS names a folder of JPEG files (searched through); without it there is
// nothing to decode.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "core/dataset/preprocess.h"
#include "core/dataset/preprocessing/pillow_resize.h"

using namespace pwb;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> photographs() {
    std::vector<fs::path> files;
    const char* folder = std::getenv("PWB_PHOTOS");
    if (!folder) return files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.path().extension() == ".JPEG" || entry.path().extension() == ".jpg") files.push_back(entry);
    return files;
}

/// The shorter side to 256 by Pillow's bicubic, the middle 224 × 224, ImageNet's mean and deviation.
void decodeAndPreprocess(benchmark::State& state) {
    const auto files = photographs();
    if (files.empty()) return state.SkipWithError("PWB_PHOTOS names no folder of photographs");
    dataset::Preprocess how;
    how.width = how.height = 224;
    how.resize = dataset::ResizeMode::CenterCrop;
    how.resizeTo = {256, 0};
    how.resizer = dataset::Resizer::Pillow;
    how.decoding = dataset::Decoding::Pillow;
    how.filter = dataset::ResampleFilter::Bicubic;
    how.arithmetic = dataset::Arithmetic::Single;
    how.mean = {.485, .456, .406};
    how.std = {.229, .224, .225};
    std::vector<float> values(3 * 224 * 224);
    for (auto _ : state)
        for (const fs::path& file : files)
            if (!dataset::loadImage(file, how, values.data())) return state.SkipWithError(file.c_str());
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(files.size()));
}
BENCHMARK(decodeAndPreprocess)->Unit(benchmark::kMillisecond);

void resizeLikePillow(benchmark::State& state, dataset::ResampleFilter filter) {
    std::vector<std::uint8_t> source(500 * 375 * 3), target(341 * 256 * 3);
    std::mt19937 random(1);
    for (std::uint8_t& pixel : source) pixel = static_cast<std::uint8_t>(random());
    const dataset::Pixels8 pixels = {source.data(), 500, 375, 3, 1500};
    for (auto _ : state) {
        dataset::pillowResize(pixels, dataset::wholeOf(pixels), filter, target.data(), 341, 256,
                              {dataset::PillowRelease::Since13_0});
        benchmark::DoNotOptimize(target.data());
    }
}
BENCHMARK_CAPTURE(resizeLikePillow, bilinear, dataset::ResampleFilter::Bilinear)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(resizeLikePillow, bicubic, dataset::ResampleFilter::Bicubic)->Unit(benchmark::kMicrosecond);

}  // namespace
