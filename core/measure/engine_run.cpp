// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/engine_run.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/statistics.h"
#include "core/base/try.h"
#include "core/model/info.h"

namespace pwb::measure {
namespace {

constexpr int kWarmUpRuns = 10;
constexpr double kShortWarmUpSeconds = 0.1;
constexpr double kWideSpread = 0.1;  // of the median

int shareOf(int amount, int rounds) {
    return std::max(1, (amount + rounds - 1) / rounds);
}

std::uint64_t above(std::uint64_t value, std::uint64_t floor) {
    return value > floor ? value - floor : 0;
}

std::string percentText(double fraction) {
    return std::to_string(std::lround(fraction * 100));
}

}  // namespace

EngineRun::EngineRun(runtime::Child child, MeasureOptions options)
    : m_child(std::move(child)), m_options(std::move(options)) {
    m_options.rounds = std::max(1, m_options.rounds);
}

base::Result<EngineRun> EngineRun::open(const Subject& subject, const MeasureOptions& options,
                                        const std::stop_token& stop) {
    MeasureOptions own = options;
    if (!subject.provider.empty()) own.provider = subject.provider;
    auto child = runtime::Child::start(own.workerProgram, {"measure", own.provider}, own.patienceSeconds);
    if (!child) return tl::make_unexpected(child.error());
    EngineRun run(std::move(*child), std::move(own));
    base::Status status = run.greet(stop);
    if (status) status = run.load(subject, stop);
    if (status) status = run.observeMemory(stop);
    if (!status) return tl::make_unexpected(status.error());
    PWB_TRY(const auto info, model::inspect(subject.engine));
    run.m_memory.weightsBytes = info.weightBytes;
    return run;
}

base::Result<Json> EngineRun::ask(const Json& command, const std::stop_token& stop) {
    if (!command.is_null()) PWB_CHECK(m_child.send(runtime::toLine(command), stop));
    PWB_TRY(const auto line, m_child.receive(stop));
    Json reply = Json::parse(line, nullptr, false);
    if (!reply.is_object())
        return base::engineFailure(m_options.workerProgram.string(), "runtime.worker_failed",
                                   {{"detail", line.substr(0, 200)}});
    if (reply.contains("error")) return tl::make_unexpected(runtime::errorFromJson(reply["error"]));
    return reply;
}

base::Status EngineRun::greet(const std::stop_token& stop) {
    PWB_TRY(const auto greeting, ask(nullptr, stop));
    m_barePeak = greeting.value("bare_peak", std::uint64_t{0});
    m_bareResident = greeting.value("bare_resident", std::uint64_t{0});
    m_cores = std::max(1, greeting.value("cores", 1));
    m_powerAbsent = greeting.value("power_absent", std::string());
    return {};
}

base::Status EngineRun::load(const Subject& subject, const std::stop_token& stop) {
    const auto reply = ask({{"cmd", "load"},
                            {"model", subject.engine.string()},
                            {"provider", m_options.provider},
                            {"precision", subject.inferencePrecision},
                            {"threads", m_options.threads},
                            {"shape", m_options.sampleShape}},
                           stop);
    if (!reply) return tl::make_unexpected(reply.error());
    m_loadPeak = reply->at("peak").get<std::uint64_t>();
    m_memory.loadedBytes = above(reply->at("resident").get<std::uint64_t>(), m_bareResident);
    if (const int fixed = reply->at("batch").get<int>(); fixed > 0) {
        m_batches = {fixed};
        m_fixed = true;
    } else {
        m_batches = m_options.batches;
        std::sort(m_batches.begin(), m_batches.end());
        m_batches.erase(std::unique(m_batches.begin(), m_batches.end()), m_batches.end());
    }
    return {};
}

base::Status EngineRun::observeMemory(const std::stop_token& stop) {
    PWB_TRY(const auto answer, run(m_fixed ? m_batches.front() : 1, kWarmUpRuns, kWarmUpRuns, 0, stop));
    PWB_TRY(const auto reply, timesIn(answer));
    const auto runPeak = reply.at("peak").get<std::uint64_t>();
    m_memory.peakBytes = above(std::max(m_loadPeak, runPeak), m_barePeak);
    m_memory.activationsBytes = above(runPeak, m_bareResident + m_memory.loadedBytes);
    return {};
}

base::Result<EngineRun::Answer> EngineRun::run(int batch, int runs, int minimum, double seconds,
                                               const std::stop_token& stop) {
    const Json command = {
        {"cmd", "run"}, {"batch", batch}, {"runs", runs}, {"minimum", minimum}, {"seconds", seconds}};
    PWB_TRY(auto reply, ask(command, stop));
    if (reply.contains("refused")) return Refusal{runtime::errorFromJson(reply["refused"])};
    return reply;
}

base::Result<Json> EngineRun::timesIn(const Answer& answer) {
    if (const auto* refusal = std::get_if<Refusal>(&answer)) return tl::make_unexpected(refusal->why);
    return std::get<Json>(answer);
}

base::Status EngineRun::timeRound(int batch, int round, const std::stop_token& stop) {
    if (m_refused.contains(batch)) return {};
    // The first round warms up in full; later ones only bring back what the other engines pushed out.
    PWB_TRY(const auto warm,
            run(batch, kWarmUpRuns, round == 0 ? kWarmUpRuns : 1, kShortWarmUpSeconds, stop));
    if (const auto* refusal = std::get_if<Refusal>(&warm); refusal && round == 0) {
        // Batch 1 worked: the file says that it takes any batch, but this one it does not.
        m_refused[batch] = refusal->why.message;
        return {};
    }
    PWB_CHECK(timesIn(warm));
    PWB_TRY(const auto timed, run(batch, shareOf(m_options.runs, m_options.rounds),
                                  shareOf(m_options.minimumRuns, m_options.rounds),
                                  m_options.seconds / m_options.rounds, stop));
    PWB_TRY(const auto reply, timesIn(timed));

    const auto times = reply.at("times").get<std::vector<float>>();
    if (times.empty()) return base::engineFailure("", "runtime.worker_failed", {{"detail", reply.dump()}});
    Times& kept = m_times[batch];
    kept.all.insert(kept.all.end(), times.begin(), times.end());
    kept.roundOf.insert(kept.roundOf.end(), times.size(), round);
    const double milliseconds = std::accumulate(times.begin(), times.end(), 0.0);
    kept.fps.push_back(batch * static_cast<double>(times.size()) * 1000 / milliseconds);
    kept.peak = std::max(kept.peak, reply.at("peak").get<std::uint64_t>());

    m_cpuSeconds += reply.at("cpu").get<double>();
    m_wallSeconds += reply.at("wall").get<double>();
    if (reply.contains("joules")) m_joules = m_joules.value_or(0) + reply.at("joules").get<double>();
    return {};
}

base::Status EngineRun::timeStreams(int streams, const std::stop_token& stop) {
    const auto reply = ask({{"cmd", "streams"},
                            {"streams", streams},
                            {"threads", std::max(1, m_cores / streams)},
                            {"batch", m_fixed ? m_batches.front() : 1},
                            {"seconds", std::max(0.5, m_options.seconds / 2 / m_options.rounds)}},
                           stop);
    if (!reply) return tl::make_unexpected(reply.error());
    m_streamFps[streams].push_back(reply->at("fps").get<double>());
    return {};
}

EngineMeasurement EngineRun::conclude() const {
    EngineMeasurement measurement;
    measurement.memory = m_memory;
    for (const auto& [batch, times] : m_times) {
        measurement.latency.push_back(summarise(batch, times.all, times.roundOf));
        measurement.throughput.push_back({batch, 1, base::median(times.fps)});
        measurement.memory.peakByBatch.emplace_back(batch,
                                                    above(std::max(m_loadPeak, times.peak), m_barePeak));
        const LatencyStats& stats = measurement.latency.back();
        if (stats.spread > kWideSpread * stats.p50)
            measurement.warnings.push_back(
                {"measure.spread_wide",
                 {{"batch", std::to_string(batch)}, {"percent", percentText(stats.spread / stats.p50)}}});
    }
    for (const auto& [streams, fps] : m_streamFps)
        measurement.throughput.push_back({m_fixed ? m_batches.front() : 1, streams, base::median(fps)});
    for (const auto& [batch, message] : m_refused) {
        base::Args args = message.args;
        args.emplace_back("batch", std::to_string(batch));
        measurement.warnings.push_back({"measure.batch_refused", std::move(args)});
    }
    if (m_wallSeconds > 0)
        measurement.utilisation = std::clamp(m_cpuSeconds / (m_wallSeconds * m_options.threads), 0.0, 1.0);
    if (m_joules && m_wallSeconds > 0) measurement.powerWatts = *m_joules / m_wallSeconds;
    if (!measurement.powerWatts) measurement.powerAbsent = {m_powerAbsent, {}};
    return measurement;
}

}  // namespace pwb::measure
