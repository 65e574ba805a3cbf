// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/profile.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/statistics.h"
#include "core/base/try.h"
#include "core/runtime/ort.h"

namespace pwb::runtime {
namespace fs = std::filesystem;
namespace {

constexpr int kWarmUpRuns = 5;
/// The runtime counts whole microseconds and drops the rest: half of one is missing on average.
constexpr double kDroppedMilliseconds = 0.0005;

/// "CPUExecutionProvider" → "cpu".
std::string providerId(std::string name) {
    constexpr std::string_view kSuffix = "ExecutionProvider";
    if (name.ends_with(kSuffix)) name.resize(name.size() - kSuffix.size());
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
}

struct Event {
    double start = 0;
    KernelTime kernel;
    std::int64_t index = 0;  ///< tells unnamed nodes apart
};

std::vector<Event> eventsOf(const nlohmann::json& trace) {
    constexpr std::string_view kKernel = "_kernel_time";
    std::vector<Event> events;
    for (const auto& entry : trace) {
        std::string name = entry.value("name", std::string());
        if (entry.value("cat", std::string()) != "Node" || !name.ends_with(kKernel)) continue;
        name.resize(name.size() - kKernel.size());
        const auto& args = entry.at("args");
        Event& event = events.emplace_back();
        event.start = entry.at("ts").get<double>();
        event.kernel = {name, args.at("op_name").get<std::string>(),
                        providerId(args.value("provider", std::string())),
                        entry.at("dur").get<double>() / 1000 + kDroppedMilliseconds};
        event.index = std::stoll(args.value("node_index", std::string("0")));
    }
    return events;
}

/// Calls as the profile marks them: start of each, in order.
std::vector<double> callStarts(const nlohmann::json& trace) {
    std::vector<double> starts;
    for (const auto& entry : trace)
        if (entry.value("cat", std::string()) == "Session" &&
            entry.value("name", std::string()) == "model_run")
            starts.push_back(entry.at("ts").get<double>());
    std::sort(starts.begin(), starts.end());
    return starts;
}

base::Result<KernelProfile> summarise(const nlohmann::json& trace, int runs) {
    const std::vector<double> starts = callStarts(trace);
    if (static_cast<int>(starts.size()) < kWarmUpRuns + runs)
        return base::engineFailure("", "runtime.profile_failed",
                                   {{"detail", "the profile holds fewer calls than were made"}});
    KernelProfile profile;
    profile.runs = runs;
    std::map<std::pair<std::string, std::int64_t>, std::size_t> known;
    std::vector<std::vector<double>> perCall;  // by kernel, milliseconds in each counted call
    for (const Event& event : eventsOf(trace)) {
        const auto begun = std::upper_bound(starts.begin(), starts.end(), event.start) - starts.begin();
        const auto call = begun - 1 - kWarmUpRuns;
        if (call < 0 || call >= runs) continue;
        const auto [place, isNew] =
            known.try_emplace({event.kernel.node, event.index}, profile.kernels.size());
        if (isNew) {
            profile.kernels.push_back(event.kernel);
            perCall.emplace_back(static_cast<std::size_t>(runs), 0.0);
        }
        perCall[place->second][static_cast<std::size_t>(call)] += event.kernel.milliseconds;
    }
    for (std::size_t i = 0; i < perCall.size(); ++i)
        profile.kernels[i].milliseconds = base::upperMedian(perCall[i]);
    return profile;
}

base::Result<nlohmann::json> readTrace(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    nlohmann::json trace = nlohmann::json::parse(in, nullptr, false);
    if (!trace.is_array())
        return base::engineFailure(file.string(), "runtime.profile_failed",
                                   {{"detail", "the profile cannot be read"}});
    return trace;
}

/// Gives the name of the file that the runtime wrote.
base::Result<fs::path> record(const fs::path& model, const SessionOptions& options,
                              const std::function<std::vector<base::Tensor>(const Session&)>& inputsFor,
                              int runs, const std::stop_token& stop) {
    PWB_TRY(auto session, Session::create(model, options));
    const std::vector<base::Tensor> inputs = inputsFor(session);
    base::Status status;
    for (int i = 0; i < kWarmUpRuns + runs && status; ++i)
        status = session.run(
            inputs, [](const Session::OutputView&) {}, stop);
    auto* local = dynamic_cast<LocalSession*>(&session.implementation());
    if (!local)
        return base::engineFailure(model.string(), "runtime.profile_failed",
                                   {{"detail", "the model runs in another process"}});
    Ort::AllocatorWithDefaultOptions allocator;
    const fs::path file = local->session.EndProfilingAllocated(allocator).get();
    if (!status) {
        std::error_code ignored;
        fs::remove(file, ignored);
        return tl::make_unexpected(status.error());
    }
    return file;
}

}  // namespace

base::Result<KernelProfile> profileKernels(
    const fs::path& model, SessionOptions options,
    const std::function<std::vector<base::Tensor>(const Session&)>& inputsFor, int runs,
    const fs::path& scratch, std::stop_token stop) {
    options.profilePrefix = scratch / (".profile." + std::to_string(::getpid()));
    try {
        PWB_TRY(const auto file, record(model, options, inputsFor, runs, stop));
        const auto trace = readTrace(file);
        std::error_code ignored;
        fs::remove(file, ignored);
        if (!trace) return tl::make_unexpected(trace.error());
        return summarise(*trace, runs);
    } catch (const std::exception& error) {
        return base::engineFailure(model.string(), "runtime.profile_failed", {{"detail", error.what()}});
    }
}

}  // namespace pwb::runtime
