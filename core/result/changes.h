// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/result/run_result.h"

namespace pwb::result {

/// Path of a sample relative to the data folder, with forward slashes; the whole path if it lies elsewhere.
[[nodiscard]] std::string sampleName(const RunResult& document, std::size_t index);

/// A sample that some engine answers differently from FP32.
struct ChangedSample {
    std::size_t index = 0;      ///< into the manifest
    bool rightToWrong = false;  ///< FP32 right, some candidate wrong
    bool wrongToRight = false;
};

/// All of them, the worst first: right→wrong, then wrong→right, then the rest, each by FP32's confidence,
/// highest first. Empty without an FP32 engine or labels.
[[nodiscard]] std::vector<ChangedSample> changedSamples(const RunResult& document);

/// A pair of classes that one engine takes for each other.
struct Confusion {
    int truth = 0, answer = 0;
    std::int64_t count = 0;
};
/// Off the diagonal, most frequent first, at most `count`; of a detector with background, which is the last.
[[nodiscard]] std::vector<Confusion> topConfusions(const EngineResult& engine, std::size_t count);

/// Classes by how much their F1 moves from FP32 in any engine, worst loss first, at most `count`.
[[nodiscard]] std::vector<int> classesByChange(const RunResult& document, std::size_t count);

}  // namespace pwb::result
