// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <iostream>
#include <string>

#include "core/measure/energy.h"
#include "core/measure/measure.h"
#include "core/measure/process_memory.h"
#include "core/measure/protocol.h"
#include "core/measure/worker_engine.h"
#include "core/runtime/environment.h"
#include "core/runtime/library.h"

namespace pwb::measure {
namespace {

/// Keeps the answers to itself: whatever a library prints on stdout goes to stderr instead.
int claimStdout() {
    const int answers = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return answers;
}

bool writeAll(int fd, const std::string& text) {
    for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t n = ::write(fd, text.data() + sent, text.size() - sent);
        if (n <= 0) return false;
        sent += static_cast<std::size_t>(n);
    }
    return true;
}

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
        if (!m_engine) return failure("no model is loaded");
        if (name == "run") return run(command);
        if (name == "streams") return streams(command);
        return failure("unknown command " + name);
    }

    static Json failure(const std::string& detail) {
        return errorToJson({base::ErrorKind::Engine, "", {"measure.worker_failed", {{"detail", detail}}}});
    }

private:
    Json load(const Json& command) {
        runtime::SessionOptions options;
        options.threads = command.at("threads").get<int>();
        options.provider = command.at("provider").get<std::string>();
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
        if (!runs) return errorToJson(runs.error());
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

}  // namespace

int workerMain() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int answers = claimStdout();
    Worker worker;
    if (!writeAll(answers, toLine(worker.greet()))) return 4;
    for (std::string line; std::getline(std::cin, line);) {
        Json reply;
        try {
            reply = worker.answer(Json::parse(line));
        } catch (const std::exception& error) {
            reply = Worker::failure(error.what());
        }
        if (!writeAll(answers, toLine(reply))) return 4;
    }
    return 0;
}

}  // namespace pwb::measure
