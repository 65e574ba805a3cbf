// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/decide/case.h"
#include "core/decide/guide.h"

namespace pwb::decide {

/// A question of the guide, answered.
struct GuideAnswer {
    std::string branch;
    base::Message answer, evidence;
    Origin origin = Origin::Given;
};
[[nodiscard]] GuideAnswer answer(const GuideTest& test, const Case& of,
                                 const std::vector<FeasibilityRow>& feasibility);

/// The way through the tree and where it ends.
struct GuideWalk {
    std::vector<PathStep> path;
    std::string leaf;  ///< id
    base::Precision precision = base::Precision::Fp32;
    bool atLeast = false;
    bool qat = false;
};
[[nodiscard]] GuideWalk walk(const Case& of, const std::vector<FeasibilityRow>& feasibility);

/// The guide's recommendation table, each row with what it means here.
[[nodiscard]] std::vector<Recommendation> recommendationsFor(const Case& of,
                                                             const std::vector<FeasibilityRow>& feasibility);

}  // namespace pwb::decide
