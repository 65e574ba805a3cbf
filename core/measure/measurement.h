// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace pwb::measure {

/// Quartiles and tails of one round (milliseconds).
struct RoundStats {
    double p1 = 0, q1 = 0, median = 0, q3 = 0, p99 = 0;
    int n = 0;
};

/// Latency of one inference call at one batch size, one stream; milliseconds per call, not per sample.
struct LatencyStats {
    int batch = 1;
    double mean = 0, p50 = 0, p90 = 0, p99 = 0, min = 0;
    int n = 0;
    double spread = 0;  ///< largest minus smallest round median
    std::vector<RoundStats> rounds;
    std::vector<float> times;  ///< raw, in order of running
};

struct ThroughputPoint {
    int batch = 1;
    int streams = 1;  ///< parallel sessions, cores divided between them
    double fps = 0;   ///< samples per second, median of rounds
};

/// Of the engine's own process, minus the bare runtime (library loaded, no model). Bytes.
struct MemoryStats {
    std::uint64_t peakBytes = 0;                             ///< VmHWM after batch-1 runs
    std::uint64_t loadedBytes = 0;                           ///< resident after loading
    std::uint64_t weightsBytes = 0;                          ///< initialisers as stored in the file
    std::uint64_t activationsBytes = 0;                      ///< peak minus loaded, i.e. what running adds
    std::vector<std::pair<int, std::uint64_t>> peakByBatch;  ///< batch → peak bytes
};

struct EngineMeasurement {
    std::vector<LatencyStats> latency;
    std::vector<ThroughputPoint> throughput;
    MemoryStats memory;
    std::optional<double> utilisation;  ///< CPU seconds / (wall seconds · threads) while timing, 0–1
    std::optional<double> powerWatts;
    base::Message powerAbsent;            ///< why powerWatts is absent
    std::vector<base::Message> warnings;  ///< e.g. measure.spread_wide
};

/// One sample from file to answer, p50 of each step, milliseconds; the infer step is per engine.
struct EndToEnd {
    double decodeMs = 0, preprocessMs = 0, postprocessMs = 0;
    int n = 0;
};

}  // namespace pwb::measure
