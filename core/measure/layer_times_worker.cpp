// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/layer_times_worker.h"

#include <algorithm>

#include "core/base/statistics.h"
#include "core/measure/worker_engine.h"
#include "core/runtime/profile.h"

namespace pwb::measure {
namespace {

using runtime::Json;

constexpr double kSeconds = 0.5;  ///< of runs without the profiler, and as much with it
constexpr int kMostRuns = 300;
constexpr int kLeastRuns = 20;

}  // namespace

runtime::Json profileReply(const runtime::Json& command) {
    runtime::SessionOptions options;
    options.threads = command.at("threads").get<int>();
    options.provider = command.at("provider").get<std::string>();
    options.inferencePrecision = command.at("precision").get<std::string>();
    const auto model = command.at("model").get<std::string>();
    const auto shape = command.at("shape").get<std::vector<std::int64_t>>();

    auto engine = WorkerEngine::load(model, options, shape);
    if (!engine) return runtime::errorToJson(engine.error());
    const int batch = std::max(1, (*engine)->batchLimit());
    // The first runs warm up.
    if (const auto warm = (*engine)->run(batch, {kLeastRuns, 1, kSeconds / 5}); !warm)
        return runtime::errorToJson(warm.error());
    const auto plain = (*engine)->run(batch, {kMostRuns, kLeastRuns, kSeconds});
    if (!plain) return runtime::errorToJson(plain.error());
    engine->reset();

    options.optimizedModelPath = command.at("graph").get<std::string>();
    const auto inputsFor = [&](const runtime::Session& session) {
        return makeInputs(session.inputs(), batch, shape);
    };
    const auto profile = runtime::profileKernels(model, options, inputsFor, {kMostRuns, kLeastRuns, kSeconds},
                                                 command.at("scratch").get<std::string>(), {});
    if (!profile) return runtime::errorToJson(profile.error());
    Json kernels = Json::array();
    for (const runtime::KernelTime& kernel : profile->kernels)
        kernels.push_back({{"node", kernel.node},
                           {"op", kernel.op},
                           {"provider", kernel.provider},
                           {"ms", kernel.milliseconds}});
    return {{"kernels", std::move(kernels)},
            {"p50", static_cast<double>(base::upperMedian(plain->times))},
            {"runs", profile->runs}};
}

}  // namespace pwb::measure
