// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <deque>

#include "core/base/try.h"
#include "core/dataset/loader.h"
#include "core/run/inputs/model_tensors.h"
#include "core/run/stages/batch_scorer.h"
#include "core/run/stages/engine_runner.h"
#include "core/run/stages/stages.h"

namespace pwb::run {
namespace {

using result::EngineResult;
using result::EngineState;
using Clock = std::chrono::steady_clock;

/// A batch on its way through the engines.
struct Pending {
    std::int64_t number = 0;
    BatchSamples samples;
    std::vector<std::size_t> skipped;
    std::map<base::EngineId, std::future<EngineRunner::Answer>> answers;
};

class Evaluation {
public:
    explicit Evaluation(const StageContext& context)
        : m_context(context), m_scorer(makeScorer(context.inputs)) {
        const std::int64_t fixed = fixedBatch(context.inputs.model);
        m_batch = fixed > 0 ? static_cast<int>(fixed) : std::max(1, context.plan.batch);
    }

    base::Status run() {
        openEngines();
        PWB_CHECK(takeStored());
        if (m_runners.empty()) return {};
        PWB_CHECK(passOverData());
        publish(false);
        if (m_context.stop.stop_requested()) return base::cancelled();  // its resampling may be cut short
        return checkSkipped();
    }

private:
    std::size_t samples() const { return m_context.inputs.data.samples.size(); }
    std::int64_t batchCount() const { return (static_cast<std::int64_t>(samples()) + m_batch - 1) / m_batch; }

    void openEngines() {
        for (const EngineResult& engine : m_context.board.copy().engines) {
            if (!engine.built || engine.state == EngineState::Failed) continue;
            // Where one engine of a finished run was built anew; FP32 is what its outputs are compared with.
            const bool answered = engine.predictions || engine.detections;
            if (answered && !engine.accuracyPartial && !engine.id.isBaseline()) continue;
            m_answers.try_emplace(engine.id, m_context.inputs.data, m_context.inputs.decoder.has_value());
            runtime::SessionOptions options;  // one thread each: the engines share the cores
            // The emulation computes in FP32 with roundings in between, which the CPU provider leaves as they
            // are; everything else is what the provider really runs.
            if (!engine.evaluationModel) {
                options.provider = m_context.plan.provider;
                options.inferencePrecision = runtime::inferencePrecision(
                    engine.id.precision, engine.effective.id, m_context.plan.provider);
            }
            auto session = engine.evaluationModel
                               ? runtime::Session::create(std::string_view(*engine.evaluationModel), options)
                               : runtime::Session::create(engine.built->file, options);
            if (!session) {
                recordFailure(m_context, engine.id, session.error());
                m_answers.erase(engine.id);
                continue;
            }
            m_runners[engine.id] = std::make_unique<EngineRunner>(std::move(*session), m_context.stop);
        }
    }

    /// Batches that every engine has answered already, in an earlier process, are taken from the store.
    base::Status takeStored() {
        m_done = m_runners.empty() ? 0 : batchCount();
        std::map<base::EngineId, std::vector<StoredBatch>> stored;
        for (const auto& [id, runner] : m_runners) {
            PWB_TRY(auto batches, m_context.store->batches(id));
            m_done = std::min(m_done, static_cast<std::int64_t>(batches.size()));
            stored[id] = std::move(batches);
        }
        for (const auto& [id, batches] : stored)
            for (std::int64_t b = 0; b < m_done; ++b) {
                const StoredBatch& batch = batches[static_cast<std::size_t>(b)];
                if (!m_answers.at(id).fits(batch))
                    return m_context.store->damaged("answers to other samples");
                m_answers.at(id).take(batch);
            }
        PWB_TRY(auto skipped, m_context.store->skipped());
        m_skipped = std::count_if(skipped.begin(), skipped.end(), [&](std::size_t i) {
            return i < static_cast<std::size_t>(m_done) * static_cast<std::size_t>(m_batch);
        });
        return {};
    }

    base::Status passOverData() {
        dataset::Loader::Options options;
        options.batch = m_batch;
        for (std::size_t i = static_cast<std::size_t>(m_done) * static_cast<std::size_t>(m_batch);
             i < samples(); ++i)
            options.indices.push_back(i);
        if (options.indices.empty()) return {};
        dataset::Loader loader(m_context.inputs.data, m_context.inputs.preprocess, options, m_context.stop);
        m_context.board.update([&](result::RunResult& document) {
            for (EngineResult& engine : document.engines)
                if (m_runners.contains(engine.id)) engine.state = EngineState::Evaluating;
        });

        std::deque<Pending> pending;
        // Enough in flight that a fast engine need not wait for the slow one at every batch.
        constexpr std::size_t kInFlight = 4;
        std::size_t knownSkipped = 0;
        // Listed skips belong to this batch or to a later one that is already decoded; which does not matter.
        const auto noteSkipped = [&](Pending& entry) {
            const auto skipped = loader.skipped();
            for (; knownSkipped < skipped.size(); ++knownSkipped)
                entry.skipped.push_back(skipped[knownSkipped].index);
        };
        std::int64_t number = m_done;
        const auto passOver = [&](std::int64_t until) {
            // Batches of nothing but unreadable samples never come; they are done all the same.
            for (; number < until; ++number) pending.emplace_back().number = number;
        };
        while (auto batch = loader.next()) {
            passOver(static_cast<std::int64_t>(batch->indices.front()) / m_batch);
            Pending& entry = pending.emplace_back();
            entry.samples = {std::move(batch->indices), std::move(batch->placements)};
            entry.number = number++;
            noteSkipped(entry);
            const auto inputs = std::make_shared<const std::vector<base::Tensor>>(
                modelInputs(std::move(batch->inputs), m_context.inputs.model));
            for (auto& [id, runner] : m_runners) entry.answers[id] = runner->submit(inputs);
            while (pending.size() >= kInFlight) PWB_CHECK(finish(pending));
        }
        if (!m_context.stop.stop_requested()) passOver(batchCount());
        if (!pending.empty()) noteSkipped(pending.back());
        while (!pending.empty()) PWB_CHECK(finish(pending));
        m_skippedErrors = loader.skipped();
        if (m_context.stop.stop_requested()) return base::cancelled();
        return {};
    }

