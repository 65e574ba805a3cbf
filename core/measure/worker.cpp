// SPDX-License-Identifier: GPL-3.0-or-later
// The measuring worker. Its commands and answers (core/runtime/protocol.h):
//   greeting   {"bare_resident", "bare_peak", "cores", "power_absent"}     bytes; power_absent: code or ""
//   load       {"model", "provider", "precision", "threads", "shape"} → {"batch", "resident", "peak"}
//              batch 0: any
//   run        {"batch", "runs", "minimum", "seconds"}     → {"times", "cpu", "wall", "joules"?, "peak"}, or
//                                                            {"refused": error}: the model does not run so
//   streams    {"streams", "threads", "batch", "seconds"}  → {"fps"}
//   profile    {"model", "provider", "precision", "threads", "shape", "scratch", "graph"}
//              → {"p50", "runs", "kernels": [{"node", "op", "provider", "ms"}]}   without a load before it
// "peak" counts from the load, then from the first run at the present batch (process_memory.h).
#include <signal.h>
#include <sys/prctl.h>

#include <string>

#include "core/measure/energy.h"
#include "core/measure/layer_times_worker.h"
#include "core/measure/measure.h"
#include "core/measure/process_memory.h"
#include "core/measure/worker_engine.h"
#include "core/runtime/environment.h"
#include "core/runtime/library.h"
#include "core/runtime/protocol.h"
#include "core/runtime/session_server.h"
#include "core/runtime/worker_channel.h"

namespace pwb::measure {
namespace {

using runtime::errorToJson;
using runtime::Json;

class Worker {
public:
    Json greet() {
        if (const auto library = runtime::loadLibrary(); !library) return errorToJson(library.error());
        const ProcessMemory bare = processMemory();
        return {{"bare_resident", bare.resident},
                {"bare_peak", bare.peak},
                {"cores", runtime::detectCpu().cores},
                {"power_absent", m_energy.absence()}};
    }

    Json answer(const Json& command) {
        const auto name = command.at("cmd").get<std::string>();
        if (name == "load") return load(command);
        if (name == "profile") return profileReply(command);
        if (!m_engine) return failure("no model is loaded");
        if (name == "run") return run(command);
        if (name == "streams") return streams(command);
        return failure("unknown command " + name);
    }

    static Json failure(const std::string& detail) {
        return errorToJson({base::ErrorKind::Engine, "", {"runtime.worker_failed", {{"detail", detail}}}});
    }

private:
    Json load(const Json& command) {
        runtime::SessionOptions options;
        options.threads = command.at("threads").get<int>();
        options.provider = command.at("provider").get<std::string>();
        options.inferencePrecision = command.at("precision").get<std::string>();
        auto engine = WorkerEngine::load(command.at("model").get<std::string>(), options,
                                         command.at("shape").get<std::vector<std::int64_t>>());
        if (!engine) return errorToJson(engine.error());
        m_engine = std::move(*engine);
        const ProcessMemory memory = processMemory();
        return {{"batch", m_engine->batchLimit()}, {"resident", memory.resident}, {"peak", memory.peak}};
    }

    Json run(const Json& command) {
        const EnergyMeter::Reading before = m_energy.read();
        const auto runs = m_engine->run(command.at("batch").get<int>(),
                                        {command.at("runs").get<int>(), command.at("minimum").get<int>(),
                                         command.at("seconds").get<double>()});
        if (!runs) return {{"refused", errorToJson(runs.error())["error"]}};
        Json reply = {{"times", runs->times},
                      {"cpu", runs->cpuSeconds},
                      {"wall", runs->wallSeconds},
                      {"peak", processMemory().peak}};
        if (const auto joules = m_energy.joules(before, m_energy.read())) reply["joules"] = *joules;
        return reply;
    }

    Json streams(const Json& command) {
        const auto fps =
            m_engine->runStreams(command.at("streams").get<int>(), command.at("threads").get<int>(),
                                 command.at("batch").get<int>(), command.at("seconds").get<double>());
        if (!fps) return errorToJson(fps.error());
        return {{"fps", *fps}};
    }

    EnergyMeter m_energy;
    std::unique_ptr<WorkerEngine> m_engine;
};

int measuringWorkerMain(const std::string& provider) {
    static constexpr int kOtherSideGone = 4;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    runtime::chooseLibrary(provider);
    runtime::WorkerChannel channel;
    Worker worker;
    if (!channel.write(runtime::toLine(worker.greet()))) return kOtherSideGone;
    for (std::string line; channel.readLine(line);) {
        Json reply;
        try {
            reply = worker.answer(Json::parse(line));
        } catch (const std::exception& error) {
            reply = Worker::failure(error.what());
        }
        if (!channel.write(runtime::toLine(reply))) return kOtherSideGone;
    }
    return 0;
}

}  // namespace

int workerMain(const std::vector<std::string>& arguments) {
    const std::string kind = arguments.empty() ? "measure" : arguments.front();
    const std::string provider = arguments.size() < 2 ? "cpu" : arguments[1];
    return kind == "session" ? runtime::sessionWorkerMain(provider) : measuringWorkerMain(provider);
}

}  // namespace pwb::measure
