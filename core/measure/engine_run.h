// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/measure only: the parent's side of one engine.
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "core/measure/measure.h"
#include "core/runtime/child.h"
#include "core/runtime/protocol.h"

namespace pwb::measure {

using runtime::Json;

/// One engine in its child: opened once, timed a round at a time, summed up at the end.
class EngineRun {
public:
    [[nodiscard]] static base::Result<EngineRun> open(const Subject& subject, const MeasureOptions& options,
                                                      const std::stop_token& stop);
    /// Batch sizes that it will be timed at, ascending.
    [[nodiscard]] const std::vector<int>& batches() const { return m_batches; }

    [[nodiscard]] base::Status timeRound(int batch, int round, const std::stop_token& stop);
    [[nodiscard]] base::Status timeStreams(int streams, const std::stop_token& stop);
    [[nodiscard]] EngineMeasurement conclude() const;

private:
    struct Times {
        std::vector<float> all;
        std::vector<int> roundOf;
        std::vector<double> fps;  ///< of each round
        std::uint64_t peak = 0;
    };
    /// The model does not run at this batch.
    struct Refusal {
        base::Error why;
    };
    using Answer = std::variant<Json, Refusal>;
    EngineRun(runtime::Child child, MeasureOptions options);
    [[nodiscard]] base::Status load(const Subject& subject, const std::stop_token& stop);
    [[nodiscard]] base::Status observeMemory(const std::stop_token& stop);
    [[nodiscard]] base::Result<Json> ask(const Json& command, const std::stop_token& stop);
    [[nodiscard]] base::Result<Answer> run(int batch, int runs, int minimum, double seconds,
                                           const std::stop_token& stop);
    /// A refusal is an error where batch and model have worked together.
    [[nodiscard]] static base::Result<Json> timesIn(const Answer& answer);
    [[nodiscard]] base::Status greet(const std::stop_token& stop);

    runtime::Child m_child;
    MeasureOptions m_options;
    std::vector<int> m_batches;
    bool m_fixed = false;  ///< the model takes m_batches' only size
    int m_cores = 1;
    std::uint64_t m_barePeak = 0, m_bareResident = 0, m_loadPeak = 0;
    MemoryStats m_memory;
    std::map<int, Times> m_times;                    ///< by batch
    std::map<int, std::vector<double>> m_streamFps;  ///< by number of streams
    std::map<int, base::Message> m_refused;          ///< batches that the model cannot run, and why
    double m_cpuSeconds = 0, m_wallSeconds = 0;
    std::optional<double> m_joules;
    std::string m_powerAbsent;
};

}  // namespace pwb::measure