    /// Takes the oldest batch's answers in: predictions, distances, store, progress.
    base::Status finish(std::deque<Pending>& pending) {
        Pending entry = std::move(pending.front());
        pending.pop_front();
        std::map<base::EngineId, std::vector<base::Tensor>> outputs;
        for (auto& [id, future] : entry.answers) {
            EngineRunner::Answer answer = future.get();
            if (answer)
                outputs[id] = std::move(*answer);
            else if (base::isCancelled(answer.error()))
                return base::cancelled();
            else
                dropEngine(id, answer.error());
        }
        std::map<base::EngineId, StoredBatch> byEngine;
        const base::EngineId fp32 = base::Precision::Fp32;
        const auto* baseline = outputs.contains(fp32) ? &outputs[fp32] : nullptr;
        for (const auto& [id, output] : outputs) {
            if (!m_runners.contains(id)) continue;
            // FP32 shows what the outputs are, where there is one.
            PWB_CHECK(m_scorer->learn(baseline ? *baseline : output, *m_context.store));
            auto scored = m_scorer->score(entry.samples, output, id.isBaseline() ? nullptr : baseline);
            if (scored)
                byEngine[id] = std::move(*scored);
            else
                dropEngine(id, scored.error());
        }
        if (entry.samples.indices.empty())
            for (const auto& [id, runner] : m_runners) byEngine[id] = {};
        for (const auto& [id, batch] : byEngine) m_answers.at(id).take(batch);
        m_skipped += static_cast<std::int64_t>(entry.skipped.size());
        PWB_CHECK(m_context.store->putBatch(entry.number, byEngine, entry.skipped));
        m_done = entry.number + 1;
        for (const auto& [id, runner] : m_runners)
            m_context.board.tell(id, Stage::Evaluating,
                                 static_cast<double>(std::min<std::int64_t>(
                                     m_done * m_batch, static_cast<std::int64_t>(samples()))),
                                 static_cast<double>(samples()));
        publishNowAndThen();
        return {};
    }

    void dropEngine(base::EngineId id, const base::Error& error) {
        if (!m_runners.contains(id)) return;
        recordFailure(m_context, id, error);
        m_failed.push_back(std::move(m_runners[id]));  // batches in flight still refer to it
        m_runners.erase(id);
    }

    void publishNowAndThen() {
        // At most a few times a second, and never more than a small share of the time.
        const auto now = Clock::now();
        if (now - m_published < std::max<Clock::duration>(std::chrono::milliseconds(300), 20 * m_publishCost))
            return;
        publish(true);
        m_published = Clock::now();
        m_publishCost = m_published - now;
    }

    void publish(bool partial) {
        std::map<base::EngineId, compare::OutputDistance> distances;
        for (const auto& [id, answers] : m_answers)
            if (!id.isBaseline()) distances[id] = answers.distance();
        m_context.board.update([&](result::RunResult& document) {
            document.data.skipped = m_skipped;
            for (EngineResult& engine : document.engines) {
                if (!m_runners.contains(engine.id)) continue;
                const Answers& answers = m_answers.at(engine.id);
                answers.show(engine);
                warnOfNonFinite(answers.nonFinite(), engine);
                engine.accuracyPartial = partial;
                if (!partial) engine.state = EngineState::Evaluated;
            }
            scoreEngines(document, distances,
                         {m_context.plan.seed, m_context.plan.threshold, m_context.stop});
        });
    }

    base::Status checkSkipped() const {
        const double share =
            samples() == 0 ? 0 : static_cast<double>(m_skipped) / static_cast<double>(samples());
        constexpr double kTolerated = 0.01;
        if (share <= kTolerated || m_context.plan.allowUnreadable) return {};
        std::string first = m_skippedErrors.empty() ? "" : m_skippedErrors.front().error.file;
        return base::badInput(m_context.plan.data.string(), "run.too_many_unreadable",
                              {{"skipped", std::to_string(m_skipped)},
                               {"samples", std::to_string(samples())},
                               {"first", first}});
    }

    const StageContext& m_context;
    std::unique_ptr<BatchScorer> m_scorer;
    int m_batch = 1;
    std::map<base::EngineId, std::unique_ptr<EngineRunner>> m_runners;
    std::vector<std::unique_ptr<EngineRunner>> m_failed;
    std::map<base::EngineId, Answers> m_answers;
    std::vector<dataset::SkippedSample> m_skippedErrors;
    std::int64_t m_done = 0;     ///< batches
    std::int64_t m_skipped = 0;  ///< samples
    Clock::time_point m_published = Clock::now();
    Clock::duration m_publishCost{};
};

}  // namespace

base::Status evaluateStage(const StageContext& context) {
    return Evaluation(context).run();
}

}  // namespace pwb::run
