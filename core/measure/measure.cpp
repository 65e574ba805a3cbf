// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure.h"

#include <algorithm>
#include <optional>
#include <set>

#include "core/base/try.h"
#include "core/measure/engine_run.h"

namespace pwb::measure {
namespace {

/// Takes all engines through the rounds together. An engine that fails leaves; the others go on.
class Schedule {
public:
    Schedule(const std::vector<Subject>& subjects, const MeasureOptions& options,
             const std::function<void(std::size_t, const Outcome&)>& finished,
             const std::function<void(std::size_t, double, double)>& progress, const std::stop_token& stop)
        : m_subjects(subjects),
          m_options(options),
          m_finished(finished),
          m_progress(progress),
          m_stop(stop),
          m_turns(subjects.size()) {
        m_options.rounds = std::max(1, m_options.rounds);
        std::erase_if(m_options.batches, [](int batch) { return batch < 1; });
        // One stream is what the latency runs are.
        std::erase_if(m_options.streams, [](int streams) { return streams < 2; });
    }

    std::vector<Outcome> run() {
        openAll();
        for (const int batch : allBatches())
            inRounds([&](EngineRun& engine, int round) -> std::optional<base::Status> {
                const auto& own = engine.batches();
                if (std::find(own.begin(), own.end(), batch) == own.end()) return std::nullopt;
                return engine.timeRound(batch, round, m_stop);
            });
        for (const int streams : std::set<int>(m_options.streams.begin(), m_options.streams.end()))
            inRounds([&](EngineRun& engine, int) -> std::optional<base::Status> {
                return engine.timeStreams(streams, m_stop);
            });
        std::vector<Outcome> outcomes;
        for (std::size_t i = 0; i < m_turns.size(); ++i) {
            if (!m_turns[i].outcome && !m_stop.stop_requested()) conclude(i, m_turns[i].run->conclude());
            outcomes.push_back(m_turns[i].outcome.value_or(base::cancelled()));
        }
        return outcomes;
    }

private:
    struct Turn {
        std::optional<EngineRun> run;
        std::optional<Outcome> outcome;
        int steps = 0;  ///< batches and stream counts, each with all rounds
        int done = 0;   ///< rounds
    };

    void openAll() {
        for (std::size_t i = 0; i < m_turns.size(); ++i)
            attempt(i, [&](Turn& turn) -> base::Status {
                PWB_TRY(auto run, EngineRun::open(m_subjects[i], m_options, m_stop));
                turn.run.emplace(std::move(run));
                turn.steps = static_cast<int>(turn.run->batches().size() + m_options.streams.size());
                return {};
            });
    }

    std::set<int> allBatches() const {
        std::set<int> batches;
        for (const Turn& turn : m_turns)
            if (turn.run) batches.insert(turn.run->batches().begin(), turn.run->batches().end());
        return batches;
    }

    /// Every engine in every round; who begins changes, so that no engine always follows the same one.
    template <class Step>
    void inRounds(const Step& step) {
        for (int round = 0; round < m_options.rounds; ++round)
            for (std::size_t k = 0; k < m_turns.size(); ++k) {
                const std::size_t i = (k + static_cast<std::size_t>(round)) % m_turns.size();
                attempt(i, [&](Turn& turn) -> base::Status {
                    const std::optional<base::Status> status = step(*turn.run, round);
                    if (!status) return {};
                    if (*status && m_progress) m_progress(i, ++turn.done, turn.steps * m_options.rounds);
                    return *status;
                });
            }
    }

    /// Runs `work` for an engine that is still in; its failure is its outcome.
    template <class Work>
    void attempt(std::size_t i, const Work& work) {
        Turn& turn = m_turns[i];
        if (turn.outcome || m_stop.stop_requested()) return;
        base::Status status;
        try {
            status = work(turn);
        } catch (const Json::exception& error) {  // a worker that does not speak our protocol
            status = base::engineFailure(m_options.workerProgram.string(), "runtime.worker_failed",
                                         {{"detail", error.what()}});
        }
        if (status || base::isCancelled(status.error())) return;
        turn.run.reset();
        base::Error error = status.error();
        if (error.file.empty()) error.file = m_subjects[i].engine.string();
        conclude(i, tl::make_unexpected(std::move(error)));
    }

    void conclude(std::size_t i, Outcome outcome) {
        m_turns[i].outcome = std::move(outcome);
        if (m_finished) m_finished(i, *m_turns[i].outcome);
    }

    const std::vector<Subject>& m_subjects;
    MeasureOptions m_options;
    const std::function<void(std::size_t, const Outcome&)>& m_finished;
    const std::function<void(std::size_t, double, double)>& m_progress;
    const std::stop_token& m_stop;
    std::vector<Turn> m_turns;
};

}  // namespace

std::vector<Outcome> measureAll(const std::vector<Subject>& subjects, const MeasureOptions& options,
                                const std::function<void(std::size_t, const Outcome&)>& finished,
                                const std::function<void(std::size_t, double, double)>& progress,
                                std::stop_token stop) {
    return Schedule(subjects, options, finished, progress, stop).run();
}

}  // namespace pwb::measure
