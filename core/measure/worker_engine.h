// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/measure only: what the measuring child does with its model.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/error.h"
#include "core/measure/inputs.h"
#include "core/runtime/bound_run.h"
#include "core/runtime/session.h"

namespace pwb::measure {

/// How long to repeat: `runs` times, or until `seconds` have passed, but never fewer than `minimum` times.
struct Budget {
    int runs = 1;
    int minimum = 1;
    double seconds = 0;
};

struct TimedRuns {
    std::vector<float> times;  ///< milliseconds
    double cpuSeconds = 0;     ///< of all threads of this process
    double wallSeconds = 0;
};

class WorkerEngine {
public:
    [[nodiscard]] static base::Result<std::unique_ptr<WorkerEngine>> load(
        std::filesystem::path model, runtime::SessionOptions options, std::vector<std::int64_t> sampleShape);
    [[nodiscard]] int batchLimit() const { return fixedBatch(m_session.inputs()); }

    [[nodiscard]] base::Result<TimedRuns> run(int batch, const Budget& budget);
    /// Samples per second of `streams` sessions running at once, each with `threads` threads.
    [[nodiscard]] base::Result<double> runStreams(int streams, int threads, int batch, double seconds);

private:
    struct Stream {
        runtime::Session session;
        runtime::BoundRun run;
    };
    WorkerEngine(std::filesystem::path model, runtime::SessionOptions options,
                 std::vector<std::int64_t> sampleShape, runtime::Session session);
    [[nodiscard]] base::Status openStreams(int streams, int threads, int batch);

    std::filesystem::path m_model;
    runtime::SessionOptions m_options;
    std::vector<std::int64_t> m_sampleShape;
    runtime::Session m_session;
    std::optional<runtime::BoundRun> m_bound;  ///< for m_batch
    int m_batch = 0;
    std::vector<Stream> m_streams;
};

}  // namespace pwb::measure
