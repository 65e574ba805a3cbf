// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/result/run_result.h"

namespace pwb::tests {

/// A finished run over the glyph samples: the answers are drawn at random, every figure is computed from
/// them by core.
[[nodiscard]] std::shared_ptr<result::RunResult> sampleDocument();
/// The same with INT8 by training, dynamic INT8 and INT8 for TensorRT beside the three: six engines.
[[nodiscard]] std::shared_ptr<result::RunResult> variantDocument();
/// The sample run with 24 layers in groups of two, times, values, sensitivity and a search: layer i of
/// convolution "/features/i/Conv" takes 0.02 · (i + 1) ms in FP32.
[[nodiscard]] std::shared_ptr<result::RunResult> layerDocument();
/// The same in size only: `classes` classes and `samples` samples without files.
[[nodiscard]] std::shared_ptr<result::RunResult> largeDocument(int classes, int samples);

}  // namespace pwb::tests
