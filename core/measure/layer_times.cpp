// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/layer_times.h"

#include "core/base/try.h"
#include "core/runtime/child.h"
#include "core/runtime/protocol.h"

namespace pwb::measure {
namespace {

using runtime::Json;

base::Result<Json> receive(runtime::Child& child, const std::stop_token& stop) {
    PWB_TRY(const auto line, child.receive(stop));
    Json reply = Json::parse(line, nullptr, false);
    if (!reply.is_object())
        return base::engineFailure("", "runtime.worker_failed", {{"detail", line.substr(0, 200)}});
    if (reply.contains("error")) return tl::make_unexpected(runtime::errorFromJson(reply["error"]));
    return reply;
}

}  // namespace

std::filesystem::path optimizedGraph(const std::filesystem::path& scratch) {
    return scratch / "optimized.onnx";
}

base::Result<KernelTimes> timeKernels(const Subject& subject, const MeasureOptions& options,
                                      const std::filesystem::path& scratch, const std::stop_token& stop) {
    auto child =
        runtime::Child::start(options.workerProgram, {"measure", options.provider}, options.patienceSeconds);
    if (!child) return tl::make_unexpected(child.error());
    PWB_CHECK(receive(*child, stop));
    const Json command = {{"cmd", "profile"},
                          {"model", subject.engine.string()},
                          {"provider", options.provider},
                          {"precision", subject.inferencePrecision},
                          {"threads", options.threads},
                          {"shape", options.sampleShape},
                          {"scratch", scratch.string()},
                          {"graph", optimizedGraph(scratch).string()}};
    PWB_CHECK(child->send(runtime::toLine(command), stop));
    PWB_TRY(const auto reply, receive(*child, stop));
    KernelTimes times;
    times.p50Milliseconds = reply.at("p50").get<double>();
    times.runs = reply.at("runs").get<int>();
    for (const Json& kernel : reply.at("kernels"))
        times.kernels.push_back({kernel.at("node").get<std::string>(), kernel.at("op").get<std::string>(),
                                 kernel.at("provider").get<std::string>(), kernel.at("ms").get<double>()});
    return times;
}

}  // namespace pwb::measure
