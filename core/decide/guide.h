// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/decide/decision.h"

namespace pwb::decide {

/// The vocabulary of questions that decision-tree.json may ask. All figures come from there.
enum class TestKind {
    Never,
    SafetyCritical,       // yes, no
    SmallestObjectBelow,  // yes, no; threshold in px
    MemoryAbove,          // yes, no; threshold in GB
    MemoryBelow,          // yes, no; threshold in GB
    Fp32FastEnough,       // yes, no
    StreamsBetween,       // below, between, above; low and high belong to between
    AccuracyFloorAbove,   // yes, no; threshold in percent of FP32
};

struct GuideTest {
    TestKind kind = TestKind::Never;
    std::optional<double> threshold, low, high;
};

/// A node of the tree with what deciding needs beyond drawing.
struct GuideNode {
    GuideTest test;
    bool atLeast = false;                        ///< leaf: a wider precision agrees as well
    bool qat = false;                            ///< leaf: INT8 by retraining
    std::optional<base::Precision> withoutFp16;  ///< leaf: instead, where FP16 gains nothing
};

struct GuideRow {
    std::string id;
    base::Precision precision = base::Precision::Fp32;
    base::Message situation, advice;
    GuideTest when;
};

struct Guide {
    std::unordered_map<std::string, double> thresholds;
    std::vector<TreeNode> tree;                        ///< root first
    std::unordered_map<std::string, GuideNode> nodes;  ///< by id
    std::vector<GuideRow> rows;

    [[nodiscard]] double threshold(const std::string& name) const { return thresholds.at(name); }
    [[nodiscard]] const TreeNode& drawn(std::string_view id) const;
};

/// Parsed once from the embedded resources/decision-tree.json.
[[nodiscard]] const Guide& guide();

}  // namespace pwb::decide
