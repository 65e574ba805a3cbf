// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/evaluate: which output of a detector is what.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/model/info.h"

namespace pwb::evaluate {

/// In lower case and without the ":0" of TensorFlow.
[[nodiscard]] std::string plainName(const model::ValueInfo& value);
[[nodiscard]] bool isFloating(const model::ValueInfo& value);
/// A dimension counted from the end; −1 where dynamic, missing or the rank unknown.
[[nodiscard]] std::int64_t dimFromEnd(const model::ValueInfo& value, std::size_t fromEnd);

/// Number of the class names in the model's metadata; 0 without any.
[[nodiscard]] int namedClasses(const model::ModelInfo& model);
/// A metadata entry; empty where there is none.
[[nodiscard]] std::string metadataOf(const model::ModelInfo& model, const std::string& key);

/// Scores [B, N, C] and boxes [B, N, 4], one row for each anchor or query.
struct ScoredBoxes {
    std::size_t scores = 0, boxes = 0;
};
[[nodiscard]] std::optional<ScoredBoxes> scoredBoxes(const model::ModelInfo& model);

/// Results of a suppression inside the graph.
struct FinalBoxes {
    std::size_t boxes = 0;  ///< [B, N, 4] or [N, 4]; [·, 5] with the score, [N, 7] with everything
    std::optional<std::size_t> scores, labels, count;
    bool rows7 = false;      ///< one output: batch index, corners, class, score
    bool yFirst = false;     ///< y1, x1, y2, x2
    bool fractions = false;  ///< of the input's sides, else its pixels
    bool oneBased = false;   ///< label 0 is the background
};
[[nodiscard]] std::optional<FinalBoxes> finalBoxes(const model::ModelInfo& model);

/// One stride of a face detector. Both kinds have outputs with one score per anchor and with four numbers
/// per anchor; YuNet has two scores, whose product counts.
struct FaceLevel {
    std::size_t score = 0, second = 0, box = 0;  ///< `second` is `score` for SCRFD
    int stride = 0;                              ///< pixels of the input
};
[[nodiscard]] std::vector<FaceLevel> yunetLevels(const model::ModelInfo& model);
[[nodiscard]] std::vector<FaceLevel> scrfdLevels(const model::ModelInfo& model);

}  // namespace pwb::evaluate
