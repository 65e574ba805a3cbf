// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/collector.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include "core/base/log.h"
#include "core/base/try.h"
#include "core/quantize/calibrate/watched_session.h"

namespace pwb::quantize {
namespace {

using base::Result;
using base::Status;
using base::Tensor;

Tensor copyOf(const runtime::Session::OutputView& view) {
    return {view.type, {view.shape.begin(), view.shape.end()}, {view.bytes.begin(), view.bytes.end()}};
}

/// Averages of batch extremes depend on the order, so workers hand their batches in by number.
class MovingAverages {
public:
    explicit MovingAverages(std::size_t tensors) : m_state(tensors) {}

    void add(std::size_t batch, std::vector<Range> extremes) {
        const std::scoped_lock lock(m_mutex);
        m_waiting.emplace(batch, std::move(extremes));
        for (auto it = m_waiting.begin(); it != m_waiting.end() && it->first == m_next;
             it = m_waiting.erase(it), ++m_next)
            fold(it->second);
    }
    [[nodiscard]] Range of(std::size_t tensor) const { return m_state[tensor]; }
    [[nodiscard]] std::int64_t batches() const { return static_cast<std::int64_t>(m_next); }

private:
    void fold(const std::vector<Range>& extremes) {
        constexpr float kWeight = 0.01F;
        for (std::size_t i = 0; i < m_state.size(); ++i) {
            Range& state = m_state[i];
            if (m_next == 0) {
                state = extremes[i];
                continue;
            }
            state.lo += kWeight * (extremes[i].lo - state.lo);
            state.hi += kWeight * (extremes[i].hi - state.hi);
        }
    }
    std::mutex m_mutex;
    std::size_t m_next = 0;
    std::map<std::size_t, std::vector<Range>> m_waiting;
    std::vector<Range> m_state;
};

/// One pass over the data for one group of tensors, shared by a few threads.
class Pass {
public:
    /// `references`: how many whole batches are kept, evenly spread over the set.
    Pass(Watch watch, std::span<const std::string> tensors, int threads, std::size_t references,
         const CalibrationSource& source)
        : m_watch(std::move(watch)),
          m_tensors(tensors),
          m_threads(std::max(1, threads)),
          m_wanted(references),
          m_samplesExpected(source.samples),
          m_averages(tensors.size()) {}

    Status run(CalibrationSource::Next next, const std::function<void(int)>& advanced, std::stop_token stop) {
        m_next = std::move(next);
        std::vector<Worker> workers(static_cast<std::size_t>(m_threads));
        {
            std::vector<std::jthread> pool;
            for (std::size_t i = 1; i < workers.size(); ++i)
                pool.emplace_back([&, i] { work(workers[i], advanced, stop); });
            work(workers[0], advanced, stop);
        }
        if (m_failure) return tl::make_unexpected(*m_failure);
        if (stop.stop_requested()) return base::cancelled();
        m_histograms.resize(m_tensors.size());
        for (const Worker& worker : workers)
            for (std::size_t i = 0; i < worker.histograms.size(); ++i)
                m_histograms[i].merge(worker.histograms[i]);
        return {};
    }

    void storeIn(Collected& collected) {
        for (std::size_t i = 0; i < m_tensors.size(); ++i) {
            const Range moving = m_averages.of(i);
            collected.statistics[m_tensors[i]] = {std::move(m_histograms[i]), moving.lo, moving.hi,
                                                  m_averages.batches()};
        }
        for (auto& [number, reference] : m_references) collected.references.push_back(std::move(reference));
        collected.samples = m_samples;
    }

private:
    struct Worker {
        std::vector<Histogram> histograms;
        std::vector<float> buffer;  ///< of values that are not float32
    };

    struct Fetched {
        std::size_t number = 0;
        CalibrationBatch batch;
        bool keep = false;
    };

