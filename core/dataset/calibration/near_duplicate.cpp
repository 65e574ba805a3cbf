// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/calibration/near_duplicate.h"

#include <algorithm>
#include <bit>
#include <map>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <span>
#include <utility>

#include "core/base/in_parallel.h"
#include "core/dataset/images/picture.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {
namespace {

constexpr int kEdge = 64, kFrequencies = 16;
/// Standard deviation of the grey values (0 to 255) below which there is nothing to see.
constexpr double kEven = 1;

std::optional<PictureHash> hashOf(const base::Result<cv::Mat>& picture) {
    if (!picture) return std::nullopt;
    try {
        cv::Mat grey, small, values, spectrum;
        cv::cvtColor(*picture, grey, cv::COLOR_BGR2GRAY);
        cv::resize(grey, small, cv::Size(kEdge, kEdge), 0, 0, cv::INTER_AREA);
        cv::Scalar mean, deviation;
        cv::meanStdDev(small, mean, deviation);
        if (deviation[0] < kEven) return std::nullopt;
        small.convertTo(values, CV_32F);
        cv::dct(values, spectrum);
        std::array<float, kFrequencies * kFrequencies> low{};
        for (int row = 0; row < kFrequencies; ++row)
            std::copy_n(spectrum.ptr<float>(row), kFrequencies, low.begin() + row * kFrequencies);
        auto sorted = low;
        std::sort(sorted.begin(), sorted.end());
        const float median = (sorted[low.size() / 2 - 1] + sorted[low.size() / 2]) / 2;
        PictureHash hash;
        for (std::size_t i = 0; i < low.size(); ++i)
            if (low[i] > median) hash.bits[i / 64] |= std::uint64_t{1} << (i % 64);
        return hash;
    } catch (const std::exception&) {  // an extreme shape
        return std::nullopt;
    }
}

/// The nearest of `others` to `hash`. Two words of four tell most pictures apart.
std::optional<NearPair> nearest(std::size_t first, const PictureHash& hash,
                                std::span<const std::optional<PictureHash>> others) {
    std::optional<NearPair> best;
    for (std::size_t i = 0; i < others.size(); ++i) {
        if (!others[i]) continue;
        const int limit = best ? best->distance - 1 : kNearBits;
        const int half = std::popcount(hash.bits[0] ^ others[i]->bits[0]) +
                         std::popcount(hash.bits[1] ^ others[i]->bits[1]);
        if (half > limit) continue;
        if (const int distance = hashDistance(hash, *others[i]); distance <= limit)
            best = NearPair{first, i, distance};
    }
    return best;
}

}  // namespace

int hashDistance(const PictureHash& a, const PictureHash& b) {
    int distance = 0;
    for (std::size_t i = 0; i < a.bits.size(); ++i) distance += std::popcount(a.bits[i] ^ b.bits[i]);
    return distance;
}

std::vector<std::optional<PictureHash>> pictureHashes(const std::vector<std::filesystem::path>& files,
                                                      const std::stop_token& stop) {
    std::vector<std::optional<PictureHash>> hashes(files.size());
    // A video's frames go to one reader, in their order.
    std::map<std::filesystem::path, std::vector<std::pair<std::int64_t, std::size_t>>> frames;
    std::vector<std::size_t> images;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (const auto frame = videoFrameOf(files[i]))
            frames[frame->file].emplace_back(frame->number, i);
        else
            images.push_back(i);
    }
    base::inParallel(images.size(), stop,
                     [&](std::size_t i) { hashes[images[i]] = hashOf(decodePicture(files[images[i]])); });
    for (auto& [file, numbers] : frames) {
        VideoReader reader;
        std::sort(numbers.begin(), numbers.end());
        for (const auto& [number, i] : numbers)
            if (!stop.stop_requested()) hashes[i] = hashOf(reader.read({file, number}));
    }
    return hashes;
}

std::vector<NearPair> nearWithin(const std::vector<std::optional<PictureHash>>& hashes) {
    std::vector<NearPair> pairs;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (!hashes[i]) continue;
        if (const auto pair = nearest(i, *hashes[i], std::span(hashes).first(i))) pairs.push_back(*pair);
    }
    return pairs;
}

std::vector<NearPair> nearBetween(const std::vector<std::optional<PictureHash>>& hashes,
                                  const std::vector<std::optional<PictureHash>>& others) {
    std::vector<NearPair> pairs;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (!hashes[i]) continue;
        if (const auto pair = nearest(i, *hashes[i], others)) pairs.push_back(*pair);
    }
    return pairs;
}

}  // namespace pwb::dataset
