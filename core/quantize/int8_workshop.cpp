// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8_workshop.h"

#include <algorithm>
#include <mutex>
#include <thread>

#include "core/quantize/load_prepared.h"
#include "core/quantize/output_quality.h"

namespace pwb::quantize {
namespace {

using base::Result;

/// Per-axis QuantizeLinear needs it.
constexpr std::int64_t kQdqOpset = 13;

Result<onnx::ModelProto> quantized(const onnx::ModelProto& prepared, const Int8Plan& plan,
                                   const TensorParams& params, const std::vector<LoweredOperator>& lowered,
                                   const ChannelMeans* means) {
    onnx::ModelProto model = prepared;
    restoreFloat(model, lowered, plan.nodes);
    if (const auto status = emitQdq(model, plan, params, means); !status)
        return tl::make_unexpected(status.error());
    return model;
}

struct Trial {
    Calibrator calibrator = Calibrator::MinMax;
    TensorRanges ranges;
    double sqnr = 0;
    std::size_t index = 0;
};

/// Tries the estimators on the same statistics, two at a time, and keeps the one whose outputs are nearest to
/// FP32's; of equals the first in the list.
class CalibratorContest {
public:
    CalibratorContest(const onnx::ModelProto& prepared, const std::vector<LoweredOperator>& lowered,
                      const Int8Plan& plan, const Collected& collected, const ChannelMeans* means,
                      const Int8Options& options, std::stop_token stop)
        : m_prepared(prepared),
          m_lowered(lowered),
          m_plan(plan),
          m_collected(collected),
          m_means(means),
          m_options(options),
          m_stop(stop) {
        m_trials = {options.calibrator};
        if (options.calibrator == Calibrator::Auto)
            m_trials = {Calibrator::Mse, Calibrator::MinMax, Calibrator::Percentile, Calibrator::Entropy,
                        Calibrator::MovingAverage};
    }

    Result<Trial> run() {
        {
            // Each trial holds a copy of the model; two at a time keep that bounded.
            std::vector<std::jthread> threads;
            if (m_trials.size() > 1 && std::thread::hardware_concurrency() > 1)
                threads.emplace_back([this] { work(); });
            work();
        }
        if (m_failure) return tl::make_unexpected(*m_failure);
        return std::move(*m_best);
    }
    [[nodiscard]] const std::map<std::string, double>& sqnr() const { return m_sqnr; }

private:
    void work() {
        try {
            while (tryNext()) {
            }
        } catch (const std::exception& error) {
            const std::scoped_lock lock(m_mutex);
            m_failure = base::engineFailure("", "quantize.unexpected", {{"detail", error.what()}}).value();
        }
    }

    bool tryNext() {
        Trial trial;
        {
            const std::scoped_lock lock(m_mutex);
            if (m_failure || m_next == m_trials.size()) return false;
            trial.index = m_next++;
        }
        trial.calibrator = m_trials[trial.index];
        trial.ranges = estimateRanges(m_collected.statistics, trial.calibrator, m_options.percentile);
        auto model = quantized(m_prepared, m_plan, chooseParams(m_plan, trial.ranges), m_lowered, m_means);
        const auto sqnr = model ? outputSqnr(*model, m_collected.references, m_stop)
                                : Result<double>(tl::make_unexpected(model.error()));
        const std::scoped_lock lock(m_mutex);
        if (!sqnr) {
            m_failure = sqnr.error();
            return false;
        }
        trial.sqnr = *sqnr;
        m_sqnr[std::string(calibratorId(trial.calibrator))] = *sqnr;
        if (!m_best || trial.sqnr > m_best->sqnr ||
            (trial.sqnr == m_best->sqnr && trial.index < m_best->index))
            m_best = std::move(trial);
        return true;
    }