    /// The next batch under the lock: sources are not thread-safe.
    std::optional<Fetched> fetch() {
        const std::scoped_lock lock(m_mutex);
        if (m_failure || m_ended) return std::nullopt;
        auto batch = m_next();
        if (!batch) {
            m_failure = batch.error();
            return std::nullopt;
        }
        if (!*batch) {
            m_ended = true;
            return std::nullopt;
        }
        Fetched fetched{m_batches++, std::move(**batch), false};
        const auto samples = static_cast<std::size_t>(std::max(1, fetched.batch.samples));
        const std::size_t step =
            std::max<std::size_t>(1, m_samplesExpected / samples / std::max<std::size_t>(1, m_wanted));
        // Padding would weigh its sample twice in whatever is compared with the references.
        const bool padded = fetched.batch.samples < rowsOf(fetched.batch.inputs);
        fetched.keep = m_kept < m_wanted && fetched.number % step == 0 && (!padded || m_kept == 0);
        m_kept += fetched.keep;
        m_samples += fetched.batch.samples;
        return fetched;
    }

    void fail(const base::Error& error) {
        const std::scoped_lock lock(m_mutex);
        if (!m_failure) m_failure = error;
    }

    /// Exceptions must not leave a thread: they fail the pass.
    void work(Worker& worker, const std::function<void(int)>& advanced, const std::stop_token& stop) {
        try {
            worker.histograms.resize(m_tensors.size());
            while (auto fetched = stop.stop_requested() ? std::nullopt : fetch())
                if (const Status status = fold(worker, *fetched, advanced, stop); !status)
                    return fail(status.error());
        } catch (const std::exception& error) {
            fail(base::engineFailure("", "quantize.unexpected", {{"detail", error.what()}}).value());
        }
    }

    Status fold(Worker& worker, Fetched& fetched, const std::function<void(int)>& advanced,
                const std::stop_token& stop) {
        const std::int64_t rows = rowsOf(fetched.batch.inputs);
        std::vector<Range> extremes(m_tensors.size());
        ReferenceBatch reference;
        const Status status = m_watch.session.run(
            fetched.batch.inputs,
            [&](const runtime::Session::OutputView& view) {
                if (fetched.keep && view.index < m_watch.own) reference.outputs.push_back(copyOf(view));
                const std::size_t i = m_watch.watched[view.index];
                if (i == Watch::kNone) return;
                const Histogram::Extremes seen = worker.histograms[i].add(
                    withoutPadding(floats(view, worker.buffer), view.shape, rows, fetched.batch.samples));
                extremes[i] = {seen.min, seen.max};
            },
            stop);
        if (!status) return status;
        m_averages.add(fetched.number, std::move(extremes));
        const std::scoped_lock lock(m_mutex);
        advanced(m_samples);
        if (!fetched.keep) return {};
        reference.inputs = std::move(fetched.batch.inputs);
        m_references.emplace(fetched.number, std::move(reference));
        return {};
    }

