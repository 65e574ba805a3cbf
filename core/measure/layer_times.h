// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/measure/measure.h"

namespace pwb::measure {

/// One operator of an engine's optimised graph in one call at batch 1 (or the model's own batch).
struct KernelTime {
    std::string node;      ///< its name in the optimised graph
    std::string op;        ///< e.g. "QLinearConv"
    std::string provider;  ///< "cpu", "openvino", …
    double milliseconds = 0;
};

struct KernelTimes {
    std::vector<KernelTime> kernels;  ///< in the order of running
    double p50Milliseconds = 0;       ///< of a call of the same engine without the profiler
    int runs = 0;                     ///< calls that the times are medians of
};

/// Profiles one engine in a child process. Of `options`: threads, provider, workerProgram, sampleShape.
/// The optimised graph, whose nodes the kernels are, is left as optimizedGraph(scratch), together with
/// whatever a child that died left there: `scratch` is an empty folder that the caller removes afterwards.
/// Errors (Engine): as measureAll(), runtime.profile_failed; cancelled.
[[nodiscard]] base::Result<KernelTimes> timeKernels(const Subject& subject, const MeasureOptions& options,
                                                    const std::filesystem::path& scratch,
                                                    const std::stop_token& stop);
[[nodiscard]] std::filesystem::path optimizedGraph(const std::filesystem::path& scratch);

}  // namespace pwb::measure
