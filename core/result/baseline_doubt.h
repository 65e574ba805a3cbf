// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decide/decision.h"
#include "core/result/run_result.h"

namespace pwb::result {

/// Samples (detection: annotated objects) from which on FP32's figures can be in doubt: fewer prove nothing
/// either way.
inline constexpr std::int64_t kDoubtSamples = 20;

/// Whether FP32's answers show that something before the precision is wrong: preprocessing, labels, the
/// output that was read. Chance: the 95 % Wilson interval of top-1 reaches down to 1 / classes. Nothing
/// found: mAP50 below 1 %. No doubt before all samples are in, without labels, or where the data hold one
/// class only.
[[nodiscard]] decide::BaselineDoubt baselineDoubt(const RunResult& document);

}  // namespace pwb::result