    Watch m_watch;
    std::span<const std::string> m_tensors;
    int m_threads;
    std::size_t m_wanted;
    std::size_t m_samplesExpected;
    CalibrationSource::Next m_next;
    std::mutex m_mutex;
    std::optional<base::Error> m_failure;
    bool m_ended = false;
    std::size_t m_batches = 0;
    int m_samples = 0;
    std::size_t m_kept = 0;
    std::map<std::size_t, ReferenceBatch> m_references;
    MovingAverages m_averages;
    std::vector<Histogram> m_histograms;
};

/// What the tensors need in one calibration batch, and the session that told it.
struct LookAhead {
    std::vector<std::size_t> bytes;  ///< of each tensor
    std::size_t referenceBytes = 0;  ///< of a batch's inputs and the model's own outputs
    int samples = 0;                 ///< in the batch
    Watch watch;
};

Result<LookAhead> lookAhead(const onnx::ModelProto& model, const std::vector<std::string>& tensors,
                            const CalibrationSource& source, std::stop_token stop) {
    PWB_TRY(auto first, source.open()());
    if (!first) return base::badInput("", "quantize.calibration_empty");
    PWB_TRY(auto watch, Watch::open(model, tensors));
    for (std::size_t o = 0; o < watch.watched.size(); ++o) {
        const runtime::ValueSpec& output = watch.session.outputs()[o];
        if (watch.watched[o] != Watch::kNone && !isReal(output.type))
            return base::badInput(
                "", "quantize.calibration_type",
                {{"tensor", output.name}, {"type", std::string(base::elementName(output.type))}});
    }
    const std::vector<Tensor>& inputs = (first)->inputs;
    PWB_TRY(const auto bytes, outputBytes(watch.session, inputs, stop));

    LookAhead found{std::vector<std::size_t>(tensors.size()), 0, (first)->samples, std::move(watch)};
    for (const Tensor& input : inputs) found.referenceBytes += input.bytes.size();
    for (std::size_t o = 0; o < bytes.size(); ++o) {
        if (o < found.watch.own) found.referenceBytes += (bytes)[o];
        if (found.watch.watched[o] != Watch::kNone) found.bytes[found.watch.watched[o]] = (bytes)[o];
    }
    return found;
}

/// Tensors in a row whose bytes stay within the budget together: [start, end).
std::vector<std::pair<std::size_t, std::size_t>> groupsOf(const std::vector<std::size_t>& bytes,
                                                          std::size_t budget) {
    std::vector<std::pair<std::size_t, std::size_t>> groups;
    std::size_t held = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (groups.empty() || held + bytes[i] > budget) {
            groups.emplace_back(i, i);
            held = 0;
        }
        held += bytes[i];
        groups.back().second = i + 1;
    }
    if (groups.empty()) groups.emplace_back(0, 0);  // references alone
    return groups;
}

/// Whole batches, of which the wanted samples consist, as far as a quarter of the budget holds them.
std::size_t referenceBatches(const CollectOptions& options, const LookAhead& ahead) {
    const std::size_t wanted =
        options.referenceSamples / static_cast<std::size_t>(std::max(1, ahead.samples));
    const std::size_t affordable =
        options.memoryBudgetBytes / 4 / std::max<std::size_t>(1, ahead.referenceBytes);
    return std::max<std::size_t>(1, std::min(wanted, affordable));
}

}  // namespace

Result<Collected> collectStatistics(const onnx::ModelProto& model, const std::vector<std::string>& tensors,
                                    const CalibrationSource& source, const CollectOptions& options,
                                    const base::ProgressSink& progress, std::stop_token stop) {
    PWB_TRY(auto ahead, lookAhead(model, tensors, source, stop));
    const std::size_t references = referenceBatches(options, ahead);
    const auto groups = groupsOf(
        ahead.bytes, options.memoryBudgetBytes / static_cast<std::size_t>(std::max(1, options.threads)));

    Collected collected;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto [start, end] = groups[g];
        const auto group = std::span(tensors).subspan(start, end - start);
        PWB_TRY(auto watch,
                groups.size() == 1 ? Result<Watch>(std::move(ahead.watch)) : Watch::open(model, group));
        Pass pass(std::move(watch), group, options.threads, g == 0 ? references : 0, source);
        const double passes = static_cast<double>(groups.size());
        const auto advanced = [&](int samples) {
            base::tell(progress, static_cast<double>(g) * static_cast<double>(source.samples) + samples,
                       passes * static_cast<double>(source.samples));
        };
        PWB_CHECK(pass.run(source.open(), advanced, stop));
        pass.storeIn(collected);
    }
    base::logDebug("calibrated on " + std::to_string(collected.samples) + " samples, " +
                   std::to_string(tensors.size()) + " tensors in " + std::to_string(groups.size()) +
                   " passes");
    for (const auto& [name, statistics] : collected.statistics)
        if (statistics.histogram.count() == 0)
            return base::badInput("", "quantize.calibration_non_finite", {{"tensor", name}});
    return collected;
}

}  // namespace pwb::quantize
