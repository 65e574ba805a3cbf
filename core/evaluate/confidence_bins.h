// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluate/classification.h"

namespace pwb::evaluate {

/// Confidence of right and wrong answers: histogram of 20 bins, reliability of 15, and from these the
/// expected calibration error.
class ConfidenceBins {
public:
    ConfidenceBins();
    void add(double confidence, bool right);
    /// Fills in what add() counted; ends the counting.
    void finish(ConfidenceHistogram& histogram, std::vector<ReliabilityBin>& reliability, double& ece);

private:
    ConfidenceHistogram m_histogram;
    std::vector<ReliabilityBin> m_reliability;
};

}  // namespace pwb::evaluate
