// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/worker_engine.h"

#include <sys/resource.h>

#include <barrier>
#include <chrono>
#include <thread>

#include "core/base/try.h"
#include "core/measure/process_memory.h"

namespace pwb::measure {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double cpuSeconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Up to 10 runs in a tenth of a second: what the other streams or engines pushed out comes back.
base::Status warmUp(runtime::BoundRun& run) {
    const auto begin = Clock::now();
    for (int i = 0; i < 10 && (i == 0 || secondsSince(begin) < 0.1); ++i) PWB_CHECK(run.run());
    return {};
}

}  // namespace

WorkerEngine::WorkerEngine(std::filesystem::path model, runtime::SessionOptions options,
                           std::vector<std::int64_t> sampleShape, runtime::Session session)
    : m_model(std::move(model)),
      m_options(std::move(options)),
      m_sampleShape(std::move(sampleShape)),
      m_session(std::move(session)) {}

base::Result<std::unique_ptr<WorkerEngine>> WorkerEngine::load(std::filesystem::path model,
                                                               runtime::SessionOptions options,
                                                               std::vector<std::int64_t> sampleShape) {
    PWB_TRY(auto session, runtime::Session::create(model, options));
    return std::unique_ptr<WorkerEngine>(
        new WorkerEngine(std::move(model), std::move(options), std::move(sampleShape), std::move(session)));
}

base::Result<TimedRuns> WorkerEngine::run(int batch, const Budget& budget) {
    if (batch != m_batch || !m_bound) {
        m_bound.reset();
        resetPeak();
        PWB_TRY(auto bound,
                runtime::BoundRun::create(m_session, makeInputs(m_session.inputs(), batch, m_sampleShape)));
        m_bound = std::move(bound);
        m_batch = batch;
    }
    TimedRuns result;
    result.times.reserve(static_cast<std::size_t>(budget.runs));
    const double cpuBefore = cpuSeconds();
    const auto begin = Clock::now();
    const auto deadline = begin + std::chrono::duration<double>(budget.seconds);
    for (int n = 0; n < budget.runs; ++n) {
        const auto before = Clock::now();
        if (n >= budget.minimum && before >= deadline) break;
        PWB_CHECK(m_bound->run());
        result.times.push_back(std::chrono::duration<float, std::milli>(Clock::now() - before).count());
    }
    result.wallSeconds = secondsSince(begin);
    result.cpuSeconds = cpuSeconds() - cpuBefore;
    return result;
}

base::Status WorkerEngine::openStreams(int streams, int threads, int batch) {
    m_streams.clear();
    runtime::SessionOptions options = m_options;
    options.threads = threads;
    for (int i = 0; i < streams; ++i) {
        PWB_TRY(auto session, runtime::Session::create(m_model, options));
        PWB_TRY(auto run,
                runtime::BoundRun::create(session, makeInputs(session.inputs(), batch, m_sampleShape)));
        m_streams.push_back({std::move(session), std::move(run)});
    }
    return {};
}

base::Result<double> WorkerEngine::runStreams(int streams, int threads, int batch, double seconds) {
    if (m_streams.size() != static_cast<std::size_t>(streams))
        PWB_CHECK(openStreams(streams, threads, batch));
    std::vector<base::Result<double>> rates(m_streams.size(), 0.0);  // runs per second
    std::barrier<> start(streams);
    {
        std::vector<std::jthread> workers;
        for (std::size_t i = 0; i < m_streams.size(); ++i)
            workers.emplace_back([&, i] {
                base::Status status = warmUp(m_streams[i].run);
                start.arrive_and_wait();
                const auto begin = Clock::now();
                int n = 0;
                double elapsed = 0;
                for (; status && elapsed < seconds; ++n) {
                    status = m_streams[i].run.run();
                    elapsed = secondsSince(begin);
                }
                rates[i] = status ? base::Result<double>(n / elapsed) : tl::make_unexpected(status.error());
            });
    }
    double total = 0;
    for (const auto& rate : rates) {
        if (!rate) return rate;
        total += *rate;
    }
    return total * batch;
}

}  // namespace pwb::measure