    const onnx::ModelProto& m_prepared;
    const std::vector<LoweredOperator>& m_lowered;
    const Int8Plan& m_plan;
    const Collected& m_collected;
    const ChannelMeans* m_means;
    const Int8Options& m_options;
    std::stop_token m_stop;
    std::vector<Calibrator> m_trials;
    std::mutex m_mutex;
    std::size_t m_next = 0;
    std::optional<base::Error> m_failure;
    std::optional<Trial> m_best;
    std::map<std::string, double> m_sqnr;
};

}  // namespace

Result<Int8Workshop> Int8Workshop::open(const BuildContext& context, const Int8Options& options,
                                        const CalibrationSource& source, const base::ProgressSink& progress,
                                        std::stop_token stop) {
    auto loaded = loadPrepared(context.model, kQdqOpset, stop);
    if (!loaded) return tl::make_unexpected(loaded.error());

    Int8Workshop workshop;
    workshop.m_scheme = schemeFor(context, options);
    auto prepared = std::make_shared<onnx::ModelProto>(std::move(*loaded));
    if (workshop.m_scheme == Int8Scheme::Cpu) workshop.m_lowered = lowerForInt8(*prepared);
    {
        model::GraphView view(*prepared);
        workshop.m_plan = planInt8(view, {workshop.m_scheme});
    }
    if (workshop.m_plan.nodes.empty())
        return base::engineFailure(context.model.string(), "quantize.nothing_to_quantize");
    workshop.m_prepared = prepared;

    // All that any smaller plan can need: with a layer left float, a tensor behind it loses its source.
    auto calibrated = calibrate(*prepared, workshop.m_plan.measured(), source, options, progress, stop);
    if (!calibrated) return tl::make_unexpected(calibrated.error());
    workshop.m_calibrated = std::move(*calibrated);
    Int8Options estimation = options;
    if (!options.calibrationTable.empty()) estimation.calibrator = Calibrator::MinMax;

    if (options.biasCorrection) {
        auto means = channelMeans(*prepared, workshop.m_plan, workshop.references(), stop);
        if (!means) return tl::make_unexpected(means.error());
        workshop.m_means = std::make_shared<const ChannelMeans>(std::move(*means));
    }
    CalibratorContest contest(*prepared, workshop.m_lowered, workshop.m_plan,
                              *workshop.m_calibrated.collected, workshop.m_means.get(), estimation, stop);
    auto best = contest.run();
    if (!best) return tl::make_unexpected(best.error());
    workshop.m_calibrator = best->calibrator;
    workshop.m_ranges = std::move(best->ranges);
    workshop.m_params = chooseParams(workshop.m_plan, workshop.m_ranges);
    workshop.m_sqnr = contest.sqnr();
    if (workshop.m_means)
        if (auto status = workshop.dropUselessCorrection(best->sqnr, stop); !status)
            return tl::make_unexpected(status.error());
    return workshop;
}

base::Status Int8Workshop::dropUselessCorrection(double corrected, std::stop_token stop) {
    const auto plain = quantized(*m_prepared, m_plan, m_params, m_lowered, nullptr);
    if (!plain) return tl::make_unexpected(plain.error());
    const auto sqnr = outputSqnr(*plain, references(), stop);
    if (!sqnr) return tl::make_unexpected(sqnr.error());
    if (*sqnr <= corrected) return {};
    m_means.reset();
    m_sqnr[std::string(calibratorId(m_calibrator))] = *sqnr;
    return {};
}

Int8Plan Int8Workshop::planWithout(const std::unordered_set<std::string>& floatLayers) const {
    onnx::ModelProto copy = *m_prepared;  // a view is of a model that may be changed
    model::GraphView view(copy);
    return planInt8(view, {m_scheme, floatLayers});
}

Result<onnx::ModelProto> Int8Workshop::emit(const std::unordered_set<std::string>& floatLayers) const {
    const Int8Plan plan = planWithout(floatLayers);
    return quantized(*m_prepared, plan, chooseParams(plan, m_ranges), m_lowered, m_means.get());
}

const QuantParams* Int8Workshop::params(const std::string& tensor) const {
    const auto found = m_params.find(m_plan.source(tensor));
    return found == m_params.end() ? nullptr : &found->second;
}

}  // namespace pwb::quantize
