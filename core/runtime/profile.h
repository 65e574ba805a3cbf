// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/runtime/session.h"

namespace pwb::runtime {

/// What one operator of the optimised graph takes in one call of the model.
struct KernelTime {
    std::string node;  ///< name in the optimised graph; where that is empty, one the runtime made up
    std::string op;
    std::string provider;     ///< "cpu", "openvino", …
    double milliseconds = 0;  ///< all of its runs in a call, median of the calls
};

struct KernelProfile {
    std::vector<KernelTime> kernels;  ///< in the order of running
    int runs = 0;                     ///< calls that count
};

/// How often to call: `runs` times, or until `seconds` have passed, but never fewer than `minimum` times.
struct ProfileBudget {
    int runs = 1;
    int minimum = 1;
    double seconds = 0;
};

/// Runs a model under the runtime's profiler: a few calls that do not count, then those of the budget.
/// With `options.optimizedModelPath` the same session writes its graph, whose nodes the kernels then are, in
/// the same order. The profile's file lies in `scratch` while it is needed.
/// Errors (Engine): the session's, runtime.profile_failed {detail}; cancelled.
[[nodiscard]] base::Result<KernelProfile> profileKernels(
    const std::filesystem::path& model, SessionOptions options,
    const std::function<std::vector<base::Tensor>(const Session&)>& inputsFor, const ProfileBudget& budget,
    const std::filesystem::path& scratch, std::stop_token stop);

}  // namespace pwb::runtime
