// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/evaluate.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pwb::evaluate {

/// A box before suppression: corners in pixels of the model's input.
struct Candidate {
    float left = 0, top = 0, right = 0, bottom = 0;
    float score = 0;  ///< 0–1
    std::int32_t label = 0;
    std::uint32_t index = 0;  ///< its place in the outputs, which decides between equal scores
    bool operator==(const Candidate&) const = default;
};

/// Of more candidates than these, the most confident ones take part (as in Ultralytics' `max_nms`).
inline constexpr std::size_t kMostCandidates = 30'000;

/// An `iou` from here on suppresses nothing.
inline constexpr double kNoSuppression = 1;

/// Greedy non-maximum suppression: by falling score, then rising index, a candidate is kept unless a kept one
/// of its label (of any, where `agnostic`) has an intersection over union with it above `iou`. Ends with
/// `most` kept. Exact; boxes of different labels are never compared.
[[nodiscard]] std::vector<Candidate> suppress(const std::vector<Candidate>& candidates, double iou,
                                              bool agnostic, std::size_t most);

}  // namespace pwb::evaluate
