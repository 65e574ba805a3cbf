// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/collector.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <numeric>
#include <thread>

#include "core/runtime/session.h"

namespace pwb::quantize {
namespace {

using base::Result;
using base::Status;
using base::Tensor;

/// The model with `tensors` as further outputs, serialised.
std::string withOutputs(const onnx::ModelProto& model, std::span<const std::string> tensors) {
    onnx::ModelProto extended = model;
    for (const std::string& name : tensors) {
        auto* output = extended.mutable_graph()->add_output();
        output->set_name(name);
        // The shape stays open; ONNX Runtime infers it.
        output->mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::FLOAT);
    }
    return extended.SerializeAsString();
}

Result<runtime::Session> openSession(const onnx::ModelProto& model, std::span<const std::string> tensors) {
    const std::string bytes = withOutputs(model, tensors);
    return runtime::Session::create(std::string_view(bytes), runtime::SessionOptions{});
}

std::span<const float> floats(const runtime::Session::OutputView& view) {
    return {reinterpret_cast<const float*>(view.bytes.data()), view.bytes.size() / sizeof(float)};
}

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

/// One pass over the data for one group of tensors, shared by a few threads that each hold a session.
class Pass {
public:
    Pass(const onnx::ModelProto& model, std::span<const std::string> tensors, const CollectOptions& options,
         bool keepReferences, std::size_t samples)
        : m_model(model),
          m_tensors(tensors),
          m_options(options),
          m_keepReferences(keepReferences),
          m_samplesExpected(samples),
          m_averages(tensors.size()) {}

    /// A session that is open already, for the first worker.
    void useSession(runtime::Session session) { m_ready.emplace(std::move(session)); }

