// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/estimator_contest.h"

#include <mutex>
#include <thread>

namespace pwb::quantize {
namespace {

using base::Result;

class Contest {
public:
    Contest(const Statistics& statistics, std::span<const Calibrator> estimators, double percentile,
            const RangeJudge& judge)
        : m_statistics(statistics), m_estimators(estimators), m_percentile(percentile), m_judge(judge) {}

    Result<EstimatorChoice> run() {
        {
            // Each trial holds a copy of the model; two at a time keep that bounded.
            std::vector<std::jthread> threads;
            if (m_estimators.size() > 1 && std::thread::hardware_concurrency() > 1)
                threads.emplace_back([this] { work(); });
            work();
        }
        if (m_failure) return tl::make_unexpected(*m_failure);
        return std::move(m_choice);
    }

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
        std::size_t index = 0;
        {
            const std::scoped_lock lock(m_mutex);
            if (m_failure || m_next == m_estimators.size()) return false;
            index = m_next++;
        }
        TensorRanges ranges = estimateRanges(m_statistics, m_estimators[index], m_percentile);
        const auto quality = m_judge(ranges);
        const std::scoped_lock lock(m_mutex);
        if (!quality) {
            m_failure = quality.error();
            return false;
        }
        m_choice.all[std::string(calibratorId(m_estimators[index]))] = *quality;
        const double error = quality->error(), least = m_choice.quality.error();
        if (!m_best || error < least || (error == least && index < *m_best)) {
            m_best = index;
            m_choice.calibrator = m_estimators[index];
            m_choice.ranges = std::move(ranges);
            m_choice.quality = *quality;
        }
        return true;
    }

    const Statistics& m_statistics;
    std::span<const Calibrator> m_estimators;
    double m_percentile;
    const RangeJudge& m_judge;
    std::mutex m_mutex;
    std::size_t m_next = 0;
    std::optional<std::size_t> m_best;
    std::optional<base::Error> m_failure;
    EstimatorChoice m_choice;
};

}  // namespace

Result<EstimatorChoice> chooseEstimator(const Statistics& statistics, std::span<const Calibrator> estimators,
                                        double percentile, const RangeJudge& judge) {
    return Contest(statistics, estimators, percentile, judge).run();
}

}  // namespace pwb::quantize
