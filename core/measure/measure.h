// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/measure/measurement.h"

namespace pwb::measure {

/// An engine to be timed.
struct Subject {
    std::string id;  ///< "fp32", …
    std::filesystem::path engine;
    std::string inferencePrecision = {};  ///< what its session is asked for (runtime::SessionOptions)
    std::string provider = {};            ///< empty: MeasureOptions'
};

struct MeasureOptions {
    std::vector<int> batches = {1, 8, 16, 32};
    std::vector<int> streams = {1, 2, 4};
    int threads = 1;
    std::string provider = "cpu";
    int runs = 1000;      ///< wanted per engine and batch …
    double seconds = 10;  ///< … or until this long, but never fewer than minimumRuns
    int minimumRuns = 100;
    int rounds = 5;
    std::filesystem::path workerProgram;  ///< pwb; started as `pwb worker measure PROVIDER`
    double patienceSeconds = 60;          ///< how long a child may neither answer nor compute
    std::vector<std::int64_t>
        sampleShape;  ///< of one sample, without the batch dimension; for dynamic inputs
};

/// Each engine's outcome separately: a crash in one leaves the others.
using Outcome = base::Result<EngineMeasurement>;

/// Times all subjects, each in a child process of its own, taking turns in rounds; only one child works at a
/// time. `finished` is called (from this thread) as soon as an engine's figures are complete.
/// A fixed-batch model is measured at its own batch only; a batch that a model turns out not to take is left
/// out with the warning measure.batch_refused {batch, detail}.
/// Streams: with c cores usable by this process, each of k sessions has max(1, c / k) threads; the points
/// with one stream come from the latency runs, with `threads`. Batches are run in ascending order. Errors per
/// engine (Engine): those of runtime::Child and of the session. After a stop, engines that were not finished
/// are cancelled() and `finished` is not called for them.
[[nodiscard]] std::vector<Outcome> measureAll(
    const std::vector<Subject>& subjects, const MeasureOptions& options,
    const std::function<void(std::size_t, const Outcome&)>& finished,
    const std::function<void(std::size_t, double, double)>& progress, std::stop_token stop);

/// Turns raw times into figures; `roundOf[i]` is the round of times[i]. Percentiles by linear interpolation
/// between closest ranks (as numpy's default).
[[nodiscard]] LatencyStats summarise(int batch, std::vector<float> times, const std::vector<int>& roundOf);

/// Body of the hidden `pwb worker` command; `arguments` follow that word: "measure PROVIDER" (the default,
/// with "cpu") or "session PROVIDER" (runtime/session_server.h). Returns the exit code.
int workerMain(const std::vector<std::string>& arguments);

}  // namespace pwb::measure