    Status run(CalibrationSource::Next next, const std::function<void(int)>& advanced, std::stop_token stop) {
        m_next = std::move(next);
        const int threads = std::max(1, m_options.threads);
        std::vector<Worker> workers(threads);
        {
            std::vector<std::jthread> pool;
            for (int i = 1; i < threads; ++i)
                pool.emplace_back([&, i] { work(workers[i], false, advanced, stop); });
            work(workers[0], true, advanced, stop);
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
    };

    struct Fetched {
        std::size_t number = 0;
        std::vector<Tensor> inputs;
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
        const auto n = static_cast<int>(
            fetched.inputs.empty() || fetched.inputs[0].shape.empty() ? 1 : fetched.inputs[0].shape[0]);
        // Whole batches are kept, evenly spread over the set.
        const auto wanted =
            std::max<std::size_t>(1, m_options.referenceSamples / static_cast<std::size_t>(n));
        const std::size_t all = m_samplesExpected / static_cast<std::size_t>(n);
        fetched.keep = m_keepReferences && m_kept < wanted &&
                       fetched.number % std::max<std::size_t>(1, all / wanted) == 0;
        m_kept += fetched.keep;
        m_samples += n;
        return fetched;
    }

    void fail(const base::Error& error) {
        const std::scoped_lock lock(m_mutex);
        if (!m_failure) m_failure = error;
    }

    /// Exceptions must not leave a thread: they fail the pass.
    void work(Worker& worker, bool isFirst, const std::function<void(int)>& advanced,
              const std::stop_token& stop) {
        try {
            fold(worker, isFirst, advanced, stop);
        } catch (const std::exception& error) {
            fail(base::engineFailure("", "quantize.unexpected", {{"detail", error.what()}}).value());
        }
    }

    void fold(Worker& worker, bool isFirst, const std::function<void(int)>& advanced,
              const std::stop_token& stop) {
        worker.histograms.resize(m_tensors.size());
        auto session = isFirst && m_ready ? Result<runtime::Session>(std::move(*m_ready))
                                          : openSession(m_model, m_tensors);
        if (!session) return fail(session.error());
        while (auto batch = stop.stop_requested() ? std::nullopt : fetch()) {
            std::vector<Range> extremes(m_tensors.size());
            ReferenceBatch reference;
            const std::size_t own = session->outputs().size() - m_tensors.size();
            const Status status = session->run(
                batch->inputs,
                [&](const runtime::Session::OutputView& view) {
                    if (view.index < own) {
                        if (batch->keep) reference.outputs.push_back(copyOf(view));
                        return;
                    }
                    const std::size_t i = view.index - own;
                    const Histogram::Extremes seen = worker.histograms[i].add(floats(view));
                    extremes[i] = {seen.min, seen.max};
                },
                stop);
            if (!status) return fail(status.error());
            m_averages.add(batch->number, std::move(extremes));
            const std::scoped_lock lock(m_mutex);
            advanced(m_samples);
            if (!batch->keep) continue;
            reference.inputs = std::move(batch->inputs);
            m_references.emplace(batch->number, std::move(reference));
        }
    }

    const onnx::ModelProto& m_model;
    std::span<const std::string> m_tensors;
    CollectOptions m_options;
    bool m_keepReferences;
    std::size_t m_samplesExpected;
    CalibrationSource::Next m_next;
    std::optional<runtime::Session> m_ready;
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
    std::vector<std::size_t> bytes;
    runtime::Session session;
};

/// Sizes from the shapes that the runtime inferred, the batch put in for the leading dimension; where one
/// stays open, by running the first batch.
Result<LookAhead> lookAhead(const onnx::ModelProto& model, const std::vector<std::string>& tensors,
                            const CalibrationSource& source, std::stop_token stop) {
    auto first = source.open()();
    if (!first) return tl::make_unexpected(first.error());
    if (!*first) return base::badInput("", "quantize.calibration_empty");
    auto session = openSession(model, tensors);
    if (!session) return tl::make_unexpected(session.error());
    const std::vector<runtime::ValueSpec> outputs = session->outputs();
    const std::size_t own = outputs.size() - tensors.size();
    const std::vector<std::int64_t>& input = (*first)->front().shape;
    LookAhead found{std::vector<std::size_t>(tensors.size()), std::move(*session)};
    bool known = true;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        std::int64_t count = 1;
        for (std::size_t d = 0; d < outputs[own + i].shape.size(); ++d) {
            const std::int64_t dim = outputs[own + i].shape[d];
            count *= dim < 0 && d == 0 && !input.empty() ? input[0] : dim;
        }
        known = known && count >= 0;
        found.bytes[i] = static_cast<std::size_t>(std::max<std::int64_t>(count, 0)) * sizeof(float);
    }
    if (known) return found;
    const Status status = found.session.run(
        **first,
        [&](const runtime::Session::OutputView& view) {
            if (view.index >= own) found.bytes[view.index - own] = view.bytes.size();
        },
        stop);
    if (!status) return tl::make_unexpected(status.error());
    return found;
}

}  // namespace

Result<Collected> collectStatistics(const onnx::ModelProto& model, const std::vector<std::string>& tensors,
                                    const CalibrationSource& source, const CollectOptions& options,
                                    const base::ProgressSink& progress, std::stop_token stop) {
    auto ahead = lookAhead(model, tensors, source, stop);
    if (!ahead) return tl::make_unexpected(ahead.error());

    const std::size_t budget =
        options.memoryBudgetBytes / static_cast<std::size_t>(std::max(1, options.threads));
    std::vector<std::pair<std::size_t, std::size_t>> groups;  // [start, end)
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (groups.empty() || bytes + ahead->bytes[i] > budget) {
            groups.emplace_back(i, i);
            bytes = 0;
        }
        bytes += ahead->bytes[i];
        groups.back().second = i + 1;
    }

    Collected collected;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto [start, end] = groups[g];
        Pass pass(model, std::span(tensors).subspan(start, end - start), options, g == 0, source.samples);
        if (groups.size() == 1) pass.useSession(std::move(ahead->session));
        const double passes = static_cast<double>(groups.size());
        const auto advanced = [&](int samples) {
            base::tell(progress, static_cast<double>(g) * static_cast<double>(source.samples) + samples,
                       passes * static_cast<double>(source.samples));
        };
        if (const Status status = pass.run(source.open(), advanced, stop); !status)
            return tl::make_unexpected(status.error());
        pass.storeIn(collected);
    }
    for (const auto& [name, statistics] : collected.statistics)
        if (statistics.histogram.count() == 0)
            return base::badInput("", "quantize.calibration_non_finite", {{"tensor", name}});
    return collected;
}

}  // namespace pwb::quantize
