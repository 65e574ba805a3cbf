// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "core/result/run_result.h"

/// What a run computes once its engines have answered: the documents that tests are made of only make up the
/// answers, times and sizes, and take all else from core.
namespace pwb::tests {

/// Matches, the threshold of the first engine, and the measures of each.
void scoreDetectors(result::RunResult& document);
/// Each engine that has answers with the first one; `comparisons` anew.
void compareDetectors(result::RunResult& document);
void compareClassifiers(result::RunResult& document);
/// 1000 times at batches 1, 8, 16 and 32 in five rounds, and what follows from them; `milliseconds` of a
/// batch and the number of its run.
[[nodiscard]] measure::EngineMeasurement measurementFrom(
    double memoryMiB, const std::function<double(int batch, int run)>& milliseconds);
/// By the document's own requirements.
void decideRun(result::RunResult& document);

}  // namespace pwb::tests
