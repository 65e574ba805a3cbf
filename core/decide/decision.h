// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/precision.h"
#include "core/compare/comparison.h"
#include "core/measure/measurement.h"
#include "core/runtime/environment.h"

namespace pwb::decide {

/// What the deployment needs; everything optional.
struct Requirements {
    std::optional<double> memoryGb;      ///< of the target device, 10⁹ bytes
    std::optional<int> streams;          ///< cameras
    std::optional<double> fps;           ///< frames per second of each stream
    std::optional<double> latencyMs;     ///< end to end, 99 of 100 frames
    std::optional<double> accuracyFloorPercent;  ///< of FP32's accuracy: 98 means at least 0.98 × FP32
    std::optional<double> smallestObjectPx;
    bool safetyCritical = false;
    bool qatPossible = false;
    std::string platform = "this";       ///< id in platforms.json, or "this" machine

    bool operator==(const Requirements&) const = default;
};

/// Everything that is known of one engine when deciding. Absent: not measured or failed.
struct EngineEvidence {
    base::Precision precision = base::Precision::Fp32;
    bool usable = false;                 ///< built, and ran
    std::string effective;               ///< "fp32" for FP16 on a CPU …
    std::optional<double> accuracy;      ///< top-1 fraction
    std::optional<compare::AccuracyComparison> againstFp32;  ///< absent for FP32
    std::optional<measure::LatencyStats> latency;  ///< batch 1
    std::optional<double> bestFps;       ///< highest measured throughput over batches and streams
    std::optional<std::uint64_t> peakBytes;
    std::optional<double> endToEndP99Ms;  ///< decode + preprocess + p99 inference + postprocess
};
struct Evidence {
    std::vector<EngineEvidence> engines;
    std::string task = "classification";
    runtime::CpuFeatures cpu;
    double machineMemoryGb = 0;
};

/// Where a figure came from.
enum class Origin { Measured, Given, Platform, Missing };

/// One node of the guide's tree as answered.
struct PathStep {
    std::string node;        ///< id in decision-tree.json
    base::Message question;
    base::Message answer;
    base::Message evidence;  ///< the figure that answered it
    Origin origin = Origin::Given;
    std::string branch;      ///< id of the branch taken
};

/// One requirement against one precision.
struct FeasibilityCell {
    base::Precision precision = base::Precision::Fp32;
    enum class State { Met, Missed, Unknown } state = State::Unknown;
    std::optional<double> value;   ///< at the pessimistic end of its interval, in the requirement's unit
    std::optional<double> margin;  ///< relative (0.28 = 28 % to spare); accuracy: points as a fraction
};
struct FeasibilityRow {
    std::string requirement;  ///< "throughput", "latency", "accuracy", "memory", "smallest_object"
    std::string unit;         ///< "fps", "ms", "fraction", "bytes", "px"
    std::optional<double> needed;  ///< absent: not asked
    std::vector<FeasibilityCell> cells;  ///< FP32, FP16, INT8
};

/// A row of the guide's recommendation table and whether it applies here.
struct Recommendation {
    std::string id;
    base::Message situation, advice;
    bool applies = false;
    base::Message here;
};

/// A requirement's value at which the verdict changes.
struct TippingPoint {
    base::Message condition;
    std::optional<base::Precision> precision;  ///< none fits when absent
};

enum class Verdict { Deploy, Closest, Inconclusive, NoEngine };

struct Decision {
    Verdict verdict = Verdict::NoEngine;
    std::optional<base::Precision> precision;      ///< the advice; for Closest the one that misses least
    std::optional<base::Precision> treePrecision;  ///< what the guide's tree says
    bool treeNeedsQat = false;
    bool agree = true;                             ///< tree and evidence
    base::Message headline;   ///< "Deploy INT8"
    base::Message sentence;   ///< the verdict with its reason
    base::Message disagreement;  ///< code empty when they agree
    std::vector<base::Message> evidence;  ///< short facts, best first
    std::vector<PathStep> path;
    std::vector<FeasibilityRow> feasibility;
    std::vector<Recommendation> recommendations;
    std::vector<TippingPoint> tippingPoints;
    Requirements requirements;
};

/// The guide's tree (resources/decision-tree.json, thresholds from there), the evidence against each
/// requirement, and the verdict: the most accurate precision that meets every requirement; “most accurate”
/// counts only distinguishable differences, and among equals the faster, smaller one wins; else the closest
/// and what is missing; inconclusive where the samples cannot tell whether the accuracy floor holds.
/// Pure and fast (well under a millisecond): the window calls it on every movement of a control.
[[nodiscard]] Decision decide(const Evidence& evidence, const Requirements& requirements);

/// The tree as data, for drawing: nodes with their branches.
struct TreeBranch { std::string id; base::Message label; std::string next; };
struct TreeNode {
    std::string id;
    base::Message question;  ///< empty code for a leaf
    std::vector<TreeBranch> branches;
    std::optional<base::Precision> leaf;
    base::Message leafNote;
    int column = 0, row = 0;  ///< where it is drawn
};
[[nodiscard]] const std::vector<TreeNode>& decisionTree();

struct Platform {
    std::string id, name;
    bool fp16 = false, int8 = false;
    std::optional<double> memoryGb;
};
[[nodiscard]] const std::vector<Platform>& platforms();

}  // namespace pwb::decide
