// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"

namespace pwb::tests {

/// A finished run of a detector over 40 images drawn by hand, each with a "ball" of 6 px and one of 12 px and
/// a "<b>player</b>" of 40 px, every second with a "cone" of 10 px. Of the 40 small balls FP32 and FP16 find
/// 36, INT8 32 (four at .10 only, below the threshold of .325), plain INT8 16. FP32 has eight false
/// detections, at .15. INT8 moves one player and calls one a cone; plain INT8 has a false ball at .70 in
/// every image. Matches, measures, comparisons and decision come from the real functions, times and sizes are
/// made up.
[[nodiscard]] result::RunResult countedDocument();
/// The same without annotations.
[[nodiscard]] result::RunResult unlabelledCountedDocument();

}  // namespace pwb::tests
