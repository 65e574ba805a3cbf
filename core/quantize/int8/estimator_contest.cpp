// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/estimator_contest.h"

#include "core/base/try.h"
#include "core/quantize/trials/in_pairs.h"

namespace pwb::quantize {

base::Result<EstimatorChoice> chooseEstimator(const Statistics& statistics,
                                              std::span<const Calibrator> estimators, double percentile,
                                              const RangeJudge& judge) {
    struct Entry {
        TensorRanges ranges;
        OutputQuality quality;
    };
    std::vector<Entry> entries(estimators.size());
    PWB_CHECK(inPairs(estimators.size(), [&](std::size_t i) -> base::Status {
        entries[i].ranges = estimateRanges(statistics, estimators[i], percentile);
        PWB_TRY(entries[i].quality, judge(entries[i].ranges));
        return {};
    }));
    EstimatorChoice choice;
    std::size_t best = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        choice.all[std::string(calibratorId(estimators[i]))] = entries[i].quality;
        if (entries[i].quality.error() < entries[best].quality.error()) best = i;
    }
    choice.calibrator = estimators[best];
    choice.ranges = std::move(entries[best].ranges);
    choice.quality = entries[best].quality;
    return choice;
}

}  // namespace pwb::quantize
