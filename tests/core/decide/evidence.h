// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decide/decision.h"

/// Evidence for the tests: figures chosen by hand, statistics computed by core/compare.
namespace evidence {

/// A comparison of n samples of which `lost` turned from right to wrong and `won` the other way round.
pwb::compare::AccuracyComparison changed(int lost, int won, int n);
/// Five rounds about p50, `spread` from the fastest to the slowest.
pwb::measure::LatencyStats latency(double p50, double spread);

/// One machine without FP16 arithmetic, 1008 samples: FP32 and FP16 equally fast (2128 and 2110 FPS),
/// INT8 1.37 times as fast (2890 FPS) and not distinguishable in accuracy.
pwb::decide::Evidence typical();
/// The same with INT8 losing 60 of 1008 samples.
pwb::decide::Evidence int8Worse();
/// The same on hardware that computes in FP16, twice as fast as FP32.
pwb::decide::Evidence fastFp16();
/// Nothing was timed: no latency, throughput, memory or end to end.
pwb::decide::Evidence unmeasured(pwb::decide::Evidence of);

pwb::decide::EngineEvidence& engine(pwb::decide::Evidence& of, pwb::base::Precision precision);

}  // namespace evidence
