// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace pwb::compare {

/// One sample that both engines answered: three class indices.
struct PairedAnswer {
    std::int32_t label = 0, baseline = 0, candidate = 0;
};

/// Macro F1 of the candidate minus that of the baseline over `answers`; 0 when empty.
[[nodiscard]] double macroF1Difference(const std::vector<PairedAnswer>& answers, int classes);

/// 95 % percentile bootstrap interval of macroF1Difference, resampled by sample (Efron 1979). 1000 resamples;
/// fewer, but at least 200, where 1000 would need more than 10⁸ draws (above 100,000 samples or classes): the
/// ends then move by some hundredths of the interval's width from seed to seed. Equal seeds give equal ends.
[[nodiscard]] std::array<double, 2> bootstrapF1(const std::vector<PairedAnswer>& answers, int classes,
                                                std::uint64_t seed);

}  // namespace pwb::compare
