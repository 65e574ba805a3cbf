// SPDX-License-Identifier: GPL-3.0-or-later
#include "evidence.h"

#include <algorithm>

namespace evidence {

using namespace pwb;
using base::Precision;

compare::AccuracyComparison changed(int lost, int won, int n) {
    compare::AccuracyComparison comparison;
    comparison.samples = n;
    comparison.accuracyDelta = static_cast<double>(won - lost) / n;
    comparison.interval = compare::tangoInterval(won, lost, n);
    comparison.pValue = compare::mcnemarExact(lost, won);
    comparison.distinguishable =
        comparison.pValue < 0.05 && (comparison.interval[0] > 0 || comparison.interval[1] < 0);
    comparison.changedSamples = lost + won;
    comparison.rightToWrong = lost;
    comparison.wrongToRight = won;
    if (won != lost && !comparison.distinguishable) comparison.samplesNeeded = 21203;
    return comparison;
}

measure::LatencyStats latency(double p50, double spread) {
    measure::LatencyStats stats;
    stats.p50 = p50;
    stats.p99 = 1.1 * p50;
    stats.spread = spread;
    for (int round = 0; round < 5; ++round)
        stats.rounds.push_back({0, 0, p50 + spread * (round - 2) / 4, 0, 0, 200});
    return stats;
}

namespace {

decide::EngineEvidence ran(Precision precision, const char* effective, double accuracy) {
    decide::EngineEvidence of;
    of.id = precision;
    of.usable = true;
    of.effective = effective;
    of.accuracy = accuracy;
    return of;
}

}  // namespace

decide::Evidence typical() {
    decide::Evidence all;
    all.cpu.architecture = "x86_64";
    all.cpu.avx2 = all.cpu.avx512 = all.cpu.avx512Vnni = true;
    all.machineMemoryGb = 8;
    decide::EngineEvidence fp32 = ran(Precision::Fp32, "fp32", 773.0 / 1008);
    fp32.latency = latency(0.467, 0.004);
    fp32.bestFps = 2128;
    fp32.peakBytes = 15'500'000;
    fp32.fileBytes = 2'938'880;
    fp32.endToEndP99Ms = 0.61;
    decide::EngineEvidence fp16 = ran(Precision::Fp16, "fp32", 773.0 / 1008);
    fp16.againstFp32 = changed(1, 1, 1008);
    fp16.latency = latency(0.470, 0.004);
    fp16.bestFps = 2110;
    fp16.peakBytes = 18'000'000;
    fp16.fileBytes = 1'503'232;
    fp16.endToEndP99Ms = 0.62;
    decide::EngineEvidence int8 = ran(Precision::Int8, "int8", 778.0 / 1008);
    int8.againstFp32 = changed(31, 36, 1008);
    int8.latency = latency(0.342, 0.003);
    int8.bestFps = 2890;
    int8.peakBytes = 9'300'000;
    int8.fileBytes = 987'136;
    int8.endToEndP99Ms = 0.47;
    all.engines = {fp32, fp16, int8};
    return all;
}

decide::Evidence int8Worse() {
    decide::Evidence all = typical();
    engine(all, Precision::Int8).accuracy = 713.0 / 1008;
    engine(all, Precision::Int8).againstFp32 = changed(70, 10, 1008);
    return all;
}

decide::Evidence fastFp16() {
    decide::Evidence all = typical();
    all.cpu.avx512Fp16 = true;
    decide::EngineEvidence& fp16 = engine(all, Precision::Fp16);
    fp16.effective = "fp16";
    fp16.latency = latency(0.234, 0.003);
    fp16.bestFps = 4200;
    fp16.endToEndP99Ms = 0.36;
    return all;
}

decide::Evidence unmeasured(decide::Evidence of) {
    for (decide::EngineEvidence& engine : of.engines) {
        engine.latency.reset();
        engine.bestFps.reset();
        engine.peakBytes.reset();
        engine.endToEndP99Ms.reset();
    }
    return of;
}

decide::EngineEvidence& engine(decide::Evidence& of, Precision precision) {
    return *std::ranges::find(of.engines, base::EngineId(precision), &decide::EngineEvidence::id);
}

}  // namespace evidence
