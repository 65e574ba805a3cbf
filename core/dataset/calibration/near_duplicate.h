// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

namespace pwb::dataset {

/// What a picture looks like in 256 bits: the picture in grey, averaged down to 64 × 64, its cosine
/// transform, of that the 16 × 16 lowest frequencies, each a 1 where it is above their median (C. Zauner,
/// "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, with more frequencies).
/// Pictures that have nothing to do with each other differ in 128 ± 8 bits.
struct PictureHash {
    std::array<std::uint64_t, 4> bits{};
    bool operator==(const PictureHash&) const = default;
};

/// Pictures that differ in at most so many bits count as nearly the same: saved again (JPEG quality 50: 26
/// bits in 95 of 100 cases), scaled to half and back (20), a little brighter or with more contrast (18),
/// noisy (24), cropped by 2 % (34 to 44). Different samples of the shipped sets never come nearer than 58
/// (glyphs, 1512 pictures) and 80 bits (pitch, 480): no false alarm among 1.2 million pairs.
inline constexpr int kNearBits = 40;

[[nodiscard]] int hashDistance(const PictureHash& a, const PictureHash& b);

/// One per file; none where it cannot be decoded or shows one even grey, which looks like any other such.
[[nodiscard]] std::vector<std::optional<PictureHash>> pictureHashes(
    const std::vector<std::filesystem::path>& files, const std::stop_token& stop);

/// A sample and the one that it is nearest to.
struct NearPair {
    std::size_t first = 0, second = 0;
    int distance = 0;  ///< bits
};
/// For each hash the nearest of those before it, where it is near enough.
[[nodiscard]] std::vector<NearPair> nearWithin(const std::vector<std::optional<PictureHash>>& hashes);
/// For each of `hashes` the nearest of `others`, where it is near enough.
[[nodiscard]] std::vector<NearPair> nearBetween(const std::vector<std::optional<PictureHash>>& hashes,
                                                const std::vector<std::optional<PictureHash>>& others);

}  // namespace pwb::dataset
